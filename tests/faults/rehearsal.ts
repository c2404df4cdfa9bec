/** A whole season of the real campaign in simulated bad weather: something goes wrong every few minutes of all thirteen days. */

import { fileURLToPath } from 'node:url';
import type { Campaign } from '../../schedule/model/campaign.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';
import { type Counts, count, type Rehearsed } from './findings.ts';
import type { Lab } from './season/experiment.ts';
import { anyFault, type Fate, fateOf } from './season/fates.ts';
import { randomFrom } from './season/random.ts';
import { blueskySeat, mastodonSeat, slotsIn } from './season/season.ts';
import { simulate } from './season/simulate.ts';
import type { World } from './season/world.ts';

const minute = 60_000;

const folder = fileURLToPath(new URL('../../schedule/campaigns', import.meta.url));

const seats = [blueskySeat('hu'), blueskySeat('en'), mastodonSeat('4.6.7', 'hu'), mastodonSeat('4.5', 'en')];

/** Every one to six minutes: an outage, a fault of the next request, a kill at once or at a boundary, a pause, or a server that dies. */
export async function rehearse(season: number, seed: number): Promise<Rehearsed> {
  const campaign = await realCampaign();
  const random = randomFrom(seed, `rehearsal of ${season}`);
  const last = slotsIn(campaign, season).at(-1)?.due ?? 0;
  const troubles: Counts = {};
  let outage: { readonly until: number; readonly seat: string | null; readonly fate: Fate } | null = null;
  let next: Fate | null = null;
  let boundaries = Number.POSITIVE_INFINITY;
  let requestsMet = 0;
  let world: World | null = null;

  const make: Readonly<Record<string, (lab: Lab) => void>> = {
    outage: (lab) => {
      const seat = random.chance(0.5)
        ? null
        : random.pick(['bluesky-hu', 'bluesky-en', 'mastodon-4-6-7-hu', 'mastodon-4-5-en']);
      outage = { until: lab.world.now() + random.between(5, 180) * 1_000, seat, fate: anyFault(random) };
    },
    'fault of the next request': () => {
      next = anyFault(random);
    },
    kill: (lab) => {
      for (const process of lab.processes()) process.kill();
    },
    'kill at a boundary': () => {
      boundaries = random.between(1, 60);
    },
    pause: (lab) => {
      for (const process of lab.processes()) process.pause(random.between(1, 90) * 1_000);
    },
    'server that dies': (lab) => {
      for (const { model } of lab.servers) if ('dieBeforeNextKey' in model) model.dieBeforeNextKey();
    },
  };
  const outcome = await simulate({
    seed,
    campaign,
    season,
    seats,
    troubles: {
      fateFor: (_, seat): Fate => {
        const now = world?.now() ?? 0;
        const met = outage !== null && now < outage.until && (outage.seat ?? seat.id) === seat.id ? outage.fate : next;
        if (met !== null) requestsMet += 1;
        if (met === next) next = null;
        return met ?? fateOf('undisturbed');
      },
      watch: () => {
        boundaries -= 1;
        if (boundaries > 0) return false;
        boundaries = Number.POSITIVE_INFINITY;
        return true;
      },
      downtime: () => random.between(1, 60) * 1_000,
      meddle: async (lab) => {
        world = lab.world;
        while (lab.world.now() < last + 30 * minute) {
          await lab.world.sleep(random.between(60, 360) * 1_000);
          const [name, trouble] = random.pick(entriesOf(make));
          count(troubles, name);
          trouble(lab);
        }
        outage = null;
        next = null;
      },
    },
  });
  const endings: Counts = {};
  for (const { ending } of outcome.settled) count(endings, ending);
  const excused: Counts = {};
  for (const why of outcome.excused) count(excused, why);
  const { broken, errors } = outcome;
  return { season, seed, endings, excused, troubles, requestsMet, broken: [...broken, ...errors] };
}

function entriesOf<T>(of: Readonly<Record<string, T>>): [[string, T], ...[string, T][]] {
  const [first, ...rest] = Object.entries(of);
  if (first === undefined) throw new Error('there is nothing to choose from');
  return [first, ...rest];
}

async function realCampaign(): Promise<Campaign> {
  const loaded = await loadCampaigns(folder);
  const campaign = loaded.ok ? loaded.value.find(({ id }) => id === 'hungary-1956') : undefined;
  if (campaign === undefined) throw new Error('the campaign hungary-1956 cannot be loaded');
  return campaign;
}
