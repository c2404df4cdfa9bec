/** Sitting out time without need is a broken promise: a slot that is missed has to have had something in its way. */

import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../bot/networks/network.ts';
import { instantFromMillis, plusMillis } from '../../../schedule/time/instant.ts';
import { quiet } from '../matrix.ts';
import type { Experiment, Lab, Sabotage } from '../season/experiment.ts';
import { fateOf } from '../season/fates.ts';
import { replaced, withNetwork } from '../season/sabotage.ts';
import { blueskySeat, campaignOf, entryOf, mastodonSeat, shapes, slotsIn } from '../season/season.ts';
import { simulate } from '../season/simulate.ts';

const minute = 60_000;
const seats = [blueskySeat(), mastodonSeat('4.6.7')];

const campaign = campaignOf([entryOf('entry', '15:00', shapes.post, { graceMinutes: 15 })]);
const due = slotsIn(campaign)[0]?.due ?? instantFromMillis(0);

/** One slot with a quarter of an hour, and something wrong with the bot or with what it meets. */
const season = (changes: Partial<Experiment>) =>
  simulate({
    seed: 1956,
    campaign,
    seats,
    prepares: false,
    troubles: quiet,
    ...changes,
  });

const idle: Failure = { kind: 'unavailable', message: 'no wish to', retryAt: null };
const needlessly = seats.map(() => expect.stringContaining('although nothing was in its way'));

describe('a bot that misses a slot for no reason is found out', () => {
  it.each<[string, Sabotage]>([
    [
      'sends nothing',
      { outlet: (outlet) => withNetwork(outlet, { send: async () => ({ kind: 'failure', failure: idle }) }) },
    ],
    [
      'takes a server to have named a time',
      {
        outlet: (outlet) =>
          withNetwork(outlet, {
            send: async () => ({ kind: 'failure', failure: { ...idle, retryAt: plusMillis(due, 60 * minute) } }),
          }),
      },
    ],
    [
      'leaves the lease alone for twenty minutes',
      {
        leases: (leases, _, process) => {
          const from = process.now();
          const held = (at: number) => at - from > 55 * minute && at - from < 80 * minute;
          return {
            ...leases,
            hold: async (channel) => {
              const taken = await leases.hold(channel);
              return held(process.now()) ? { ...taken, kind: 'occupied' } : taken;
            },
          };
        },
      },
    ],
  ])('because it %s', async (_, sabotage) => {
    const { settled, broken } = await season({ sabotage });
    expect(settled.map(({ ending }) => ending)).toEqual(['missed', 'missed']);
    expect(broken).toEqual(needlessly);
  });

  it('because it gives up before the time is over', async () => {
    const hasty: Sabotage = {
      ledger: (ledger) =>
        replaced(ledger, {
          intend: async (claim, intent) => {
            await ledger.missed(claim, intent.due, intent.now);
            return false;
          },
        }),
    };
    const { broken } = await season({ sabotage: hasty });
    expect(broken).toEqual(seats.map(() => expect.stringContaining('before its time was over')));
  });

  it('because it rests too long after a fault that was real', async () => {
    const lost = () => {
      const met = new Map<string, number>();
      return (request: string, { id }: { readonly id: string }) => {
        const asked = met.get(id) ?? 0;
        if (request !== 'clock') met.set(id, asked + 1);
        return fateOf(request !== 'clock' && asked === 0 ? 'unconnected' : 'undisturbed');
      };
    };
    const lazy: Sabotage = {
      ledger: (ledger) =>
        replaced(ledger, {
          attempted: (claim, failure, now) =>
            ledger.attempted(
              claim,
              { ...idle, ...failure, kind: 'unavailable', retryAt: plusMillis(now, 20 * minute) },
              now,
            ),
        }),
    };
    const good = await season({ troubles: { ...quiet, fateFor: lost() } });
    expect(good.settled.map(({ ending }) => ending)).toEqual(['published', 'published']);
    const bad = await season({ troubles: { ...quiet, fateFor: lost() }, sabotage: lazy });
    expect(bad.broken).toEqual(needlessly);
  });
});

describe('a slot that could not be sent', () => {
  const [seat] = seats;
  const alone = { seats: seat === undefined ? [] : [seat] };

  it('is missed with a reason where its server was away', async () => {
    let lab: Lab | null = null;
    const away = { from: due - 5 * minute, until: due + 20 * minute };
    const isAway = () => lab !== null && lab.world.now() >= away.from && lab.world.now() < away.until;
    const outcome = await season({
      ...alone,
      troubles: {
        ...quiet,
        fateFor: () => fateOf(isAway() ? 'timeout, never acted on' : 'undisturbed'),
        outages: () => [away],
        meddle: async (given) => {
          lab = given;
        },
      },
    });
    expect(outcome).toMatchObject({ broken: [], missed: ['its server was away'] });
  });

  it('is missed with a reason where no process ran', async () => {
    let killed = false;
    const once = (boundary: string): boolean => {
      if (killed || !boundary.startsWith('ledger.publications')) return false;
      killed = true;
      return true;
    };
    const outcome = await season({ ...alone, troubles: { ...quiet, watch: once, downtime: () => 90 * minute } });
    expect(outcome).toMatchObject({ broken: [], missed: ['no process ran'] });
  });
});
