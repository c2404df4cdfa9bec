/** Whatever becomes of an answer, a post is on Mastodon at most once, and there in the end where that can be known. */

import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { MastodonTrail } from '../../../bot/networks/mastodon/deliver/trail.ts';
import { type Failure, namedRetry } from '../../../bot/networks/network.ts';
import { plusMillis } from '../../../schedule/time/instant.ts';
import { newDesk } from '../../support/desk.ts';
import type { Fault } from '../../support/mastodon/faults.ts';
import { modes, unlimited } from './stage.ts';
import {
  bare,
  failureIn,
  illustrated,
  listing,
  minute,
  postByHand,
  publishing,
  type Trial,
  threaded,
  trying,
} from './trial.ts';

const broken = (acted: boolean): readonly (readonly [string, Fault])[] => [
  ['the connection breaks', { kind: 'lost', acted }],
  ['a proxy answers 502 with a page', { kind: 'page', status: 502, acted }],
  ['a proxy answers 200 with a page', { kind: 'page', status: 200, acted }],
  ['the server answers 500', { kind: 'error', status: 500, acted }],
  ['the server answers 503', { kind: 'error', status: 503, acted }],
  ['the server answers 408', { kind: 'error', status: 408, acted }],
];

const contents = [
  ['a bare post', bare],
  ['a post with a picture', illustrated],
] as const;

async function expectOnce({ server, find }: Trial): Promise<void> {
  expect(server.statuses).toHaveLength(1);
  const [{ id } = { id: '' }] = server.statuses;
  expect(await find()).toMatchObject({ kind: 'found', receipts: [{ id, position: 0, cid: null }] });
}

