/** How long a key of Mastodon lives is counted by the server's clock, whatever happens to this machine's. */

import { describe, expect, it } from 'vitest';
import { namedRetry } from '../../../bot/networks/network.ts';
import { clockAt } from './stage.ts';
import { bare, failureIn, minute, publishing, type Trial, trying } from './trial.ts';

const hour = 60 * minute;

/** Leaves a post in doubt, with a server that goes by a clock of its own. */
async function inDoubt(run: (trial: Trial, server: ReturnType<typeof clockAt>) => Promise<void>): Promise<void> {
  const serverClock = clockAt();
  await trying(
    '4.6.7',
    bare,
    async (trial) => {
      trial.server.fail(publishing, { kind: 'lost', acted: false });
      expect(failureIn(await trial.send()).kind).toBe('doubtful');
      await run(trial, serverClock);
    },
    { now: serverClock.now },
  );
}

describe('a post on Mastodon that is in doubt', () => {
  it.each([hour, -hour, 24 * hour, -24 * hour])('is sent again within its hour when this clock is set by %i', (jump) =>
    inDoubt(async ({ clock, send, server: mastodon, keys }, server) => {
      clock.advance(jump);
      expect(failureIn(await send()).message).toContain('may still be working');
      server.advance(2 * minute);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(mastodon.statuses).toHaveLength(1);
      expect(new Set(keys()).size).toBe(1);
    }),
  );

  it.each([hour, -hour])('is asked for within its hour by this clock, though it was set by %i', (jump) =>
    inDoubt(async ({ clock, send, server: mastodon }, server) => {
      clock.advance(jump);
      server.advance(2 * minute);
      mastodon.fail(publishing, { kind: 'error', status: 503, acted: false, retryAfter: 3600 });
      const named = namedRetry(failureIn(await send())) ?? 0;
      expect(Math.round((named - clock.now()) / minute)).toBe(51);
    }),
  );

  it.each([0, hour, -hour])('is left to a person after its hour, though this clock was set by %i', (jump) =>
    inDoubt(async ({ clock, send, keys }, server) => {
      const before = keys().length;
      clock.advance(jump);
      server.advance(56 * minute);
      expect(failureIn(await send()).kind).toBe('uncertain');
      expect(keys()).toHaveLength(before);
    }),
  );

  it('is left to a person when the clock of the server itself went back', () =>
    inDoubt(async ({ send, keys }, server) => {
      const before = keys().length;
      server.advance(-hour);
      expect(failureIn(await send()).kind).toBe('uncertain');
      expect(keys()).toHaveLength(before);
    }));
});
