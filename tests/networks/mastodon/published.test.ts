/** What counts as published: what stands on the server as it was meant, known by the id that the server gave it. */

import { describe, expect, it } from 'vitest';
import { modes } from './stage.ts';
import { bare, failureIn, illustrated, listing, minute, publishing, trying } from './trial.ts';

const showing = { method: 'GET', path: /^\/api\/v1\/statuses\/[^/]+$/ } as const;
const sourcing = { method: 'GET', path: /\/source$/ } as const;
const down = { kind: 'error', status: 500, acted: false } as const;

const warned = { posts: [{ text: 'Lövések', contentWarning: 'Erőszak' }] } as const;
const quiet = { posts: [{ text: 'Válasz', visibility: 'unlisted' }] } as const;

describe.each(modes)('on Mastodon %s', (mode) => {
  it.each([
    ['without its picture', illustrated, { mediaOrder: [] }, '0 of 1 pictures'],
    ['without its warning', warned, { spoilerText: '' }, 'content warning'],
    ['for followers alone', bare, { visibility: 'private' }, 'private instead of public'],
    ['for those alone whom it names', quiet, { visibility: 'direct' }, 'direct instead of unlisted'],
  ] as const)('a post that was published %s is shown to a person, and not sent again', (_, content, changes, words) =>
    trying(mode, content, async ({ server, send, find, keys }) => {
      server.fail(publishing, { kind: 'altered', changes });
      const failure = failureIn(await send());
      expect(failure).toMatchObject({ kind: 'conflict', message: expect.stringContaining(words) });
      expect(failure.message).toContain(server.statuses[0]?.id);
      expect(failureIn(await find()).kind).toBe('conflict');
      expect(failureIn(await send()).kind).toBe('conflict');
      expect(keys()).toHaveLength(1);
      expect(server.statuses).toHaveLength(1);
    }),
  );

  it.each([
    ['a public post that the server keeps off its timelines', bare, 'unlisted'],
    ['an unlisted post on a server that shows it on its timelines', quiet, 'public'],
  ] as const)('%s is published', (_, content, visibility) =>
    trying(mode, content, async ({ server, send }) => {
      server.fail(publishing, { kind: 'altered', changes: { visibility } });
      expect(await send()).toMatchObject({ kind: 'sent' });
    }),
  );

  it.each([
    ['its text cannot be read', sourcing],
    ['it is not shown', showing],
  ] as const)('a post whose answer came is known by its id, although %s', (_, target) =>
    trying(mode, bare, async ({ server, clock, send, find, keys }) => {
      server.fail(showing, down);
      server.fail(listing, { kind: 'held', at: 'arrival' }).release();
      server.fail(listing, down);
      expect(failureIn(await send()).kind).toBe('doubtful');
      for (let times = 0; times < 9; times += 1) server.fail(target, down);
      clock.advance(90 * minute);
      expect(await find()).toMatchObject({ kind: 'found', receipts: [{ id: server.statuses[0]?.id }] });
      expect(await send()).toMatchObject({ kind: 'sent', receipts: [{ id: server.statuses[0]?.id }] });
      expect(keys()).toHaveLength(1);
    }),
  );

  it('a post whose answer came, and that nobody can look at, is not sent again', () =>
    trying(mode, illustrated, async ({ server, clock, send, keys }) => {
      server.fail(listing, { kind: 'held', at: 'arrival' }).release();
      for (let times = 0; times < 3; times += 1) {
        server.fail(showing, down);
        server.fail(listing, down);
      }
      for (let times = 0; times < 3; times += 1) {
        expect(failureIn(await send()).kind).toBe('doubtful');
        clock.advance(2 * minute);
      }
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(keys()).toHaveLength(1);
      expect(server.statuses).toHaveLength(1);
    }));
});
