/** `sources`: the page of sources of a campaign, as Markdown. */

import { languages } from '../../../schedule/model/language.ts';
import { sourcesPage } from '../../../schedule/words/sources-page.ts';
import { systemNow } from '../../host/system-clock.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, campaignsOf, remarkLater, seasonOf } from '../loading.ts';
import { printDocument, printJson } from '../words/output.ts';

type SourcesOptions = CampaignChoice & { readonly language: string; readonly year?: number; readonly json?: true };

export async function sources(options: SourcesOptions): Promise<void> {
  const language = languages.find((known) => known === options.language);
  if (language === undefined) {
    const message = `There is no language "${options.language}". Known are: ${languages.join(', ')}.`;
    throw new CommandError(exitCodes.usage, message);
  }
  const campaigns = (await campaignsOf(options)).filter((campaign) => campaign.languages.includes(language));
  const year = seasonOf(options.year, campaigns, systemNow());
  remarkLater(campaigns, year);
  const pages = campaigns.map((campaign) => ({
    campaign: campaign.id,
    language,
    markdown: sourcesPage(campaign, language, year),
  }));
  if (options.json) printJson(pages);
  else printDocument(pages.map(({ markdown }) => markdown).join('\n'));
}
