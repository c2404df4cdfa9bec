/** `check`: everything that is wrong in the campaign files. */

import { loadCampaigns } from '../../../schedule/load.ts';
import type { Problem } from '../../../schedule/problem.ts';
import { checkRendering } from '../../render/check.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, campaignsFolder, problemReport, systemNow } from '../loading.ts';
import { print, printJson, styled } from '../output.ts';

export async function check(options: CampaignChoice & { readonly json?: true }): Promise<void> {
  const problems = await problemsIn(campaignsFolder(options), options.campaign);
  if (problems.length > 0) process.exitCode = exitCodes.data;
  if (options.json) printJson({ problems });
  else print(problems.length > 0 ? problemReport(problems) : styled('green', 'No problems in the campaign files.'));
}

async function problemsIn(folder: string, only: string | undefined): Promise<readonly Problem[]> {
  const loaded = await loadCampaigns(folder);
  if (!loaded.ok) return loaded.problems;
  const chosen = loaded.value.filter(({ id }) => only === undefined || id === only);
  return checkRendering(chosen, new Date(systemNow()).getUTCFullYear());
}
