/** A server on which an upload cannot be asked for, and which leaves out the pictures and parents that it does not know. */

import { describe, expect, it } from 'vitest';
import { drawingWith } from '../../support/threads.ts';
import { failureIn, illustrated, minute, publishing, type Trial, trying } from './trial.ts';

const mixed = {
  posts: [{ text: 'első' }, { text: 'képpel', images: [drawingWith(), drawingWith({ alt: 'A tér este' })] }],
} as const;

const pages = [404, 405, 410, 501];
const asking = { method: 'GET', path: /^\/api\/v1\/media\/[^/]+$/ } as const;

describe('on snac', () => {
  it.each([
    ['a post with a picture', illustrated, [1]],
    ['a thread with pictures', mixed, [0, 2]],
  ] as const)('%s that was made ready is published whole, as it is without that', (_, content, pictures) =>
    trying('snac', content, async ({ server, prepare, sendPrepared, clock }) => {
      expect(await prepare()).toBeNull();
      clock.advance(10 * minute);
      expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
      expect(server.statuses.map(({ media }) => media.length)).toEqual(pictures);
    }),
  );

  it('pictures that the server has forgotten since they were made ready are there all the same', () =>
    trying('snac', mixed, async ({ server, prepare, sendPrepared }) => {
      expect(await prepare()).toBeNull();
      server.reset();
      expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
      expect(server.statuses.map(({ media }) => media.length)).toEqual([0, 2]);
    }));

  it('a post with a picture whose first request was declined is published by the next', () =>
    trying('snac', illustrated, async ({ server, prepare, sendPrepared, send, keys }) => {
      expect(await prepare()).toBeNull();
      server.fail(publishing, { kind: 'error', status: 422, acted: false });
      server.fail(publishing, { kind: 'error', status: 422, acted: false });
      expect(failureIn(await sendPrepared()).kind).toBe('refused');
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(keys()).toHaveLength(3);
      expect(server.statuses.map(({ media }) => media.length)).toEqual([1]);
    }));

  it('a post with a picture that was published without an answer is found by its words and its alt text', () =>
    trying('snac', illustrated, async ({ server, prepare, sendPrepared, keys }) => {
      expect(await prepare()).toBeNull();
      server.fail(publishing, { kind: 'lost', acted: true });
      expect(await sendPrepared()).toMatchObject({ kind: 'sent' });
      expect(keys()).toHaveLength(1);
      expect(server.statuses).toHaveLength(1);
    }));

  it('a post with a picture that got no answer and is not there is left to a person', () =>
    trying('snac', illustrated, async ({ server, clock, send, keys }) => {
      server.fail(publishing, { kind: 'page', status: 502, acted: false });
      expect(failureIn(await send()).kind).toBe('doubtful');
      clock.advance(11 * minute);
      expect(failureIn(await send()).kind).toBe('uncertain');
      expect(keys()).toHaveLength(1);
    }));
});

/** As if something in front of the server had no way to an upload. */
function hideUploads({ server }: Trial, status: number): void {
  for (let asked = 0; asked < 20; asked += 1) server.fail(asking, { kind: 'page', status, acted: false });
}

describe('on software that attaches an upload once, behind something that hides its uploads', () => {
  it.each(pages)('a post whose first try was put off counts its uploads as made: HTTP %i', (status) =>
    trying('4.6.7', illustrated, async (trial) => {
      const { server, prepare, send } = trial;
      expect(await prepare()).toBeNull();
      hideUploads(trial, status);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.uploads).toHaveLength(1);
      expect(server.statuses.map(({ media }) => media.length)).toEqual([1]);
    }),
  );

  it('a picture that was forgotten since is uploaded again once the post is declined for it', () =>
    trying('4.6.7', illustrated, async (trial) => {
      const { server, prepare, send } = trial;
      expect(await prepare()).toBeNull();
      server.reset();
      hideUploads(trial, 404);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.statuses.map(({ media }) => media.length)).toEqual([1]);
    }));

  it('a picture still in processing is not taken for finished', () =>
    trying(
      '4.6.7',
      illustrated,
      async (trial) => {
        hideUploads(trial, 404);
        expect(await trial.prepare()).toMatchObject({ kind: 'unavailable' });
        expect(failureIn(await trial.send())).toMatchObject({ kind: 'unavailable' });
        expect(trial.server.statuses).toEqual([]);
      },
      { processingPolls: Number.POSITIVE_INFINITY },
    ));

  it('a post in doubt whose pictures are declined is not given up, and not made again', () =>
    trying('4.6.7', illustrated, async (trial) => {
      const { server, clock, send, keys } = trial;
      server.fail(publishing, { kind: 'lost', acted: false });
      expect(failureIn(await send()).kind).toBe('doubtful');
      clock.advance(2 * minute);
      server.reset();
      hideUploads(trial, 404);
      expect(failureIn(await send()).kind).toBe('doubtful');
      expect(keys()).toHaveLength(1);
    }));
});
