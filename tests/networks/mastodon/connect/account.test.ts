/** What stands on an account is listed, deleted, found without a trail, and never taken for something else. */

import { describe, expect, it } from 'vitest';
import { instantFromMillis } from '../../../../schedule/time/instant.ts';
import { drawingWith, slotWith } from '../../../support/threads.ts';
import { frozenFor } from '../../contract/contract.ts';
import { modes } from '../stage.ts';
import { failureIn, illustrated, minute, postByHand, publishing, threaded, trying } from '../trial.ts';

describe.each(modes)('an account on Mastodon %s', (mode) => {
  it('lists its own posts since an instant, newest first, replies included', () =>
    trying(mode, threaded, async ({ server, connected, clock, send }) => {
      await send();
      const since = instantFromMillis(clock.now() + minute);
      clock.advance(2 * minute);
      const { network } = connected;
      const { frozen } = await frozenFor(network, { ...threaded, network: 'mastodon', slot: slotWith({ id: 'next' }) });
      const sending = { picturing: async () => Promise.reject(new Error('no picture')), trail: null };
      await network.send(frozen, { ...sending, record: async () => {}, permit: async () => {} });
      expect(server.statuses).toHaveLength(6);
      const later = server.statuses.slice(3).reverse();
      expect(await network.recent(since)).toEqual({
        kind: 'posts',
        posts: later.map(({ id, createdAt }) => ({ id, createdAt, url: `https://mastodon.test/@emleknap/${id}` })),
      });
    }));

  it('deletes posts from the last to the first, and does not mind one that is gone', () =>
    trying(mode, threaded, async ({ server, connected, send }) => {
      const sent = await send();
      if (sent.kind !== 'sent') throw new Error(sent.failure.message);
      const [, second] = sent.receipts;
      if (second === undefined) throw new Error('a thread of three has a second post');
      expect(await connected.network.remove([second])).toBeNull();
      expect(await connected.network.remove(sent.receipts)).toBeNull();
      expect(server.statuses).toEqual([]);
      const deleted = server.requests
        .filter(({ method }) => method === 'DELETE')
        .map(({ path }) => path.split('/').at(-1));
      const [a, b, c] = sent.receipts.map(({ id }) => id);
      expect(deleted).toEqual([b, c, b, a]);
    }));

  it('says when deleting may go on', () =>
    trying(
      mode,
      threaded,
      async ({ server, connected, send }) => {
        const sent = await send();
        if (sent.kind !== 'sent') throw new Error(sent.failure.message);
        const failure = await connected.network.remove(sent.receipts);
        expect(failure).toMatchObject({ kind: 'unavailable', retryAt: expect.any(Number) });
        expect(server.statuses).toHaveLength(2);
      },
      { rateLimits: { deletion: { limit: 1, period: 30 * minute } } },
    ));

  it('finds without any trail what stands in the hours after it was due, whole, in part or not at all', () =>
    trying(
      mode,
      { posts: [...illustrated.posts, { text: 'folytatás' }] },
      async ({ server, connected, frozen, send }) => {
        const { network } = connected;
        expect(await network.find(frozen, null)).toEqual({ kind: 'absent' });
        const sent = await send();
        if (sent.kind !== 'sent') throw new Error(sent.failure.message);
        expect(await network.find(frozen, null)).toEqual({ kind: 'found', receipts: sent.receipts });
        const next = slotWith({ id: 'next', time: '15:06' });
        for (const changes of [{ slot: next }, { language: 'en' as const }]) {
          const posts = [...illustrated.posts, { text: 'folytatás' }] as const;
          const { frozen: other } = await frozenFor(network, { posts, network: 'mastodon', ...changes });
          expect(await network.find(other, null)).toEqual({ kind: 'absent' });
        }
        const [first, second] = sent.receipts;
        if (second === undefined) throw new Error('a thread of two has a second post');
        await network.remove([second]);
        expect(await network.find(frozen, null)).toEqual({ kind: 'partial', receipts: [first] });
        server.fail({ method: 'GET', path: /\/statuses$/ }, { kind: 'error', status: 500, acted: false });
        expect(failureIn(await network.find(frozen, null)).kind).toBe('unavailable');
      },
    ));

  it('finds nothing without any trail in what was published more than a day after it was due', () =>
    trying(mode, threaded, async ({ connected, frozen, clock, send }) => {
      clock.advance(25 * 60 * minute);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(await connected.network.find(frozen, null)).toEqual({ kind: 'absent' });
    }));

  it('completes a thread that broke off, even if its trail was lost with the ledger', () =>
    trying(mode, threaded, async ({ server, connected, frozen, clock, send }) => {
      server.fail(publishing, { kind: 'held', at: 'arrival' }).release();
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      clock.advance(minute);
      const picturing = async () => Promise.reject(new Error('no picture'));
      const result = await connected.network.send(frozen, {
        picturing,
        trail: null,
        record: async () => {},
        permit: async () => {},
      });
      expect(result).toMatchObject({ kind: 'sent' });
      expect(server.statuses.map(({ text }) => text)).toEqual(['első', 'második', 'harmadik']);
    }));

  it('keeps two pictures with other alt texts apart when nothing is known of their uploads', () =>
    trying(mode, illustrated, async ({ connected, send }) => {
      await send();
      const posts = [{ text: 'Képpel', images: [drawingWith({ alt: 'Más kép' })] }] as const;
      const { frozen } = await frozenFor(connected.network, { posts, network: 'mastodon' });
      expect(await connected.network.find(frozen, null)).toEqual({ kind: 'absent' });
    }));
});

it.each([
  ['4.5', 'the newest'],
  ['4.5', 'an older'],
  ['4.6.7', 'the newest'],
  ['4.6.7', 'an older'],
] as const)(
  'reports a conflict on Mastodon %s where %s post of the account already stands under the key',
  (mode, which) =>
    trying(mode, { posts: [{ text: 'régi szöveg' }] }, async ({ server, connected, clock, send }) => {
      await send();
      clock.advance(minute);
      if (which === 'an older') await postByHand(server.url, { status: 'valami más' });
      const before = server.statuses.length;
      const { network } = connected;
      const { frozen } = await frozenFor(network, { posts: [{ text: 'új szöveg' }], network: 'mastodon' });
      const picturing = async () => Promise.reject(new Error('no picture'));
      const result = await network.send(frozen, {
        picturing,
        trail: null,
        record: async () => {},
        permit: async () => {},
      });
      expect(failureIn(result)).toMatchObject({ kind: 'conflict', message: expect.stringContaining('another post') });
      expect(server.statuses).toHaveLength(before);
    }),
);