describe.each(modes)('on Mastodon %s', (mode) => {
  describe.each(contents)('%s', (_, content) => {
    it.each([...broken(true), ['the answer is cut off', { kind: 'cut' } satisfies Fault] as const])(
      'is found, and not sent again, when it was published and %s',
      (_name, fault) =>
        trying(mode, content, async (trial) => {
          trial.server.fail(publishing, fault);
          expect(await trial.send()).toMatchObject({ kind: 'sent' });
          expect(trial.keys()).toHaveLength(1);
          await expectOnce(trial);
        }),
    );

    it.each(broken(false))('is published once, or left to a person, when it was not and %s', (_name, fault) =>
      trying(mode, content, async (trial) => {
        const { server, clock, send, find, keys } = trial;
        server.fail(publishing, fault);
        expect(failureIn(await send()).kind).toBe('doubtful');
        if (mode === 'none' && content === bare) {
          clock.advance(2 * minute);
          expect(failureIn(await send()).kind).toBe('doubtful');
          clock.advance(9 * minute);
          expect(await find()).toMatchObject({ kind: 'absent', doubt: { kind: 'uncertain' } });
          expect(failureIn(await send())).toMatchObject({
            kind: 'uncertain',
            message: expect.stringContaining('a person has to look'),
          });
          expect(keys()).toHaveLength(1);
          return;
        }
        clock.advance(2 * minute);
        expect(await send()).toMatchObject({ kind: 'sent' });
        expect(keys()).toHaveLength(2);
        expect(new Set(keys()).size).toBe(1);
        expect(server.uploads).toHaveLength(content === illustrated ? 1 : 0);
        await expectOnce(trial);
      }),
    );

    it('is published once when its first request only comes through after all others', () =>
      trying(
        mode,
        content,
        async (trial) => {
          const { server, clock, send } = trial;
          const late = server.fail(publishing, { kind: 'held', at: 'arrival' });
          await send();
          clock.advance(2 * minute);
          await send();
          late.release();
          await expect.poll(() => server.requests.every(({ status }) => status !== null)).toBe(true);
          clock.advance(minute);
          expect(await send()).toMatchObject({ kind: 'sent' });
          await expectOnce(trial);
        },
        { timeoutMillis: 400 },
      ));

    it('is published once although its server forgets its key while the first request is still on its way', () =>
      trying(
        mode,
        content,
        async (trial) => {
          const { server, clock, send } = trial;
          const late = server.fail(publishing, { kind: 'held', at: 'arrival' });
          await send();
          clock.advance(30_000);
          await send();
          server.forgetIdempotencyKeys();
          late.release();
          await expect.poll(() => server.requests.every(({ status }) => status !== null)).toBe(true);
          clock.advance(2 * minute);
          expect(await send()).toMatchObject({ kind: 'sent' });
          await expectOnce(trial);
        },
        { timeoutMillis: 400 },
      ));

    it('is published once when its request takes longer than the client waits', () =>
      trying(
        mode,
        content,
        async (trial) => {
          const { server, send, find } = trial;
          const slow = server.fail(publishing, { kind: 'held', at: 'commit' });
          expect(failureIn(await send()).kind).toBe('doubtful');
          slow.release();
          await expect.poll(async () => (await find()).kind).toBe('found');
          expect(await send()).toMatchObject({ kind: 'sent' });
          await expectOnce(trial);
        },
        { timeoutMillis: 400, lockWait: 50 },
      ));

    it('is not sent again while it cannot be looked for', () =>
      trying(mode, content, async (trial) => {
        const { server, send, keys, clock } = trial;
        server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
        await send();
        server.fail(publishing, { kind: 'lost', acted: true });
        server.fail(listing, { kind: 'error', status: 500, acted: false });
        expect(failureIn(await send())).toMatchObject({
          kind: 'doubtful',
          message: expect.stringContaining('cannot look'),
        });
        expect(keys()).toHaveLength(2);
        expect(await send()).toMatchObject({ kind: 'sent' });
        expect(keys()).toHaveLength(2);
        await expectOnce(trial);
      }));
  });

  it('is sent again after 55 minutes only if its pictures keep it from being published twice', async () => {
    for (const content of [bare, illustrated]) {
      await trying(mode, content, async (trial) => {
        const { server, clock, send, keys } = trial;
        for (let times = 0; times < 3; times += 1) server.fail(publishing, { kind: 'lost', acted: false });
        expect(failureIn(await send()).kind).toBe('doubtful');
        const before = keys().length;
        server.forgetIdempotencyKeys();
        clock.advance(56 * minute);
        const result = await send();
        if (content === bare) {
          expect(failureIn(result)).toMatchObject({ kind: 'uncertain', message: expect.stringContaining('twice') });
          expect(keys()).toHaveLength(before);
        } else {
          for (let times = 0; times < 3; times += 1) {
            clock.advance(2 * minute);
            await send();
          }
          await expectOnce(trial);
        }
        expect(server.uploads).toHaveLength(content === illustrated ? 1 : 0);
      });
    }
  });

  if (mode !== 'none')
    it('counts the life of its key from the first attempt', () =>
      trying(mode, bare, async ({ server, clock, send, keys }) => {
        for (let times = 0; times < 9; times += 1) server.fail(publishing, { kind: 'lost', acted: false });
        for (const wait of [0, 27, 27]) {
          clock.advance(wait * minute);
          expect(failureIn(await send()).kind).toBe('doubtful');
        }
        const before = keys().length;
        clock.advance(11 * minute);
        expect(failureIn(await send()).kind).toBe('uncertain');
        expect(keys()).toHaveLength(before);
      }));

  it('is in doubt until the instant that the server named, for the post or for the look at it', () =>
    trying(mode, bare, async ({ server, clock, send, keys }) => {
      server.fail(publishing, { kind: 'error', status: 503, acted: false, retryAfter: 600 });
      const named = plusMillis(clock.now(), 10 * minute);
      expect(failureIn(await send())).toMatchObject({ kind: 'doubtful', retryAt: named });
      const reset = plusMillis(clock.now(), 20 * minute);
      server.fail(listing, { kind: 'rate-limited', reset });
      expect(failureIn(await send())).toMatchObject({ kind: 'doubtful', retryAt: reset });
      server.fail(listing, { kind: 'error', status: 500, acted: false });
      expect(failureIn(await send())).toMatchObject({ kind: 'doubtful', retryAt: null });
      expect(keys()).toHaveLength(1);
    }));

  it.each([
    [10, 20],
    [20, 10],
  ])('waits for the later of the instants that the server named: %i and %i minutes on', (first, second) =>
    trying(mode, bare, async ({ server, clock, send }) => {
      const inMinutes = (minutes: number) => plusMillis(clock.now(), minutes * minute);
      server.fail(listing, { kind: 'held', at: 'arrival' }).release();
      server.fail(publishing, { kind: 'error', status: 503, acted: false, retryAfter: first * 60 });
      server.fail(listing, { kind: 'rate-limited', reset: inMinutes(second) });
      expect(failureIn(await send())).toMatchObject({ kind: 'doubtful', retryAt: inMinutes(20) });
    }),
  );

  it.each([
    ['a bare post', bare],
    ['a post with a picture', illustrated],
  ] as const)('%s is asked for again while its key holds, whatever instant the server named', (_, content) =>
    trying(mode, content, async ({ server, clock, send, find, keys }) => {
      const isShort = mode !== 'none' && content === bare;
      const begun = clock.now();
      const minutesUntil = (failure: Failure) => Math.round(((namedRetry(failure) ?? 0) - begun) / minute);
      server.fail(publishing, { kind: 'error', status: 503, acted: false, retryAfter: 3600 });
      const unanswered = failureIn(await send());
      expect(unanswered.kind).toBe('doubtful');
      expect(minutesUntil(unanswered)).toBe(isShort ? 53 : 60);
      clock.advance(minute);
      server.fail(listing, { kind: 'rate-limited', reset: plusMillis(begun, 60 * minute) });
      const unseen = failureIn(await find());
      expect(unseen.kind).toBe('doubtful');
      expect(minutesUntil(unseen)).toBe(isShort ? 53 : 60);
      clock.advance((minutesUntil(unseen) - 1) * minute);
      const result = await send();
      if (mode === 'none' && content === bare) return expect(failureIn(result).kind).toBe('uncertain');
      expect(result.kind).toBe('sent');
      expect(new Set(keys()).size).toBe(1);
      expect(server.statuses).toHaveLength(1);
    }),
  );

  it('tells a person when it may not look any more', () =>
    trying(mode, bare, async ({ server, clock, send }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      server.fail(publishing, { kind: 'lost', acted: true });
      server.fail(listing, { kind: 'error', status: 401, acted: false });
      expect(failureIn(await send()).kind).toBe('unauthorised');
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.statuses).toHaveLength(1);
    }));

  it('goes on with a thread from the post whose answer was lost', () =>
    trying(mode, threaded, async ({ server, send, find, keys, clock }) => {
      server.fail(publishing, { kind: 'held', at: 'arrival' }).release();
      server.fail(publishing, { kind: 'lost', acted: true });
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      expect(failureIn(await send()).kind).toBe('unavailable');
      expect(await find()).toMatchObject({ kind: 'partial', receipts: [{ position: 0 }, { position: 1 }] });
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.statuses.map(({ text }) => text)).toEqual(['első', 'második', 'harmadik']);
      expect(keys()).toHaveLength(4);
    }));

  it('finds its post behind more than a page of others, and when the newest before it was deleted', () =>
    trying(
      mode,
      bare,
      async ({ server, connected, clock, send }) => {
        const post = (status: string) => postByHand(server.url, { status });
        await post('régi');
        clock.advance(minute);
        const anchor = await post('az utolsó');
        clock.advance(minute);
        server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
        await send();
        server.fail(publishing, { kind: 'lost', acted: true });
        server.fail(listing, { kind: 'error', status: 500, acted: false });
        expect(failureIn(await send()).kind).toBe('doubtful');
        for (let others = 0; others < 45; others += 1) await post(`másvalami ${others}`);
        expect(await connected.network.remove([{ position: 0, id: anchor, cid: null, url: null }])).toBeNull();
        expect(await send()).toMatchObject({ kind: 'sent' });
        expect(server.statuses.filter(({ text }) => text === bare.posts[0].text)).toHaveLength(1);
      },
      { rateLimits: unlimited },
    ));
});

