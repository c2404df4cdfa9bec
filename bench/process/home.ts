/** A folder for the program to run in, with campaigns of its own, an empty data folder and no settings. */

import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** What starts the program. */
export const starter = fileURLToPath(new URL('bot/cli/start.js', root));

const campaigns = fileURLToPath(new URL('schedule/campaigns', root));

export type Home = {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Options that lead a command to the campaigns of this folder. */
  readonly campaigns: readonly string[];
  /** Changes one day file without changing what it says. */
  readonly touchDay: () => void;
  readonly remove: () => void;
};

export function newHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'bench-home-'));
  const own = join(folder, 'campaigns');
  cpSync(campaigns, own, { recursive: true });
  let touched = 0;
  return {
    folder,
    env: { EMLEKNAP_DATA: join(folder, 'data') },
    campaigns: ['--campaigns', 'campaigns'],
    touchDay: () => {
      touched += 1;
      appendFileSync(join(own, 'hungary-1956/days/1956-10-23.yaml'), `# ${touched}\n`);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
