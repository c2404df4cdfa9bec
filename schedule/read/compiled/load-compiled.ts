/** Loads campaigns as they were compiled by an earlier command, or compiles them: the same campaigns either way. */

import { join } from 'node:path';
import type { Campaign } from '../../model/campaign.ts';
import type { NonEmpty } from '../../model/language.ts';
import { type Checked, sound } from '../../model/problem.ts';
import { digestOf } from './digest.ts';
import { type Findings, openFindings, unkept } from './findings.ts';
import type { Folders, Store } from './store.ts';
import { storedCampaigns } from './stored-campaigns.ts';

/** `findings`: of these campaigns. `outcomes`: how cards came out when they were drawn, whatever campaign they are of. */
export type Compiled = {
  readonly campaigns: NonEmpty<Campaign>;
  readonly findings: Findings;
  readonly outcomes: Findings;
};

/**
 * The campaigns with their photographs, or every Problem in both. What was kept in `store` is used if it was made by this
 * program of the very files that are there, and disregarded if it is not whole; null: nothing is kept. Whatever is written
 * in the files is in the calendar, or there is a Problem: that is looked after when they are compiled, and only what passed
 * is kept.
 */
export async function loadCompiled(folders: Folders, store: Store | null): Promise<Checked<Compiled>> {
  const digest = () => (store === null ? null : digestOf([folders.campaigns, folders.photographs], [store.program]));
  const before = digest();
  const findings = {
    findings: store === null || before === null ? unkept() : openFindings(join(store.folder, 'findings.bin'), before),
    outcomes: store === null ? unkept() : openFindings(join(store.folder, 'outcomes.bin'), store.program),
  };
  if (store !== null && before !== null) {
    const stored = storedCampaigns(join(store.folder, 'campaigns.bin'), before);
    if (stored !== null) return sound({ campaigns: stored, ...findings });
  }
  const { compile } = await import('./compile.ts');
  const compiled = await compile(folders, store);
  if (!compiled.ok) return compiled;
  const { campaigns, keepAs } = compiled.value;
  if (before !== null && before === digest()) keepAs(before);
  return sound({ campaigns, ...findings });
}
