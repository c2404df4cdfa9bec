/** `tick`: one pass over what is due, then exit. */

import { type Instant, toIso } from '../../../schedule/instant.ts';
import { pass } from '../../publish/pass.ts';
import { eventData, eventLine, needsAttention } from '../events.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, campaignsOf, systemNow } from '../loading.ts';
import { print, printJson, remark } from '../output.ts';
import { placesIn } from '../places.ts';
import { readSettings } from '../settings.ts';
import { openWorkshop } from '../workshop.ts';

type TickOptions = CampaignChoice & { readonly now?: Instant; readonly json?: true };

export async function tick(options: TickOptions): Promise<void> {
  const settings = readSettings();
  const now = options.now ?? systemNow();
  const campaigns = await campaignsOf(options);
  if (settings.channelsAreDefaults) remark('No channel is configured: publishing to the outbox.');
  const workshop = await openWorkshop({
    places: placesIn(settings.data),
    channels: settings.channels,
    campaigns,
    now: () => now,
    report: (event) => {
      if (!options.json) print(eventLine(event));
    },
  });
  try {
    const events = await pass(workshop.ports);
    if (events.length > 0) await workshop.writePage();
    if (options.json) printJson({ now: toIso(now), events: events.map(eventData) });
    else if (events.length === 0) print('Nothing is due.');
    if (needsAttention(events)) process.exitCode = exitCodes.notPublished;
  } finally {
    await workshop.close();
  }
}
