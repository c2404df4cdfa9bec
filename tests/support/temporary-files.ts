/** Runs before the tests of each project: lets the temporary files of all lie in one folder, which goes when they are through. */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const name = 'emleknap-tests-';

/** The folder may be used like any other for temporary files; what the first project is given removes it. */
export default function gatherFiles(): (() => void) | undefined {
  if (basename(tmpdir()).startsWith(name)) return undefined;
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(join(tmpdir(), name));
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  };
}
