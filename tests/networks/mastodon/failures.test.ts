/** What Mastodon declines becomes the Failure that says what to do next, and nothing is published by the way. */

import { describe, expect, it } from 'vitest';
import { withoutAttempt } from '../../../bot/networks/by-hand.ts';
import type { MastodonTrail } from '../../../bot/networks/mastodon/deliver/trail.ts';
import type { Failure } from '../../../bot/networks/network.ts';
import { plusMillis } from '../../../schedule/time/instant.ts';
import { newDesk } from '../../support/desk.ts';
import { frozenFor } from '../contract/contract.ts';
import { accessToken, modes } from './stage.ts';
import {
  bare,
  failureIn,
  illustrated,
  listing,
  minute,
  postByHand,
  publishing,
  threaded,
  trying,
  uploading,
} from './trial.ts';

describe.each(modes)('on Mastodon %s', (mode) => {
  it('a revoked token leaves the post to be sent later, however much later, under another key', () =>
    trying(mode, bare, async ({ server, clock, send, keys, find }) => {
      server.fail(publishing, { kind: 'error', status: 401, acted: false });
      expect(failureIn(await send())).toMatchObject({
        kind: 'unauthorised',
        message: expect.stringContaining('new access token'),
      });
      expect(server.statuses).toEqual([]);
      expect(await find()).toEqual({ kind: 'absent' });
      clock.advance(120 * minute);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.statuses).toHaveLength(1);
      expect(new Set(keys()).size).toBe(2);
    }));

  it('a token without the scope to write is a matter for a person', () =>
    trying(
      mode,
      bare,
      async ({ server, send }) => {
        const failure = failureIn(await send());
        expect(failure).toMatchObject({ kind: 'unauthorised', message: expect.stringContaining('write:statuses') });
        expect(server.statuses).toEqual([]);
      },
      { users: [{ username: 'emleknap', tokens: [{ token: accessToken, scopes: ['read'] }] }] },
    ));

  it('a rate limit names the instant from which it is worth asking again', () =>
    trying(mode, illustrated, async ({ server, clock, send }) => {
      const reset = plusMillis(clock.now(), 7 * minute + 1);
      for (const target of [uploading, publishing]) {
        server.fail(target, { kind: 'rate-limited', reset });
        expect(failureIn(await send())).toMatchObject({ kind: 'unavailable', retryAt: reset });
      }
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.uploads).toHaveLength(1);
      expect(server.statuses).toHaveLength(1);
    }));

  it('a limit that is over already is no reason to wait', () =>
    trying(mode, bare, async ({ server, clock, send }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() - minute });
      expect(failureIn(await send())).toMatchObject({ kind: 'unavailable', retryAt: null });
    }));

  it.each([410, 400, 422])('a definite no with HTTP %i is final', (status) =>
    trying(mode, bare, async ({ server, send, keys }) => {
      server.fail(publishing, { kind: 'error', status, acted: false });
      expect(failureIn(await send())).toMatchObject({ kind: 'refused', message: expect.stringContaining(`${status}`) });
      expect(keys()).toHaveLength(1);
      expect(server.statuses).toEqual([]);
    }),
  );

  it("a text that is too long is refused in the server's own words", () =>
    trying(mode, { posts: [{ text: 'é'.repeat(5001) }] }, async ({ send }) => {
      expect(failureIn(await send())).toMatchObject({
        kind: 'refused',
        message: expect.stringMatching(/limit of \d+/),
      });
    }));

  it.each([
    [413, 'refused', 'too large'],
    [422, 'refused', '422'],
    [403, 'unauthorised', 'write:media'],
    [500, 'unavailable', '500'],
    [503, 'unavailable', '503'],
  ] as const)('a picture declined with HTTP %i makes the post %s', (status, kind, words) =>
    trying(mode, illustrated, async ({ server, send, keys }) => {
      server.fail(uploading, { kind: 'error', status, acted: false });
      expect(failureIn(await send())).toMatchObject({ kind, message: expect.stringContaining(words) });
      expect(keys()).toEqual([]);
    }),
  );

  it('a picture whose upload was not answered is uploaded again', () =>
    trying(mode, illustrated, async ({ server, send }) => {
      server.fail(uploading, { kind: 'lost', acted: true });
      expect(failureIn(await send()).kind).toBe('unavailable');
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.uploads.map(({ status }) => status)).toEqual([null, server.statuses[0]?.id]);
    }));

  it('a picture in processing is waited for, longer each time', () =>
    trying(
      mode,
      illustrated,
      async ({ server, send, pauses }) => {
        expect(await send()).toMatchObject({ kind: 'sent' });
        expect(pauses).toEqual([250, 500, 1000]);
        expect(server.statuses[0]?.media).toHaveLength(1);
      },
      { processingPolls: 3 },
    ));

  it('a picture that stays in processing is not uploaded again', () =>
    trying(
      mode,
      illustrated,
      async ({ server, send, keys }) => {
        expect(failureIn(await send())).toMatchObject({
          kind: 'unavailable',
          message: expect.stringContaining('processing'),
        });
        expect(keys()).toEqual([]);
        server.finishProcessing();
        expect(await send()).toMatchObject({ kind: 'sent' });
        expect(server.uploads).toHaveLength(1);
      },
      { processingPolls: Number.POSITIVE_INFINITY },
    ));

  it('a picture that vanished before its post was sent is uploaded again', () =>
    trying(mode, illustrated, async ({ server, clock, send }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      server.reset();
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.statuses[0]?.media).toHaveLength(1);
    }));

  it('a picture that the server cannot attach is uploaded again at once if it is gone, and refused if it is not', () =>
    trying(mode, illustrated, async ({ server, send, keys }) => {
      server.fail(publishing, { kind: 'error', status: 422, acted: false });
      expect(failureIn(await send())).toMatchObject({ kind: 'refused', message: expect.stringContaining('422') });
      server.fail(publishing, { kind: 'error', status: 422, acted: false });
      for (let looks = 0; looks < 2; looks += 1) {
        const looking = { method: 'GET', path: `/api/v1/media/${server.uploads[0]?.id}` };
        server
          .fail(looking, looks === 0 ? { kind: 'held', at: 'arrival' } : { kind: 'error', status: 404, acted: false })
          .release();
      }
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(keys()).toHaveLength(3);
      expect(server.statuses).toHaveLength(1);
    }));

  it('a picture that vanished after its post may have been published is left to a person', () =>
    trying(mode, illustrated, async ({ server, clock, send }) => {
      for (let times = 0; times < 3; times += 1) server.fail(publishing, { kind: 'lost', acted: false });
      expect(failureIn(await send()).kind).toBe('doubtful');
      server.reset();
      clock.advance(2 * minute);
      expect(failureIn(await send())).toMatchObject({
        kind: 'uncertain',
        message: expect.stringContaining('no longer has the pictures'),
      });
      expect(server.statuses).toEqual([]);
      expect(server.uploads).toEqual([]);
    }));

  it('a thread whose last post was deleted is not gone on with', () =>
    trying(mode, threaded, async ({ server, connected, clock, send, find }) => {
      server.fail(publishing, { kind: 'held', at: 'arrival' }).release();
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      const begun = await find();
      if (begun.kind !== 'partial') throw new Error(`${begun.kind} is not partial`);
      expect(await connected.network.remove(begun.receipts)).toBeNull();
      expect(failureIn(await send())).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('post before it in the thread is gone'),
      });
      expect(server.statuses).toEqual([]);
    }));

  it('a post that was silently dropped is left to a person, at whose word it is sent again', () =>
    trying(mode, bare, async ({ server, connected, frozen, send, trail, keys, pauses }) => {
      server.fail(publishing, { kind: 'dropped' });
      for (let times = 0; times < 2; times += 1) {
        expect(failureIn(await send())).toMatchObject({ kind: 'uncertain', message: expect.stringContaining('spam') });
      }
      expect(keys()).toHaveLength(1);
      expect(pauses.length).toBeGreaterThan(0);
      const desk = newDesk();
      const { record, ...sending } = desk.sending<MastodonTrail>(frozen, async () =>
        Promise.reject(new Error('no picture')),
      );
      const anew = { ...sending, record, trail: withoutAttempt(trail()) };
      expect(await connected.network.send(frozen, anew)).toMatchObject({ kind: 'sent' });
      expect(keys()).toHaveLength(2);
      expect(server.statuses).toHaveLength(1);
    }));

  it('a post that only a lagging replica does not show is published', () =>
    trying(mode, illustrated, async ({ server, send, keys }) => {
      for (let looks = 0; looks < 3; looks += 1) {
        server.fail(
          { method: 'GET', path: /^\/api\/v1\/statuses\/[^/]+$/ },
          { kind: 'error', status: 404, acted: false },
        );
      }
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(keys()).toHaveLength(1);
      expect(server.unusedFaults).toEqual([]);
    }));

  it('a post that is neither shown nor listed, while it cannot be listed, is in doubt', () =>
    trying(mode, bare, async ({ server, clock, send, keys }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      server.fail(publishing, { kind: 'dropped' });
      server.fail(listing, { kind: 'error', status: 500, acted: false });
      expect(failureIn(await send()).kind).toBe('doubtful');
      expect(keys()).toHaveLength(2);
    }));

  it.each([
    [413, 'refused', 'too large'],
    [429, 'unavailable', '429'],
  ] as const)('a page with status %i means that nothing was done: %s', (status, kind, words) =>
    trying(mode, illustrated, async ({ server, send, keys }) => {
      server.fail(uploading, { kind: 'page', status, acted: false });
      expect(failureIn(await send())).toMatchObject({ kind, message: expect.stringContaining(words) });
      server.fail(publishing, { kind: 'page', status, acted: false });
      expect(failureIn(await send()).kind).toBe(kind);
      expect(keys()).toHaveLength(1);
      expect(await send()).toMatchObject({ kind: 'sent' });
    }),
  );

  it('a picture that the server threw away after a day is uploaded again', () =>
    trying(mode, illustrated, async ({ server, clock, send }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      clock.advance(25 * 60 * minute);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.uploads.map(({ status }) => status)).toEqual([null, server.statuses[0]?.id]);
    }));

  it('a post that a person deleted while it was in doubt is not made again', () =>
    trying(mode, bare, async ({ server, connected, clock, send }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      server.fail(publishing, { kind: 'lost', acted: true });
      server.fail(listing, { kind: 'error', status: 500, acted: false });
      expect(failureIn(await send()).kind).toBe('doubtful');
      const [{ id } = { id: '' }] = server.statuses;
      expect(await connected.network.remove([{ position: 0, id, cid: null, url: null }])).toBeNull();
      clock.advance(2 * minute);
      const kind = mode === 'none' ? 'doubtful' : 'conflict';
      expect(failureIn(await send())).toMatchObject({
        kind,
        ...(kind === 'conflict' && { message: expect.stringContaining('deleted') }),
      });
      expect(server.statuses).toEqual([]);
    }));

  it('a reply that landed under another post, outside its thread, is shown to a person', () =>
    trying(mode, threaded, async ({ server, send, keys }) => {
      const other = await postByHand(server.url, { status: 'valami más' });
      server.fail(publishing, { kind: 'held', at: 'arrival' }).release();
      server.fail(publishing, { kind: 'misplaced', parent: other });
      const misplaced: Failure = failureIn(await send());
      expect(misplaced).toMatchObject({ kind: 'conflict', message: expect.stringContaining('outside its thread') });
      expect(misplaced.message).toContain(server.statuses[2]?.id);
      expect(keys()).toHaveLength(3);
      expect(server.statuses).toHaveLength(3);
    }));

  it('a server that cannot be reached has published nothing', () =>
    trying(mode, bare, async ({ server, send }) => {
      await server.close();
      expect(failureIn(await send())).toMatchObject({ kind: 'unavailable', retryAt: null });
    }));
});

it('throws, and publishes nothing, when a fetched picture has other bytes', () =>
  trying('4.6.7', illustrated, async ({ server, connected, frozen }) => {
    const picturing = async (sha256: string) => {
      return { bytes: new Uint8Array([1]), type: 'image/jpeg', width: 1, height: 1, sha256 } as const;
    };
    const sending = { picturing, trail: null, record: async () => {}, permit: async () => {} };
    await expect(connected.network.send(frozen, sending)).rejects.toThrow('has other bytes');
    expect(server.uploads).toEqual([]);
  }));

it('does nothing that it could not write down before', () =>
  trying('4.6.7', illustrated, async ({ server, connected, frozen }) => {
    const { picturing } = await frozenFor(connected.network, { ...illustrated, network: 'mastodon' });
    for (let writes = 0; writes < 3; writes += 1) {
      let left = writes;
      const record = async () => {
        if (left === 0) throw new Error('the disk is full');
        left -= 1;
      };
      await expect(
        connected.network.send(frozen, { picturing, trail: null, record, permit: async () => {} }),
      ).rejects.toThrow('full');
      expect(server.statuses).toEqual([]);
    }
    expect(server.requests.filter(({ method, path }) => method === 'POST' && path === publishing.path)).toEqual([]);
  }));
