/** `tick`: one pass over what is due, then exit. */

import { type Instant, toIso } from '../../../schedule/instant.ts';
import type { LeaseNews } from '../../publish/leases.ts';
import { pass } from '../../publish/pass.ts';
import { type ClockNews, createClockCheck } from '../clock-check.ts';
import { clockLine } from '../clock-words.ts';
import {
  eventData,
  eventLine,
  leaseData,
  leaseLine,
  needsAttention,
  unconnectedData,
  unconnectedLine,
} from '../events.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, campaignsOf, nowFor, systemNow } from '../loading.ts';
import { print, printJson, remark } from '../output.ts';
import { placesIn } from '../places.ts';
import { readSettings } from '../settings.ts';
import { openWorkshop } from '../workshop.ts';

type TickOptions = CampaignChoice & { readonly now?: Instant; readonly json?: true };

export async function tick(options: TickOptions): Promise<void> {
  const settings = readSettings();
  const now = nowFor(options.now, settings.channels)();
  const campaigns = await campaignsOf(options);
  if (settings.channelsAreDefaults) remark('No channel is configured: publishing to the outbox.');
  const leases: LeaseNews[] = [];
  const clocks: ClockNews[] = [];
  const workshop = await openWorkshop({
    places: placesIn(settings.data),
    channels: settings.channels,
    campaigns,
    now: () => now,
    report: (event) => {
      if (!options.json) print(eventLine(event));
    },
    reportLease: (news) => {
      leases.push(news);
      if (!options.json) remark(leaseLine(news));
    },
    ...(options.now === undefined && { clockCheck: createClockCheck(systemNow) }),
    reportClock: (news) => {
      clocks.push(news);
      if (!options.json) remark(clockLine(news));
    },
  });
  try {
    const unconnected = await workshop.connect();
    if (!options.json) for (const each of unconnected) remark(unconnectedLine(each));
    const events = await pass(workshop.ports());
    if (events.length > 0) await workshop.writePage();
    const isHeld = clocks.some(({ verdict }) => verdict === 'limit');
    if (options.json)
      printJson({
        now: toIso(now),
        events: events.map(eventData),
        unconnected: unconnected.map(unconnectedData),
        leases: leases.map(leaseData),
        clocks,
      });
    else if (events.length === 0 && unconnected.length === 0 && leases.length === 0 && !isHeld)
      print('Nothing is due.');
    if (needsAttention(events) || unconnected.length > 0 || leases.length > 0 || isHeld)
      process.exitCode = exitCodes.notPublished;
  } finally {
    await workshop.close();
  }
}
