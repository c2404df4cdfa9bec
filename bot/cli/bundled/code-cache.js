/** Has Node.js keep what it compiles of the program, in the data folder and nowhere that others can write. Plain JavaScript: types would have to be compiled first. */

import { readFileSync, statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** Does nothing while there is no data folder, or it is open to others: what lies there is run. Throws nothing. */
export function keepCompiledCode() {
  const folder = dataFolder();
  try {
    const { uid, mode } = statSync(folder);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
    if (isOurs) enableCompileCache(join(folder, 'compiled', 'code'));
  } catch {
    // There is no data folder yet.
  }
}

/** The data folder as the settings name it; what is wrong with them is said later. */
function dataFolder() {
  const name = 'EMLEKNAP_DATA';
  const given = process.env[name];
  if (given !== undefined) return given.trim() || 'data';
  try {
    const line = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(.*)$`, 'mu').exec(
      readFileSync('.env', 'utf8'),
    );
    const value = (line?.[1] ?? '').trim();
    const quoted = /^(["'])(.*?)\1/u.exec(value);
    return (quoted?.[2] ?? value.replace(/[ \t]+#.*$/u, '')) || 'data';
  } catch {
    return 'data';
  }
}
