/** `plan`: every slot of a season on every channel. */

import type { Campaign } from '../../../schedule/model/campaign.ts';
import { inLanguage } from '../../../schedule/model/language.ts';
import { remarksOn } from '../../../schedule/read/remarks.ts';
import { toIso } from '../../../schedule/time/instant.ts';
import { type Slot, slotsOf } from '../../../schedule/time/slots.ts';
import { publishes } from '../../channel.ts';
import type { ConfiguredChannel } from '../../host/settings/channel-settings.ts';
import { systemNow } from '../../host/system-clock.ts';
import { type CampaignChoice, campaignsOf, channelsOf, remarkLater, seasonOf } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { count } from '../words/events.ts';
import { print, printJson, styled } from '../words/output.ts';

type PlanOptions = CampaignChoice & { readonly year?: number; readonly channel?: string; readonly json?: true };

export async function plan(options: PlanOptions): Promise<void> {
  const settings = readSettings();
  const channels = channelsOf(settings.channels, options.channel);
  const campaigns = await campaignsOf(options, settings);
  const year = seasonOf(options.year, campaigns, systemNow());
  remarkLater(campaigns, year);
  const planned = planOf(campaigns, channels, year);
  if (options.json) printJson(planned.map(({ slot, channel }) => planData(slot, channel)));
  else print([planPage(planned, year), ...campaigns.flatMap(remarksOn)].join('\n'));
}

type Planned = { readonly slot: Slot; readonly channel: ConfiguredChannel };

function planOf(
  campaigns: readonly Campaign[],
  channels: readonly ConfiguredChannel[],
  year: number,
): readonly Planned[] {
  return campaigns
    .flatMap((campaign) => slotsOf(campaign, year))
    .sort((a, b) => a.due - b.due)
    .flatMap((slot) =>
      channels.filter((channel) => publishes(channel, slot.campaign)).map((channel) => ({ slot, channel })),
    );
}

function planData(slot: Slot, channel: ConfiguredChannel) {
  const { entry, campaign } = slot;
  return {
    slot: slot.id,
    campaign: campaign.id,
    entry: entry.id,
    channel: channel.id,
    network: channel.network,
    language: channel.language,
    due: toIso(slot.due),
    local: slot.local,
    posts: entry.thread.length,
    images: pictures(slot),
    warning: entry.warning === null ? null : inLanguage(entry.warning, channel.language),
  };
}

function pictures({ entry }: Slot): number {
  return entry.thread.filter(({ card }) => card !== null).length;
}

function planPage(planned: readonly Planned[], year: number): string {
  if (planned.length === 0) return `Nothing is planned for ${year} on these channels.`;
  const slots = [...Map.groupBy(planned, ({ slot }) => slot)];
  const days = Map.groupBy(slots, ([{ local }]) => local.slice(0, 10));
  const width = Math.max(...slots.map(([{ entry }]) => entry.id.length));
  const lines = [...days].flatMap(([day, ofDay]) => [
    '',
    styled('bold', weekday(day)),
    ...ofDay.map(([slot, on]) => {
      const warning = slot.entry.warning === null ? '' : styled('yellow', '  content warning');
      const what = `${count(slot.entry.thread.length, 'post').padEnd(8)}${count(pictures(slot), 'picture').padEnd(11)}`;
      const where = styled('dim', on.map(({ channel }) => channel.id).join(' '));
      return `  ${styled('red', slot.local.slice(11))}  ${slot.entry.id.padEnd(width)}  ${what}  ${where}${warning}`;
    }),
  ]);
  const posts = planned.reduce((sum, { slot }) => sum + slot.entry.thread.length, 0);
  const total = `${count(slots.length, 'slot')}, ${count(planned.length, 'publication')}, ${count(posts, 'post')} in the season of ${year}`;
  return [...lines.slice(1), '', total].join('\n');
}

function weekday(day: string): string {
  const name = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00Z`));
  return `${day} ${name}`;
}
