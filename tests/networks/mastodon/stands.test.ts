/** A person's address counts only if what was meant stands there on the account. */

import { describe, expect, it } from 'vitest';
import type { MastodonTrail } from '../../../bot/networks/mastodon/deliver/trail.ts';
import type { PublishedWord } from '../../../bot/networks/network.ts';
import type { Addresses } from '../../support/mastodon/options.ts';
import { illustrated, postByHand, publishing, type Trial, threaded, trying } from './trial.ts';

const forms: readonly Addresses[] = ['/@name/id', '/name/p/…', '/notice/…', '/post/…', '/objects/…'];
const modes = ['4.6.7', 'none', 'snac'] as const;

const instant = '2027-10-23T13:00:00.000Z';

/** A trail that does not know any more what became of the second post of a thread, which is all there. */
async function inDoubt({ send, trail }: Trial): Promise<MastodonTrail> {
  expect(await send()).toMatchObject({ kind: 'sent' });
  const whole = trail();
  const [first, second] = whole?.posts ?? [];
  if (whole === null || first === undefined || second === undefined) throw new Error('it was sent with a trail');
  const open = { ...second, attempts: { firstAt: instant, lastAt: instant }, answered: null, receipt: null };
  return { ...whole, posts: [first, open] };
}

async function urlOf({ server }: Trial, index: number): Promise<string> {
  const id = server.statuses[index]?.id ?? '';
  const response = await fetch(`${server.url}/api/v1/statuses/${id}`);
  return ((await response.json()) as { url: string }).url;
}

const said = ({ connected, frozen, trail }: Trial, address: string, of: MastodonTrail | null = trail()) =>
  connected.network.standsAt(frozen, of, new URL(address));
const why = (word: PublishedWord) => (word.kind === 'wrong address' ? word.message : word.kind);

describe.each(modes)('on Mastodon %s', (mode) => {
  it.each(forms)('the address of a post in the form %s is taken with the id that the server has for it', (addresses) =>
    trying(
      mode,
      threaded,
      async (trial) => {
        const left = await inDoubt(trial);
        const address = await urlOf(trial, 1);
        const id = trial.server.statuses[1]?.id;
        for (const variant of [address, `${address}/`, `${address}?from=app#top`])
          expect(await said(trial, variant, left)).toMatchObject({
            kind: 'begun',
            trail: { posts: [{}, { receipt: { position: 1, id, url: address }, attempts: null }] },
          });
      },
      { addresses },
    ),
  );

  it('another post, the post before it and a mistyped address are not taken, and what is there is said', () =>
    trying(mode, threaded, async (trial) => {
      const left = await inDoubt(trial);
      await postByHand(trial.server.url, { status: 'valami más' });
      expect(why(await said(trial, await urlOf(trial, 3), left))).toContain('outside its thread');
      expect(why(await said(trial, await urlOf(trial, 0), left))).toContain('the one in doubt is number 2');
      const address = await urlOf(trial, 1);
      for (const mistyped of [`${address}1`, address.slice(0, -1), 'https://elsewhere.example/@emleknap/102'])
        expect(why(await said(trial, mistyped, left))).toContain(`what was meant stands at ${address}`);
    }));

  it('a post with other words is not taken, and its words are said', () =>
    trying(mode, { posts: [{ text: 'egy' }] }, async (trial) => {
      await postByHand(trial.server.url, { status: 'kettő' });
      const word = await said(trial, await urlOf(trial, 0), null);
      expect(why(word)).toContain('it says “kettő”');
      expect(why(await said(trial, 'https://mastodon.test/@emleknap/1', null))).toContain('none of the 1 there');
    }));

  it('a post without its picture is not taken', () =>
    trying(mode, illustrated, async (trial) => {
      await postByHand(trial.server.url, { status: 'Képpel' });
      expect(why(await said(trial, await urlOf(trial, 0), null))).toContain('0 of 1 pictures');
    }));

  it('nothing is said of an address while the account cannot be read', () =>
    trying(mode, threaded, async (trial) => {
      const left = await inDoubt(trial);
      await trial.server.close();
      expect(await said(trial, 'https://mastodon.test/@emleknap/1', left)).toMatchObject({ kind: 'failure' });
    }));
});

