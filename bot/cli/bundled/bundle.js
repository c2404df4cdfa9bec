/** Puts each of the larger libraries into one file, which takes a tenth of the time to load: `npm ci` does it. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlesFile, bundlesFolder, installed } from './bundles.js';

/** Those that commands load often, each of many files. What holds native code stays as it is. */
const libraries = ['kysely', 'zod', 'commander'];

/** The tool for it comes with the development dependencies; without them the libraries are loaded as they are. */
async function bundler() {
  try {
    return (await import('rolldown')).rolldown;
  } catch {
    return null;
  }
}

/** A library that came out with other names than it has is loaded as it is. */
async function isWhole([name, file]) {
  const [bundled, library] = [await import(pathToFileURL(join(bundlesFolder, file)).href), await import(name)];
  return Object.keys(library).every((each) => each in bundled);
}

async function bundleAll(rolldown, of) {
  const input = Object.fromEntries(libraries.map((name) => [name, name]));
  const bundle = await rolldown({ input, platform: 'node', cwd: import.meta.dirname, logLevel: 'silent' });
  const { output } = await bundle.write({ dir: bundlesFolder, format: 'esm', entryFileNames: '[name].mjs' });
  const written = output
    .filter((chunk) => chunk.type === 'chunk' && chunk.isEntry)
    .map(({ name, fileName }) => [name, fileName]);
  const whole = await Promise.all(written.map(isWhole));
  const files = Object.fromEntries(written.filter((_, index) => whole[index]));
  writeFileSync(join(bundlesFolder, bundlesFile), JSON.stringify({ of, files }));
}

try {
  rmSync(bundlesFolder, { recursive: true, force: true });
  const [rolldown, of] = [await bundler(), installed()];
  if (rolldown !== null && of !== null) await bundleAll(rolldown, of);
} catch (error) {
  console.error(`The libraries are loaded as they are, which takes a little longer: ${error}`);
}