it('a post with a picture is not sent again where nobody knows whether an upload can be attached twice', () =>
  trying(
    'none',
    illustrated,
    async ({ server, clock, send, keys }) => {
      server.fail(publishing, { kind: 'lost', acted: false });
      expect(failureIn(await send()).kind).toBe('doubtful');
      clock.advance(2 * minute);
      expect(failureIn(await send()).kind).toBe('doubtful');
      clock.advance(9 * minute);
      expect(failureIn(await send()).kind).toBe('uncertain');
      expect(keys()).toHaveLength(1);
    },
    { tellsSoftware: false },
  ));

it('a server that ignores keys and breaks reused connections off is asked on a new one each time', () =>
  trying(
    'none',
    threaded,
    async ({ server, frozen, connected }) => {
      const desk = newDesk();
      const { record, ...sending } = desk.sending<MastodonTrail>(frozen, async () =>
        Promise.reject(new Error('no picture')),
      );
      const ontoDisk = async (trail: MastodonTrail): Promise<void> => {
        await record(trail);
        await stat('.');
        await stat('.');
      };
      expect(await connected.network.send(frozen, { ...sending, record: ontoDisk })).toMatchObject({ kind: 'sent' });
      expect(server.statuses).toHaveLength(3);
    },
    { breaksReused: true },
  ));