it('what the server said it had published without a picture counts by a person’s word', () =>
  trying('4.6.7', illustrated, async (trial) => {
    trial.server.fail(publishing, { kind: 'altered', changes: { mediaOrder: [] } });
    expect(await trial.send()).toMatchObject({ failure: { kind: 'conflict' } });
    expect(await said(trial, await urlOf(trial, 0))).toMatchObject({ kind: 'whole' });
  }));

it.each(['/web', '/deck'])('an address out of Mastodon’s own app is taken: %s', (prefix) =>
  trying('4.6.7', threaded, async (trial) => {
    const left = await inDoubt(trial);
    const { pathname, host, origin } = new URL(await urlOf(trial, 1));
    expect(await said(trial, `${origin}${prefix}${pathname}`, left)).toMatchObject({ kind: 'begun' });
    const withServer = pathname.replace('@emleknap', `@emleknap@${host}`);
    expect(await said(trial, `${origin}${withServer}`, left)).toMatchObject({ kind: 'begun' });
  }),
);

describe('a reply that its server publishes outside its thread', () => {
  /** The first post is deleted before the second is sent. */
  const stray = (run: (trial: Trial) => Promise<void>) =>
    trying('snac', threaded, async (trial) => {
      const held = trial.server.fail(publishing, { kind: 'held', at: 'arrival' });
      trial.server.fail(publishing, { kind: 'misplaced', parent: null });
      held.release();
      await run(trial);
    });
  const deleting = { method: 'DELETE', path: /^\/api\/v1\/statuses\/[^/]+$/ } as const;
  const texts = ({ server }: Trial) => server.statuses.map(({ text }) => text);

  it('is taken back at once and said, and never sent again by itself', () =>
    stray(async (trial) => {
      const result = await trial.send();
      expect(result).toMatchObject({ failure: { kind: 'refused' } });
      expect(JSON.stringify(result)).toMatch(
        /@emleknap on .* published https:\/\/mastodon.test\/emleknap\/p\/\S+ outside its thread.*taken back at once/,
      );
      expect(texts(trial)).toEqual(['első']);
      expect(trial.trail()).toMatchObject({ posts: [{}, { attempts: null, stray: null }] });
    }));

  it('goes on in its thread once a person wants it sent again', () =>
    stray(async (trial) => {
      await trial.send();
      expect(await trial.send()).toMatchObject({ kind: 'sent' });
      expect(texts(trial)).toEqual(['első', 'második', 'harmadik']);
    }));

  it('is taken back by the next process if this one ends before it could', () =>
    stray(async (trial) => {
      let writes = 0;
      const permit = async () => {
        writes += 1;
        if (writes === 3) throw new Error('killed');
      };
      const { connected, frozen } = trial;
      const desk = { trail: null as MastodonTrail | null };
      const sending = {
        picturing: async () => Promise.reject(new Error('no picture')),
        record: async (next: MastodonTrail) => void Object.assign(desk, { trail: next }),
      };
      await expect(connected.network.send(frozen, { ...sending, trail: null, permit })).rejects.toThrow('killed');
      expect(texts(trial)).toEqual(['első', 'második']);
      const next = await connected.network.send(frozen, { ...sending, trail: desk.trail, permit: async () => {} });
      expect(next).toMatchObject({ failure: { kind: 'refused' } });
      expect(texts(trial)).toEqual(['első']);
    }));

  it('is named and left to a person if it cannot be deleted', () =>
    stray(async (trial) => {
      trial.server.fail(deleting, { kind: 'error', status: 500, acted: false });
      expect(await trial.send()).toMatchObject({
        failure: { kind: 'conflict', message: expect.stringContaining('delete it there') },
      });
      expect(texts(trial)).toEqual(['első', 'második']);
      expect(why(await said(trial, await urlOf(trial, 1)))).toContain('outside its thread');
    }));

  it('counts as taken back if only the answer to that was lost', () =>
    stray(async (trial) => {
      trial.server.fail(deleting, { kind: 'lost', acted: true });
      expect(await trial.send()).toMatchObject({ failure: { kind: 'refused' } });
      expect(texts(trial)).toEqual(['első']);
    }));
});
