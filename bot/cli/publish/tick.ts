/** `tick`: one pass over what is due, then exit. */

import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import { matterData } from '../../host/alarms/alarm-command.ts';
import { type ClockNews, createClockCheck, holdsBack } from '../../host/clock/clock-check.ts';
import { isWorthALine } from '../../host/clock/found-clocks.ts';
import { orCannotCreate, placesIn } from '../../host/data/places.ts';
import { openHost } from '../../host/host.ts';
import type { News, Unconnected } from '../../host/news.ts';
import type { ConfiguredChannel } from '../../host/settings/channel-settings.ts';
import { systemNow } from '../../host/system-clock.ts';
import type { Matter } from '../../publish/alarms/matter.ts';
import type { LeaseNews } from '../../publish/carry-out/leases.ts';
import type { PublishEvent } from '../../publish/ports.ts';
import { causesOf, exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, compiledOf, nowFor } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { eventData, leaseData, needsAttention, newsLine, unconnectedData } from '../words/events.ts';
import { print, printJson, remark } from '../words/output.ts';
import { hasFailed, type Pending, pendingData, pendingLine, pendingOn } from '../words/pending.ts';
import { subjectOf } from '../words/verdict.ts';
import { explain } from './explain.ts';

type TickOptions = CampaignChoice & { readonly now?: Instant; readonly explain?: true; readonly json?: true };

export async function tick(options: TickOptions): Promise<void> {
  if (options.explain) return explain(options);
  const settings = readSettings();
  const now = nowFor(options.now, settings.channels);
  const { campaigns, ...known } = await compiledOf(options, settings);
  if (settings.channelsAreDefaults) remark('No channel is configured: publishing to the outbox.');
  const events: PublishEvent[] = [];
  const pending: Pending[] = [];
  const leases: LeaseNews[] = [];
  const clocks: ClockNews[] = [];
  const unconnected: Unconnected[] = [];
  const matters: Matter[] = [];
  const places = placesIn(settings.data);
  const { alarmCommand } = settings;
  const begun = now();
  const tell = (news: News): void => {
    if (news.kind === 'alarm') return void matters.push(news.matter);
    if (news.kind === 'publication') events.push(news.event);
    if (news.kind === 'lease') leases.push(news.lease);
    if (news.kind === 'unconnected') unconnected.push(news.unconnected);
    if (news.kind === 'clock') {
      if (!isWorthALine(news.clock)) return;
      clocks.push(news.clock);
    }
    if (news.kind === 'complaint') remark(newsLine(news));
    else if (!options.json) (news.kind === 'publication' ? print : remark)(newsLine(news));
  };
  const host = await openHost({
    places,
    channels: settings.channels,
    campaigns,
    known,
    now,
    tell,
    alarmCommand,
    ...(options.now === undefined && { clockCheck: createClockCheck(systemNow) }),
  });
  const { workshop, bell } = host;
  try {
    const publishOn = async (channel: ConfiguredChannel): Promise<void> => {
      await host.passOn(channel).finally(() => workshop.giveBack(channel));
      const ports = workshop.ports([channel]);
      const waiting = await pendingOn(ports);
      const isThrough = ports.outlets.length > 0 && !leases.some((news) => news.channel.id === channel.id);
      if (isThrough && !waiting.some(hasFailed)) bell.mended(channel.id);
      pending.push(...waiting.filter(({ verdict }) => !isReported(events, channel, subjectOf(verdict).id)));
    };
    const passes = await Promise.allSettled(settings.channels.map(publishOn));
    const [page] = await Promise.allSettled(
      events.length > 0 ? [orCannotCreate(places.outbox, workshop.writePage())] : [],
    );
    const errors = [...passes, ...(page === undefined ? [] : [page])].flatMap((each) =>
      each.status === 'rejected' ? [each.reason as unknown] : [],
    );
    const isHeld = clocks.some(({ verdict }) => holdsBack(verdict));
    if (options.json)
      printJson({
        now: toIso(begun),
        events: events.map(eventData),
        waiting: pending.map(pendingData),
        unconnected: unconnected.map(unconnectedData),
        leases: leases.map(leaseData),
        clocks,
        alarms: matters.map(matterData),
        errors: causesOf(errors).map(String),
      });
    else {
      for (const each of pending) print(pendingLine(each));
      const isQuiet = [events, pending, unconnected, leases, errors].every(({ length }) => length === 0) && !isHeld;
      if (isQuiet) print('Nothing is due.');
    }
    if (errors.length > 0) throw new AggregateError(errors);
    const isShort = needsAttention(events) || pending.some(hasFailed) || isHeld;
    if (isShort || unconnected.length > 0 || leases.length > 0) process.exitCode = exitCodes.notPublished;
  } finally {
    await host.close();
  }
}

function isReported(events: readonly PublishEvent[], { id }: ConfiguredChannel, slot: PublishEvent['slot']): boolean {
  return events.some((event) => event.channel.id === id && event.slot === slot);
}
