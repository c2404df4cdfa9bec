/** `check`: everything that is wrong in the campaign files, and on request which events they tell. */

import { coverageOf } from '../../../schedule/check/events/coverage.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import type { Problem } from '../../../schedule/model/problem.ts';
import { foundOnce } from '../../../schedule/read/compiled/findings.ts';
import { remarksOn } from '../../../schedule/read/remarks.ts';
import { faultReport, type SettingsFault } from '../../host/settings/fault.ts';
import { systemNow } from '../../host/system-clock.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, chosenOf, loadWithPhotographs } from '../loading.ts';
import { campaignFaults } from '../settings/channel-campaigns.ts';
import { settingsHere } from '../settings/settings.ts';
import { coverageJson, coverageReport } from '../words/coverage.ts';
import { print, printJson, remark, styled } from '../words/output.ts';
import { problemReport } from '../words/problems.ts';

type CheckOptions = CampaignChoice & { readonly json?: true; readonly coverage?: true };

/** Events that are not told are shown and fail nothing: a campaign is written day by day. Faults of the settings are told, too. */
export async function check(options: CheckOptions): Promise<void> {
  const { campaigns, problems, faults } = await checked(options);
  if (problems.length > 0) process.exitCode = exitCodes.data;
  else if (faults.length > 0) process.exitCode = exitCodes.config;
  const covered = options.coverage ? campaigns.map((campaign) => ({ campaign, coverage: coverageOf(campaign) })) : [];
  const remarks = campaigns.flatMap(remarksOn);
  if (options.json) {
    printJson({
      problems,
      remarks,
      ...(faults.length > 0 && { settings: faults }),
      ...(options.coverage && { coverage: covered.map(coverageJson) }),
    });
    return;
  }
  print(problems.length > 0 ? problemReport(problems) : styled('green', 'No problems in the campaign files.'));
  if (faults.length > 0) remark(faultReport(faults));
  for (const each of remarks) print(each);
  for (const item of covered) print(`\n${coverageReport(item)}`);
}

type CheckedCampaigns = {
  readonly campaigns: readonly Campaign[];
  readonly problems: readonly Problem[];
  readonly faults: readonly SettingsFault[];
};

/** Campaigns that cannot be loaded are not there, and their Problems are those of loading alone. */
async function checked(options: CheckOptions): Promise<CheckedCampaigns> {
  const settings = settingsHere();
  const misset = settings.ok ? [] : settings.faults;
  const loaded = await loadWithPhotographs(options);
  if (!loaded.ok) return { campaigns: [], problems: loaded.problems, faults: misset };
  const { findings, outcomes } = loaded.value;
  const faults = settings.ok ? campaignFaults(settings.value, loaded.value.campaigns) : misset;
  const campaigns = chosenOf(loaded.value.campaigns, options);
  const year = new Date(systemNow()).getUTCFullYear();
  const name = JSON.stringify(['check', year, campaigns.map(({ id }) => id)]);
  const problems = await foundOnce(findings, name, async () => {
    const { problemsIn } = await import('./check-campaigns.ts');
    return problemsIn(campaigns, year, outcomes);
  });
  outcomes.keep();
  findings.keep();
  return { campaigns, problems, faults };
}
