/** `ledger rebuild`: reads back what stands on the accounts after a ledger was lost or restored, and adopts what is ours. */

import type { Instant } from '../../../schedule/time/instant.ts';
import { noteHeard } from '../../host/alarms/bell.ts';
import { placesIn } from '../../host/data/places.ts';
import { openWorkshop } from '../../host/workshop.ts';
import { type Adopted, rebuild } from '../../publish/by-hand/rebuild.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, channelsOf, compiledOf, nowFor } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { newsLine } from '../words/events.ts';
import { print, printJson, remark, styled } from '../words/output.ts';

type RebuildOptions = CampaignChoice & { readonly channel?: string; readonly now?: Instant; readonly json?: true };

export async function ledgerRebuild(options: RebuildOptions): Promise<void> {
  const settings = readSettings();
  const { campaigns, ...known } = await compiledOf(options, settings);
  const channels = channelsOf(settings.channels, options.channel);
  const places = placesIn(settings.data);
  const now = nowFor(options.now, settings.channels);
  const workshop = await openWorkshop({
    places,
    channels,
    setUp: settings.channels,
    campaigns,
    known,
    now,
    tell: (news) => (news.kind === 'lease' || news.kind === 'complaint') && remark(newsLine(news)),
  });
  try {
    const rebuilt = [];
    for (const channel of channels) {
      const { outlet } = await workshop.reach(channel);
      const { slots, complete } = await rebuild(outlet, workshop.ports());
      if (complete) await workshop.trust(outlet);
      rebuilt.push({ channel: channel.id, slots, complete });
      const recorded = slots.filter(({ outcome }) => outcome === 'adopted' || outcome === 'unfinished');
      const heard = recorded.map(({ slot }) => ({ channel: channel.id, slot }));
      await noteHeard({ book: workshop.book, now: now(), complain: remark }, heard);
    }
    if (options.json) printJson({ channels: rebuilt });
    else print(rebuilt.map(page).join('\n\n'));
    if (rebuilt.some(({ complete }) => !complete)) process.exitCode = exitCodes.notPublished;
  } finally {
    await workshop.close();
  }
}

function page({ channel, slots, complete }: { channel: string; slots: readonly Adopted[]; complete: boolean }): string {
  const verdict = complete
    ? styled('green', 'The channel publishes from now on.')
    : styled('red', 'Stopped: mend the cause and rebuild again; nothing is published until then.');
  const lines = slots.map(
    ({ slot, outcome, message }) => `  ${outcome.padEnd(10)}  ${slot}${message === null ? '' : `: ${message}`}`,
  );
  return [styled('bold', channel), ...(lines.length > 0 ? lines : ['  no slot was due lately']), `  ${verdict}`].join(
    '\n',
  );
}
