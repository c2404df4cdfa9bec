/** Loads what every command needs: campaigns without Problems, and the channels that are asked for. */

import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Campaign } from '../../schedule/model/campaign.ts';
import type { NonEmpty } from '../../schedule/model/language.ts';
import type { Checked } from '../../schedule/model/problem.ts';
import { type Compiled, loadCompiled } from '../../schedule/read/compiled/load-compiled.ts';
import { storeIn } from '../../schedule/read/compiled/store.ts';
import type { Instant } from '../../schedule/time/instant.ts';
import { suggestion } from '../../schedule/words/suggest.ts';
import { placesIn } from '../host/data/places.ts';
import type { ConfiguredChannel } from '../host/settings/channel-settings.ts';
import { orFaults, settled } from '../host/settings/fault.ts';
import { systemNow } from '../host/system-clock.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { campaignFaults } from './settings/channel-campaigns.ts';
import { dataSetting, photographsSetting, refuseUnlessHarmless, type Settings } from './settings/settings.ts';
import { remark } from './words/output.ts';
import { problemReport } from './words/problems.ts';

export type PhotographChoice = { readonly photos?: string | undefined };
export type CampaignChoice = PhotographChoice & {
  readonly campaigns?: string | undefined;
  readonly campaign?: string | undefined;
};

/** The folder of campaigns to read: the one given, or the program's own, as short as it can be written from here. */
function campaignsFolder({ campaigns }: CampaignChoice): string {
  const own = fileURLToPath(new URL('../../schedule/campaigns', import.meta.url));
  return relative('.', campaigns ?? own) || '.';
}

/** The folder of photographs: the one given, the one of the settings, or the program's own. */
export function photographsFolder({ photos }: PhotographChoice): string {
  const own = fileURLToPath(new URL('../../media/photos', import.meta.url));
  return relative('.', photos ?? photographsSetting() ?? own) || '.';
}

/**
 * All campaigns of the folder with their photographs, or every Problem in both. Files that have not changed since the last
 * command are not parsed again, nor is what was found out about them looked for again.
 */
export async function loadWithPhotographs(choice: CampaignChoice): Promise<Checked<Compiled>> {
  const folders = { campaigns: campaignsFolder(choice), photographs: photographsFolder(choice) };
  const data = dataSetting();
  const store = data === null ? null : storeIn(placesIn(data).compiled, programFiles());
  return campaignItself(folders.campaigns) ?? (await loadCompiled(folders, store));
}

/** Everything that what is compiled depends on, but the files of campaigns and photographs. */
function programFiles(): readonly string[] {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const media = readdirSync(join(root, 'media')).filter((name) => name !== 'photos');
  return [
    ...['bot', 'package.json', 'node_modules/.package-lock.json'],
    ...['check', 'model', 'read', 'time', 'words'].map((name) => join('schedule', name)),
    ...media.map((name) => join('media', name)),
  ].map((name) => join(root, name));
}

/** What is said of a folder, or of a file in it, that is a campaign instead of holding campaigns. */
function campaignItself(given: string): Checked<never> | null {
  const at = [given, ...(/^(campaign\.ya?ml|days|epilogue|facts)$/u.test(basename(given)) ? [dirname(given)] : [])];
  const campaign = at.find((folder) => existsSync(join(folder, 'campaign.yaml')));
  if (campaign === undefined) return null;
  const file = join(campaign, 'campaign.yaml');
  const holder = relative('.', join(resolve(campaign), '..')) || '.';
  const message = `${campaign} is a campaign; give the folder that holds it: --campaigns ${holder}`;
  return { ok: false, problems: [{ file, line: 1, column: 1, rule: 'no-campaign', message }] };
}

/**
 * The campaigns asked for. Throws a CommandError that lists every Problem, or every channel of `settings` that is set up
 * for what none of the campaigns is, or says that there is no such campaign.
 */
export async function campaignsOf(choice: CampaignChoice, settings?: Settings): Promise<readonly Campaign[]> {
  return (await compiledOf(choice, settings)).campaigns;
}

/** The same, with what is known of them and of their cards. */
export async function compiledOf(
  choice: CampaignChoice,
  settings?: Settings,
): Promise<Omit<Compiled, 'campaigns'> & { readonly campaigns: readonly Campaign[] }> {
  const compiled = orProblems(await loadWithPhotographs(choice));
  if (settings !== undefined) orFaults(settled(campaignFaults(settings, compiled.campaigns), () => undefined));
  return { ...compiled, campaigns: chosenOf(compiled.campaigns, choice) };
}

/** All campaigns, or the one asked for. Throws a CommandError if there is no such campaign. */
export function chosenOf(loaded: NonEmpty<Campaign>, { campaign: id }: CampaignChoice): readonly Campaign[] {
  if (id === undefined) return loaded;
  const chosen = loaded.filter((campaign) => campaign.id === id);
  if (chosen.length > 0) return chosen;
  throw new CommandError(
    exitCodes.usage,
    `There is no campaign "${id}". ${suggestion(
      id,
      loaded.map((campaign) => campaign.id),
    )}`,
  );
}

/** The value, or a CommandError with all Problems. */
export function orProblems<T>(result: Checked<T>): T {
  if (result.ok) return result.value;
  throw new CommandError(exitCodes.data, problemReport(result.problems));
}

/** All channels, or the one asked for by its id. */
export function channelsOf(
  channels: readonly ConfiguredChannel[],
  id: string | undefined,
): readonly ConfiguredChannel[] {
  if (id === undefined) return channels;
  const chosen = channels.filter((channel) => channel.id === id);
  if (chosen.length > 0) return chosen;
  throw new CommandError(
    exitCodes.usage,
    `There is no channel "${id}". ${suggestion(
      id,
      channels.map((channel) => channel.id),
    )}`,
  );
}

/** The instant given, if no real account can be reached with it, or the system's clock. */
export function nowFor(given: Instant | undefined, channels: readonly ConfiguredChannel[]): () => Instant {
  if (given === undefined) return systemNow;
  refuseUnlessHarmless(channels);
  return () => given;
}

/** The year given, or that of the next season of any of the campaigns that is not over yet. */
export function seasonOf(year: number | undefined, campaigns: readonly Campaign[], now: Instant): number {
  if (year !== undefined) return year;
  const today = new Date(now).toISOString().slice(5, 10);
  const current = new Date(now).getUTCFullYear();
  const nextSeasons = campaigns.map(({ year: begins, firstDay, lastDay }) => {
    const ahead = lastDay.slice(0, 4) !== firstDay.slice(0, 4) || lastDay.slice(5) >= today;
    return Math.max(begins, ahead ? current : current + 1);
  });
  return nextSeasons.length === 0 ? current : Math.min(...nextSeasons);
}

/** Says which of the campaigns have no season yet in a year, so that none is missed without a word. */
export function remarkLater(campaigns: readonly Campaign[], year: number): void {
  for (const { id, year: begins } of campaigns) {
    if (begins > year) remark(`${id} has no season in ${year}: its first is that of ${begins} (--year ${begins}).`);
  }
}
