/** What is done to publications on real servers: each sort of trial, for each kind of publication. */

import type { Tried } from '../findings.ts';
import { type FateName, fateNames } from '../season/fates.ts';
import { randomFrom } from '../season/random.ts';
import { type Shape, shapes } from '../season/season.ts';
import { twoDaemons } from './daemons.ts';
import { type Asked, anyRequest, onlyAt, undisturbed } from './meddling.ts';
import type { Stand } from './stand.ts';
import { type Plan, type Start, tryOnce } from './trial.ts';

/** What makes a trial, by a name that is the same every time. */
export type Trial = { readonly name: string; readonly make: (stand: Stand) => Promise<readonly Tried[]> };

export type Kind = { readonly kind: string; readonly shape: Shape };

export const kinds: readonly Kind[] = Object.entries(shapes).map(([kind, shape]) => ({ kind, shape }));

const rows = {
  killed: 'killed at every boundary',
  unreached: 'to be killed at a boundary that was not passed this time',
  ahead: 'clock an hour ahead',
  behind: 'clock an hour behind',
  daemons: 'two daemons',
  killedDaemon: 'two daemons, one killed',
  paused: 'paused for three minutes at a boundary, beside another process',
  mixed: 'mixtures of kills and faults',
} as const;

const hour = 3_600_000;
const from = (at: number): Start => ({ at });

/** A request that waits for its timeout has this part of the program's patience. */
const hurry = 20;
const isSlow = (fate: FateName): boolean => fate.startsWith('timeout');

/** A proxy cannot refuse a connection: what it can do instead is a lost request. */
function fates(): readonly FateName[] {
  return fateNames.filter((fate) => fate !== 'undisturbed' && fate !== 'unconnected');
}

type Place = { readonly purpose: Asked | 'any'; readonly nth: number; readonly name: string };

function placesOf({ shape }: Kind): readonly Place[] {
  return [
    { purpose: 'any', nth: 0, name: 'the first request' },
    { purpose: 'look', nth: 0, name: 'the first look' },
    ...(shape.pictures > 0 ? [{ purpose: 'upload', nth: 0, name: 'the first upload' } as const] : []),
    { purpose: 'write', nth: 0, name: 'the first write' },
    ...(shape.posts > 1
      ? [{ purpose: 'write', nth: shape.posts - 1, name: 'the last write of a thread' } as const]
      : []),
  ];
}

/** Every fault at every place. */
export function faultTrials(kind: Kind): readonly Trial[] {
  return fates().flatMap((fate) => placesOf(kind).map((place) => faultTrial(kind, fate, place)));
}

function faultTrial({ kind, shape }: Kind, fate: FateName, { purpose, nth, name }: Place): Trial {
  return {
    name: `${kind}, ${fate} at ${name}`,
    make: (stand) => {
      const { fateFor, met } = onlyAt(fate, purpose, nth);
      const rowFor: Plan['rowFor'] = ({ id }) => (met.has(id) ? fate : null);
      const plan = { row: fate, place: name, kind, shape, starts: [], fateFor, rowFor };
      return tryOnce(stand, isSlow(fate) ? { ...plan, hurry } : plan);
    },
  };
}

/** Killed at one boundary, by its name: of one channel, which then is alone, or of all together. */
export function killTrial({ kind, shape }: Kind, place: string): Trial {
  const [seat] = place.split(':');
  const takesPart: Plan['takesPart'] = ({ id }) => seat === 'all' || seat === id;
  const rowFor: Plan['rowFor'] = (_, wasKilled) => (wasKilled ? rows.killed : rows.unreached);
  const plan = { row: rows.killed, place, kind, shape, starts: [{ at: 0, kill: place }], fateFor: undisturbed };
  return { name: `${kind}, killed at ${place}`, make: (stand) => tryOnce(stand, { ...plan, takesPart, rowFor }) };
}

/** Wrong from the start, before the slot is due or after; or from the middle of a write on, whose answer is lost. */
export function clockTrials({ kind, shape }: Kind): readonly Trial[] {
  const wrong = (at: number, millis: number, where = 'start'): Start => ({ at, jump: { at: where, millis } });
  return [[rows.ahead, hour, -30] as const, [rows.behind, -hour, 0] as const].flatMap(([row, millis, first]) => [
    {
      name: `${kind}, ${row} from the start`,
      make: (stand: Stand) => {
        const starts = [wrong(first, millis), wrong(first + 2, millis)];
        return tryOnce(stand, { row, place: 'from the start', kind, shape, starts, fateFor: undisturbed });
      },
    },
    ...['b', 'm45', 'm467'].map((seat) => ({
      name: `${kind}, ${row} from a write of ${seat} on`,
      make: (stand: Stand) => {
        const write =
          seat === 'b' ? `/xrpc/com.atproto.repo.${shape.posts > 1 ? 'applyWrites' : 'putRecord'}` : '/api/v1/statuses';
        const starts = [wrong(0, millis, `${seat}: POST ${write}, create (1)`), wrong(2, millis), wrong(5, millis)];
        const { fateFor } = onlyAt('lost response', 'write', 0);
        return tryOnce(stand, { row, place: `from a write of ${seat} on`, kind, shape, starts, fateFor });
      },
    })),
  ]);
}

