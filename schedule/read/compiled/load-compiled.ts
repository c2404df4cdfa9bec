/** Loads campaigns as they were compiled by an earlier command, or compiles them: the same campaigns either way. */

import { join } from 'node:path';
import type { Campaign } from '../../model/campaign.ts';
import type { NonEmpty } from '../../model/language.ts';
import { type Checked, sound } from '../../model/problem.ts';
import { digestOf, stampOf } from './digest.ts';
import { type Findings, openFindings, unkept } from './findings.ts';
import { storedCampaigns } from './stored-campaigns.ts';

/** The folders that campaigns and their photographs are read from. */
export type Folders = { readonly campaigns: string; readonly photographs: string };

/** A folder for what is compiled, and the stamp of the program that does it. */
export type Store = { readonly folder: string; readonly program: string };

/** `findings`: of these campaigns. `outcomes`: how cards came out when they were drawn, whatever campaign they are of. */
export type Compiled = {
  readonly campaigns: NonEmpty<Campaign>;
  readonly findings: Findings;
  readonly outcomes: Findings;
};

/** The store in a folder, for the program that consists of these files; null if they cannot be looked at. */
export function storeIn(folder: string, programFiles: readonly string[]): Store | null {
  const program = stampOf(programFiles);
  return program === null ? null : { folder, program };
}

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
    findings: store === null || before === null ? unkept() : openFindings(join(store.folder, 'findings'), before),
    outcomes: store === null ? unkept() : openFindings(join(store.folder, 'outcomes'), store.program),
  };
  if (store !== null && before !== null) {
    const stored = storedCampaigns(join(store.folder, 'campaigns'), before);
    if (stored !== null) return sound({ campaigns: stored, ...findings });
  }
  const { compile } = await import('./compile.ts');
  const compiled = await compile(folders, store);
  if (!compiled.ok) return compiled;
  const { campaigns, keepAs } = compiled.value;
  if (before !== null && before === digest()) keepAs(before);
  return sound({ campaigns, ...findings });
}
