/** What was prepared on Mastodon needs nothing more at its second than the call that publishes it. */

import { describe, expect, it } from 'vitest';
import { drawingWith } from '../../support/threads.ts';
import { modes } from './stage.ts';
import { bare, failureIn, illustrated, listing, minute, postByHand, publishing, threaded, trying } from './trial.ts';

const mixed = {
  posts: [{ text: 'első' }, { text: 'képpel', images: [drawingWith(), drawingWith({ alt: 'A tér este' })] }],
} as const;

const contents = [
  ['a bare post', bare],
  ['a post with a picture', illustrated],
  ['a thread', threaded],
  ['a thread with pictures', mixed],
] as const;

const looking = { method: 'GET', path: /^\/api\/v1\/media\/[^/]+$/ } as const;
const gone = { kind: 'error', status: 404, acted: false } as const;

describe.each(modes)('on Mastodon %s', (mode) => {
  it.each(contents)('%s is published with one request a post, and looked at with one more', (_, content) =>
    trying(mode, content, async ({ server, prepare, sendPrepared, clock }) => {
      expect(await prepare()).toBeNull();
      expect(server.statuses).toEqual([]);
      clock.advance(10 * minute);
      const before = server.requests.length;
      expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
      const shape = server.requests
        .slice(before)
        .map(({ method, path }) => `${method} ${path.replace(/\d\w{5,}$/, 'id')}`);
      expect(shape).toEqual(content.posts.flatMap(() => ['POST /api/v1/statuses', 'GET /api/v1/statuses/id']));
      expect(server.statuses.map(({ media }) => media.length)).toEqual(
        content.posts.map((post) => ('images' in post ? post.images.length : 0)),
      );
    }),
  );

  it.each(contents)('%s is found once when it was published without an answer', (_, content) =>
    trying(mode, content, async ({ server, prepare, sendPrepared, keys }) => {
      await postByHand(server.url, { status: content.posts[0].text });
      expect(await prepare()).toBeNull();
      server.fail(publishing, { kind: 'lost', acted: true });
      expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
      expect(keys().filter((key) => key !== '')).toHaveLength(content.posts.length);
      expect(server.statuses).toHaveLength(1 + content.posts.length);
    }),
  );

  it.each([400, 404, 422])(
    'pictures that vanished since are uploaded again when the post is declined with HTTP %i',
    (status) =>
      trying(mode, illustrated, async ({ server, prepare, sendPrepared, keys }) => {
        expect(await prepare()).toBeNull();
        server.fail(publishing, { kind: 'error', status, acted: false });
        server.fail(looking, gone);
        server.fail(looking, gone);
        expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
        expect(keys()).toHaveLength(2);
        expect(server.uploads.map(({ status: of }) => of)).toEqual([null, server.statuses[0]?.id]);
        expect(server.statuses[0]?.media).toHaveLength(1);
      }),
  );

  it('pictures that vanished since are uploaded again before the post is sent, where it may go out without them', () =>
    trying(
      mode,
      illustrated,
      async ({ server, prepare, sendPrepared, keys }) => {
        expect(await prepare()).toBeNull();
        server.fail(looking, gone);
        expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
        expect(keys()).toHaveLength(1);
        expect(server.uploads.map(({ status: of }) => of)).toEqual([null, server.statuses[0]?.id]);
      },
      { tellsSoftware: false },
    ));

  it('pictures that a server has forgotten are uploaded again', () =>
    trying(mode, mixed, async ({ server, prepare, sendPrepared }) => {
      expect(await prepare()).toBeNull();
      server.reset();
      expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
      expect(server.statuses.map(({ media }) => media.length)).toEqual([0, 2]);
    }));

  it.each([400, 404])('a post declined with HTTP %i is refused while its pictures are there', (status) =>
    trying(mode, illustrated, async ({ server, prepare, sendPrepared, keys }) => {
      expect(await prepare()).toBeNull();
      server.fail(publishing, { kind: 'error', status, acted: false });
      expect(failureIn(await sendPrepared()).kind).toBe('refused');
      expect(keys()).toHaveLength(1);
    }),
  );

  it('is not ready while the account cannot be listed', () =>
    trying(mode, bare, async ({ server, prepare }) => {
      server.fail(listing, { kind: 'error', status: 500, acted: false });
      expect(await prepare()).toMatchObject({ kind: 'unavailable' });
      expect(await prepare()).toBeNull();
    }));
});
