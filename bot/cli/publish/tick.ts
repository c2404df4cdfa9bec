/** `tick`: one pass over what is due, then exit. */

import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import type { Matter } from '../../publish/alarms/matter.ts';
import type { LeaseNews } from '../../publish/carry-out/leases.ts';
import type { Alarm, PublishEvent } from '../../publish/ports.ts';
import { matterData } from '../alarm-command.ts';
import { openBell } from '../bell.ts';
import { type ClockNews, createClockCheck, holdsBack } from '../clock-check.ts';
import { clockLine, isWorthALine, tellBell } from '../clock-words.ts';
import { causesOf, exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, campaignsOf, nowFor, systemNow } from '../loading.ts';
import { orCannotCreate, placesIn } from '../places.ts';
import type { ConfiguredChannel } from '../settings/channel-settings.ts';
import { readSettings } from '../settings/settings.ts';
import {
  eventData,
  eventLine,
  leaseData,
  leaseLine,
  needsAttention,
  unconnectedData,
  unconnectedLine,
} from '../words/events.ts';
import { print, printJson, remark } from '../words/output.ts';
import { hasFailed, type Pending, pendingData, pendingLine, pendingOn } from '../words/pending.ts';
import { subjectOf } from '../words/verdict.ts';
import { workOn } from '../work.ts';
import { openWorkshop, type Unconnected } from '../workshop.ts';
import { explain } from './explain.ts';

type TickOptions = CampaignChoice & { readonly now?: Instant; readonly explain?: true; readonly json?: true };

export async function tick(options: TickOptions): Promise<void> {
  if (options.explain) return explain(options);
  const settings = readSettings();
  const now = nowFor(options.now, settings.channels);
  const campaigns = await campaignsOf(options, settings);
  if (settings.channelsAreDefaults) remark('No channel is configured: publishing to the outbox.');
  const events: PublishEvent[] = [];
  const pending: Pending[] = [];
  const leases: LeaseNews[] = [];
  const clocks: ClockNews[] = [];
  const unconnected: Unconnected[] = [];
  const matters: Matter[] = [];
  const noted: Alarm = { raise: async (matter) => void matters.push(matter) };
  const places = placesIn(settings.data);
  const { alarmCommand: command } = settings;
  const opened = await openBell({ file: places.alarms, now, first: noted, command, complain: remark });
  const { bell, keep } = opened;
  const begun = now();
  const workshop = await openWorkshop({
    places,
    channels: settings.channels,
    campaigns,
    now,
    report: (event) => {
      events.push(event);
      if (!options.json) print(eventLine(event));
      bell.event(event);
    },
    reportLease: (news) => {
      leases.push(news);
      if (!options.json) remark(leaseLine(news));
    },
    ...(options.now === undefined && { clockCheck: createClockCheck(systemNow) }),
    reportClock: (news) => {
      tellBell(bell, news);
      if (!isWorthALine(news)) return;
      clocks.push(news);
      if (!options.json) remark(clockLine(news));
    },
  });
  try {
    const told = (each: Unconnected): void => {
      unconnected.push(each);
      if (!options.json) remark(unconnectedLine(each));
    };
    const work = async (channel: ConfiguredChannel): Promise<void> => {
      await workOn(channel, workshop, opened, told).finally(() => workshop.giveBack(channel));
      const ports = workshop.ports([channel]);
      const waiting = await pendingOn(ports);
      const isThrough = ports.outlets.length > 0 && !leases.some((news) => news.channel.id === channel.id);
      if (isThrough && !waiting.some(hasFailed)) bell.mended(channel.id);
      pending.push(...waiting.filter(({ verdict }) => !isReported(events, channel, subjectOf(verdict).id)));
    };
    const passes = await Promise.allSettled(settings.channels.map(work));
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
    await bell.quiet();
    await keep();
    await workshop.close();
  }
}

function isReported(events: readonly PublishEvent[], { id }: ConfiguredChannel, slot: PublishEvent['slot']): boolean {
  return events.some((event) => event.channel.id === id && event.slot === slot);
}
