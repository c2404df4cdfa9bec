/** The libraries that were put into one file each when they were installed. Plain JavaScript: types would have to be compiled first. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

export const bundlesFolder = join(modules, '.cache', 'emleknap');
export const bundlesFile = 'bundles.json';

/** A hash of what is installed; null where npm has not written it down. */
export function installed() {
  try {
    return createHash('sha256')
      .update(readFileSync(join(modules, '.package-lock.json')))
      .digest('hex');
  } catch {
    return null;
  }
}

/** Has the program load the bundles, if they are of what is installed. Throws nothing. */
export function useBundles() {
  const bundles = readBundles();
  if (bundles === null) return;
  const urls = new Map(
    Object.entries(bundles).map(([name, file]) => [name, pathToFileURL(join(bundlesFolder, file)).href]),
  );
  registerHooks({
    resolve(specifier, context, next) {
      const url = urls.get(specifier);
      const isOurs = url !== undefined && context.parentURL?.includes('/node_modules/') === false;
      return isOurs ? { url, format: 'module', shortCircuit: true } : next(specifier, context);
    },
  });
}

function readBundles() {
  try {
    const { of, files } = JSON.parse(readFileSync(join(bundlesFolder, bundlesFile), 'utf8'));
    return of === installed() ? files : null;
  } catch {
    return null;
  }
}
