/** `publish SLOT`: one slot that is missed, held or failed, now, because a person wants it. */

import { calendarOf } from '../../../schedule/time/calendar.ts';
import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { suggestion } from '../../../schedule/words/suggest.ts';
import { publishes } from '../../channel.ts';
import { noteHeard } from '../../host/alarms/bell.ts';
import { createClockCheck, holdsBack } from '../../host/clock/clock-check.ts';
import { clockSentence } from '../../host/clock/found-clocks.ts';
import { placesIn } from '../../host/data/places.ts';
import { systemNow } from '../../host/system-clock.ts';
import { openWorkshop } from '../../host/workshop.ts';
import { pasted } from '../../pasted.ts';
import { publishOnAll } from '../../publish/by-hand/publish-now.ts';
import type { PublishEvent } from '../../publish/ports.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, channelsOf, compiledOf, nowFor } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { eventData, needsAttention, newsLine } from '../words/events.ts';
import { print, printJson, remark } from '../words/output.ts';

type PublishOptions = CampaignChoice & { readonly channel?: string; readonly now?: Instant; readonly json?: true };

export async function publish(slotId: string, options: PublishOptions): Promise<void> {
  const settings = readSettings();
  const { campaigns, ...known } = await compiledOf(options, settings);
  const year = Number(/@(\d{4})-/.exec(slotId)?.[1] ?? Number.NaN);
  const slots = Number.isNaN(year)
    ? []
    : campaigns.flatMap((campaign) => [...slotsOf(campaign, year - 1), ...slotsOf(campaign, year)]);
  const slot = slots.find(({ id }) => id === slotId);
  if (slot === undefined) {
    const known = slots.map(({ id }) => id);
    const hint =
      known.length > 0
        ? suggestion(slotId, known)
        : `Slots look like hungary-1956/radio-silent@2027-11-04T08:07; \`${pasted('plan')}\` lists them.`;
    throw new CommandError(exitCodes.usage, `There is no slot "${slotId}". ${hint}`);
  }
  const channels = channelsOf(settings.channels, options.channel).filter((channel) =>
    publishes(channel, slot.campaign),
  );
  const events: PublishEvent[] = [];
  const refusals: { readonly channel: string; readonly message: string }[] = [];
  const places = placesIn(settings.data);
  const now = nowFor(options.now, settings.channels);
  const workshop = await openWorkshop({
    places,
    channels,
    setUp: settings.channels,
    campaigns,
    known,
    now,
    ...(options.now === undefined && { clockCheck: createClockCheck(systemNow) }),
    tell(news) {
      if (news.kind === 'publication') events.push(news.event);
      if (news.kind === 'publication' && !options.json) print(newsLine(news));
      if (news.kind === 'complaint') remark(newsLine(news));
      if (news.kind !== 'clock' || !holdsBack(news.clock.verdict)) return;
      const message = clockSentence(news.clock.verdict, news.clock.aheadMillis);
      for (const channel of news.clock.channels) refusals.push({ channel, message });
    },
  });
  try {
    for (const { channel, failure } of await workshop.connect())
      refusals.push({ channel: channel.id, message: failure.message });
    refusals.push(...(await publishOnAll(slot, workshop.ports())));
    const silence = calendarOf(campaigns.filter((campaign) => campaign.id === slot.campaign.id)).silencesAt(now())[0];
    if (silence !== undefined && events.some(({ kind }) => kind === 'published'))
      remark(`${slot.campaign.id} keeps a silence until ${toIso(silence.to)}; this was sent because you asked for it.`);
    if (events.length > 0) await workshop.writePage();
    if (options.json) printJson({ slot: slot.id, due: toIso(slot.due), events: events.map(eventData), refusals });
    else for (const { channel, message } of refusals) remark(`not published  ${slot.id}  ${channel}: ${message}`);
    if (needsAttention(events) || refusals.length > 0) process.exitCode = exitCodes.notPublished;
  } finally {
    const failed = events.filter(({ kind }) => kind === 'failed').map(({ channel: { id } }) => id);
    const heard = failed.map((channel) => ({ channel, slot: slot.id }));
    await noteHeard({ book: workshop.book, now: now(), complain: remark }, heard);
    await workshop.close();
  }
}