/** Two at once: undisturbed, disturbed, and one of them killed. */
export function daemonTrials({ kind, shape }: Kind, seed: number): readonly Trial[] {
  const trial = (row: string, place: string, more: Pick<Plan, 'prelude' | 'fateFor' | 'rowFor'>): Trial => ({
    name: `${kind}, ${row}: ${place}`,
    make: (stand) => tryOnce(stand, { row, place, kind, shape, starts: [], ...more }),
  });
  const random = randomFrom(seed, `daemons ${kind}`);
  return [
    trial(rows.daemons, 'undisturbed', { prelude: twoDaemons, fateFor: undisturbed }),
    trial(rows.daemons, 'lost response', { prelude: twoDaemons, fateFor: onlyAt('lost response', 'write', 0).fateFor }),
    ...[400, 500, 600].map((most) => {
      const kill = random.between(100, most);
      const prelude: Plan['prelude'] = (scene) => twoDaemons(scene, { kill });
      const rowFor: Plan['rowFor'] = (_, wasKilled) => (wasKilled ? rows.killedDaemon : rows.unreached);
      return trial(rows.killedDaemon, `boundary ${kill}`, { prelude, fateFor: undisturbed, rowFor });
    }),
  ];
}

/**
 * On a server that ignores keys a post without pictures has a window that no client can close, on snac one with pictures,
 * too: it is named, and not tried.
 */
export function pauseTrials({ kind, shape }: Kind, boundaries: readonly string[], seed: number): readonly Trial[] {
  const random = randomFrom(seed, `pauses ${kind}`);
  const isClosed = shape.pictures >= shape.posts;
  const takesPart: Plan['takesPart'] = ({ title }) => title !== 'snac' && (isClosed || title !== 'no keys');
  const open = boundaries.filter((place) => !place.startsWith('msnac:') && (isClosed || !place.startsWith('mnone:')));
  return [...Map.groupBy(open, (place) => place.split(':')[0] ?? '')].flatMap(([seat, [first = '', ...rest]]) => {
    const written = rest.filter((place) => /(putRecord|applyWrites|\/statuses), (create|headers) \(1\)/.test(place));
    const places = new Set([...written, ...[0, 1, 2].map(() => random.pick([first, ...rest]))]);
    return [...places].map((place): Trial => {
      const rowFor: Plan['rowFor'] = ({ id }) => (seat === id || seat === 'all' ? rows.paused : null);
      const starts = [{ at: 0, stop: { at: place, millis: hour / 20 } }];
      const plan = { row: rows.paused, place, kind, shape, starts, fateFor: undisturbed, takesPart, rowFor };
      return { name: `${kind}, paused at ${place}`, make: (stand) => tryOnce(stand, plan) };
    });
  });
}

/** One to three kills and any number of faults, on Bluesky and one sort of Mastodon server. */
export function mixture(seed: number, index: number): Trial {
  return {
    name: `mixture ${seed} ${index}`,
    make: (stand) => {
      const random = randomFrom(seed, `real ${index}`);
      const { kind, shape } = random.pick(kinds as readonly [Kind, ...Kind[]]);
      const starts = [from(0), from(2), from(5)].map(
        (start, place): Start =>
          place === 0 || random.chance(0.5) ? { ...start, kill: random.between(0, 150) } : start,
      );
      const mastodon = random.pick(['Mastodon 4.5', 'Mastodon 4.6.5', 'Mastodon 4.6.7', 'no keys', 'snac']);
      const takesPart: Plan['takesPart'] = ({ title }) => title === 'Bluesky' || title === mastodon;
      const [first, ...rest] = fates();
      const fateFor = anyRequest(random, random.pick([0, 0.05, 0.15]), [first ?? 'lost response', ...rest]);
      return tryOnce(stand, {
        row: rows.mixed,
        place: `mixture ${seed} ${index}`,
        kind,
        shape,
        starts,
        fateFor,
        takesPart,
        hurry,
      });
    },
  };
}
