/** `tick`: one pass over what is due, then exit. */

import { type Instant, toIso } from '../../../schedule/instant.ts';
import type { LeaseNews } from '../../publish/leases.ts';
import { pass } from '../../publish/pass.ts';
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
import { type CampaignChoice, campaignsOf, nowFor } from '../loading.ts';
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
  });
  try {
    const unconnected = await workshop.connect();
    if (!options.json) for (const each of unconnected) remark(unconnectedLine(each));
    const events = await pass(workshop.ports());
    if (events.length > 0) await workshop.writePage();
    if (options.json)
      printJson({
        now: toIso(now),
        events: events.map(eventData),
        unconnected: unconnected.map(unconnectedData),
        leases: leases.map(leaseData),
      });
    else if (events.length === 0 && unconnected.length === 0 && leases.length === 0) print('Nothing is due.');
    if (needsAttention(events) || unconnected.length > 0 || leases.length > 0)
      process.exitCode = exitCodes.notPublished;
  } finally {
    await workshop.close();
  }
}
