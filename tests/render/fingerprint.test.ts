import { expect, it } from 'vitest';
import { networkNamed } from '../../bot/networks/all.ts';
import { fingerprintOf as fingerprintBy } from '../../bot/render/fingerprint.ts';
import type { Thread } from '../../bot/render/thread.ts';
import { drawingHash } from '../../media/drawing-hash.ts';
import { drawingWith, postWith, slotWith, threadWith } from '../support/threads.ts';

const fingerprintOf = (of: Omit<Thread, 'fingerprint'>) =>
  fingerprintBy(of, networkNamed(of.network).rules, drawingHash);

const drawing = drawingWith();
const post = { text: 'Elindul a tüntetés. #Hír', images: [drawing] } as const;
const tag = { byteStart: 22, byteEnd: 27, feature: { kind: 'tag', tag: 'Hír' } } as const;
const thread = threadWith({ posts: [{ ...post, facets: [tag] }] });
const [only] = thread.posts;

it('is the same on every machine, for ever', () => {
  expect(fingerprintOf(thread)).toMatchInlineSnapshot(
    `"01c32f7ae1d90c35dd26381c9597332c6dfb2850f66a178caefb246052549735"`,
  );
});

it('does not depend on the order in which fields were written', () => {
  const { feature, ...range } = tag;
  const reordered = { ...thread, posts: [{ ...only, facets: [{ feature, ...range }] }] } as const;
  expect(fingerprintOf(reordered)).toBe(fingerprintOf(thread));
});

it('does not depend on what readers never get', () => {
  const counted = { ...thread, posts: [{ ...only, length: 1, limit: 5000 }] } as const;
  expect(fingerprintOf(counted)).toBe(fingerprintOf(thread));
});

const changed: Readonly<Record<string, Omit<Thread, 'fingerprint'>>> = {
  network: { ...thread, network: 'mastodon' },
  language: { ...thread, language: 'en' },
  slot: { ...thread, slot: slotWith({ id: 'another' }) },
  'due instant': { ...thread, slot: { ...thread.slot, due: slotWith({ time: '15:01' }).due } },
  text: { ...thread, posts: [{ ...only, text: postWith({ text: 'Más' }).text }] },
  facets: { ...thread, posts: [{ ...only, facets: [] }] },
  warning: { ...thread, posts: [{ ...only, contentWarning: 'Halál' }] },
  labels: { ...thread, posts: [{ ...only, labels: ['graphic-media'] }] },
  sensitive: { ...thread, posts: [{ ...only, sensitive: true }] },
  'language of a post': { ...thread, posts: [{ ...only, language: 'en' }] },
  visibility: { ...thread, posts: [{ ...only, visibility: 'unlisted' }] },
  'number of posts': { ...thread, posts: [only, only] },
  'number of pictures': { ...thread, posts: [{ ...only, images: [drawing, drawing] }] },
  drawing: { ...thread, posts: [{ ...only, images: [{ ...drawing, svg: '<svg/>' }] }] },
  'alt text': { ...thread, posts: [{ ...only, images: [{ ...drawing, alt: 'Más' }] }] },
  credit: { ...thread, posts: [{ ...only, images: [{ ...drawing, credit: 'Más' }] }] },
  'size of a picture': { ...thread, posts: [{ ...only, images: [{ ...drawing, width: 401 }] }] },
};

it.each(Object.keys(changed))('changes with the %s', (name) => {
  const other = changed[name];
  expect(other && fingerprintOf(other)).not.toBe(fingerprintOf(thread));
});
