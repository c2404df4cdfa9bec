/** Finds before anything is published what a server would refuse: threads that do not fit the limits of a channel. */

import type { Campaign } from '../../schedule/model/campaign.ts';
import type { Problem } from '../../schedule/model/problem.ts';
import { foundOnce } from '../../schedule/read/compiled/findings.ts';
import type { Compiled } from '../../schedule/read/compiled/load-compiled.ts';
import type { Limited } from './unfit-within.ts';

/**
 * What keeps threads of this season or the next, or of the first two of a campaign that begins later, from being rendered
 * within the limits given, each Problem once. What was found before is not looked for again.
 */
export async function unfitThreads(
  limited: readonly Limited[],
  campaigns: readonly Campaign[],
  year: number,
  { findings, outcomes }: Pick<Compiled, 'findings' | 'outcomes'>,
): Promise<readonly Problem[]> {
  const limits = limited.map(({ channel: { network, language, campaigns: named }, capabilities }) => {
    return { network, language, named, capabilities };
  });
  const name = JSON.stringify(['unfit', year, campaigns.map(({ id }) => id), limits]);
  const problems = await foundOnce(findings, name, async () => {
    const { problemsOf } = await import('./unfit-within.ts');
    return problemsOf(limited, campaigns, year, outcomes);
  });
  outcomes.keep();
  findings.keep();
  return problems;
}
