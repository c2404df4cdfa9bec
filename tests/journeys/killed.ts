/** The real program up to the moment in which it learns what was given up: then it is killed, before any alarm. */

import { outboxChannels } from '../../bot/cli/settings/settings.ts';
import { placesIn } from '../../bot/host/data/places.ts';
import { openWorkshop } from '../../bot/host/workshop.ts';
import { pass } from '../../bot/publish/carry-out/pass.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';
import { instantFromIso } from '../../schedule/time/instant.ts';

const [data = '', now = '', folder = ''] = process.argv.slice(2);
const campaigns = await loadCampaigns(folder);
if (!campaigns.ok) throw new Error('the fixture is sound');
const workshop = await openWorkshop({
  places: placesIn(data),
  channels: outboxChannels,
  campaigns: campaigns.value,
  now: () => instantFromIso(now),
  tell: ({ kind }) => kind === 'publication' && process.kill(process.pid, 'SIGKILL'),
});
await workshop.connect();
await pass(workshop.ports());
