import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { newFolder } from '../support/cli.ts';

const lock = '{"lockfileVersion":3}';

/** What a program of ours gets as `library`, and another library as it, where a bundle was made of what `of` names. */
function loaded(of: string | null): readonly string[] {
  const root = newFolder();
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const source = fileURLToPath(new URL('../../bot/cli/bundled/bundles.js', import.meta.url));
  mkdirSync(join(root, 'bot/cli/bundled'), { recursive: true });
  cpSync(source, join(root, 'bot/cli/bundled/bundles.js'));
  put('package.json', '{"type":"module"}');
  for (const name of ['library', 'other'])
    put(`node_modules/${name}/package.json`, `{"name":"${name}","type":"module","main":"index.js"}`);
  put('node_modules/library/index.js', 'export const said = "library";');
  put('node_modules/other/index.js', 'export { said } from "library";');
  put('node_modules/.package-lock.json', lock);
  put('node_modules/.cache/emleknap/library.mjs', 'export const said = "bundle";');
  if (of !== null) {
    put('node_modules/.cache/emleknap/bundles.json', JSON.stringify({ of, files: { library: 'library.mjs' } }));
  }
  put(
    'start.js',
    `import { useBundles } from './bot/cli/bundled/bundles.js';
     useBundles();
     const [ours, theirs] = [await import('./ours.js'), await import('other')];
     console.log(JSON.stringify([ours.said, theirs.said]));`,
  );
  put('ours.js', 'export { said } from "library";');
  return JSON.parse(execFileSync(process.execPath, [join(root, 'start.js')], { encoding: 'utf8' }));
}

it('loads the bundle of a library that is installed, and leaves other libraries theirs', () => {
  expect(loaded(createHash('sha256').update(lock).digest('hex'))).toEqual(['bundle', 'library']);
});

it('loads the library itself where the bundle is of something else, or there is none', () => {
  expect(loaded('something else')).toEqual(['library', 'library']);
  expect(loaded(null)).toEqual(['library', 'library']);
});
