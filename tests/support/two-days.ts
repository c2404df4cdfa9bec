/** The real campaign with its first and its last day only: everything that can happen is on them, in a tenth of the time. */

import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const campaigns = fileURLToPath(new URL('../../schedule/campaigns/', import.meta.url));
const days = ['1956-10-23.yaml', '1956-11-04.yaml'];

/** A folder of campaigns with those two days of `hungary-1956`. */
export function twoDays(): string {
  const folder = mkdtempSync(join(tmpdir(), 'two-days-'));
  cpSync(campaigns, folder, {
    recursive: true,
    filter: (source) => !source.includes('/days/') || days.includes(basename(source)),
  });
  return folder;
}
