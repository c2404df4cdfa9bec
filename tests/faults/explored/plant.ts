/** Plants a fault in the program as it is loaded in this thread: nothing else of the shipped files is another. */

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import type { Plant } from './plants.ts';

/** From now on the file is loaded with the one place changed. Throws an Error unless it is there exactly once. */
export function plant({ file, right, wrong }: Plant): void {
  const url = new URL(`../../../${file}`, import.meta.url);
  const places = readFileSync(url, 'utf8').split(right).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} times what was to be changed: ${right}`);
  registerHooks({
    load: (loaded, context, nextLoad) => {
      const result = nextLoad(loaded, context);
      if (loaded !== url.href) return result;
      return { ...result, source: String(result.source).replace(right, () => wrong) };
    },
  });
}
