/** Builders of small campaigns, slots, threads and pictures, with sensible values for whatever a test does not care about. */

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Account, AccountKey } from '../../bot/channel.ts';
import { accountKeyOf } from '../../bot/channel.ts';
import type { NetworkName } from '../../bot/networks/all.ts';
import type { Facet, MeasuredText, RenderedPost, Thread } from '../../bot/render/thread.ts';
import type { Drawing, Picture } from '../../media/card.ts';
import type { Campaign, Entry } from '../../schedule/model/campaign.ts';
import type { Language, NonEmpty } from '../../schedule/model/language.ts';
import { type Slot, slotsOf } from '../../schedule/time/slots.ts';
import { hungarianTheme } from './theme.ts';

export const blueskyAccount = {
  network: 'bluesky',
  did: 'did:plc:emleknaptestaccount23456',
} as const satisfies Account;
export const mastodonAccount = {
  network: 'mastodon',
  server: 'pelda.social',
  id: '115000000000000001',
} as const satisfies Account;

export function accountOn(network: 'bluesky'): typeof blueskyAccount;
export function accountOn(network: 'mastodon'): typeof mastodonAccount;
export function accountOn(network: NetworkName): Account;
export function accountOn(network: NetworkName): Account {
  return network === 'bluesky' ? blueskyAccount : mastodonAccount;
}

export const blueskyKey: AccountKey = accountKeyOf(blueskyAccount);
export const mastodonKey: AccountKey = accountKeyOf(mastodonAccount);

/** An entry with one bare post, at 15:00 on 23 October 1956. */
export function entryWith(changes: Partial<Entry> = {}): Entry {
  return {
    id: 'march-begins',
    kind: 'event',
    date: '1956-10-23',
    time: '15:00',
    certainty: 'exact',
    events: [],
    retells: [],
    sources: ['sample'],
    warning: null,
    lateness: { graceMinutes: 60 },
    mourning: false,
    epilogue: false,
    thread: [
      {
        text: { hu: { bluesky: 'Minta', mastodon: 'Minta' }, en: { bluesky: 'Sample', mastodon: 'Sample' } },
        card: null,
      },
    ],
    origin: { file: 'sample.yaml', path: [], locate: () => ({ file: 'sample.yaml', line: 1, column: 1 }) },
    ...changes,
  };
}

/** A campaign of 1956 in both languages, with one entry. */
export function campaignWith(changes: Partial<Campaign> = {}): Campaign {
  return {
    id: 'sample-1956',
    title: { hu: 'Minta', en: 'Sample' },
    languages: ['hu', 'en'],
    hashtags: { hu: [], en: [] },
    timeZone: 'Europe/Budapest',
    year: 1956,
    firstDay: '1956-10-23',
    lastDay: '1956-11-04',
    repeatedHour: 'later',
    missingHour: 'shifted',
    epilogue: false,
    replies: 'everyone',
    sourcesPage: null,
    profile: null,
    sources: new Map([['sample', { title: 'A sample', document: 'sample' }]]),
    places: new Map(),
    names: [],
    formulas: [],
    mentions: new Map(),
    warnings: new Map(),
    spacingMinutes: 5,
    catchUp: { spacingMinutes: 2, perHour: 6 },
    silences: [],
    style: 'plain',
    theme: hungarianTheme,
    photographs: new Map(),
    facts: null,
    entries: [entryWith()],
    ...changes,
  };
}

/** The slot of a one-entry campaign in 2027. */
export function slotWith(changes: Partial<Entry> = {}, year = 2027): Slot {
  const [slot] = slotsOf(campaignWith({ entries: [entryWith(changes)] }), year);
  if (slot === undefined) throw new Error('a campaign with an entry has a slot');
  return slot;
}

/** `count` slots a minute apart, in order. */
export function slotsInARow(count: number): readonly Slot[] {
  const entries = Array.from({ length: count }, (_, index) =>
    entryWith({ id: `entry-${index}`, time: `15:${String(index).padStart(2, '0')}` }),
  );
  return slotsOf(campaignWith({ entries }), 2027);
}

export type PostChanges = Partial<Omit<RenderedPost, 'text'>> & { readonly text?: string };

/** A bare public post; `text` is taken as it is, unmeasured. */
export function postWith({ text = 'Elindul a tüntetés.', ...changes }: PostChanges = {}): RenderedPost {
  return {
    text: text as MeasuredText,
    length: [...new Intl.Segmenter().segment(text)].length,
    limit: 300,
    facets: [],
    contentWarning: null,
    labels: [],
    sensitive: false,
    language: 'hu',
    visibility: 'public',
    images: [],
    ...changes,
  };
}

export type ThreadChanges = {
  readonly slot?: Slot;
  readonly network?: NetworkName;
  readonly language?: Language;
  readonly posts?: NonEmpty<PostChanges>;
};

/** A thread of one bare Hungarian post for Bluesky, unless told otherwise. Its fingerprint is a hash of what was given. */
export function threadWith({
  slot = slotWith(),
  network = 'bluesky',
  language = 'hu',
  posts = [{}],
}: ThreadChanges = {}): Thread {
  const [first, ...rest] = posts;
  const built: NonEmpty<RenderedPost> = [
    postWith({ language, ...first }),
    ...rest.map((post) => postWith({ language, ...post })),
  ];
  const fingerprint = sha256(JSON.stringify([slot.id, network, language, built]));
  return { slot, network, language, posts: built, fingerprint };
}

/** The facet over the first occurrence of `part` in `text`, in UTF-8 bytes. */
export function facetOn(text: string, part: string, feature: Facet['feature']): Facet {
  const at = text.indexOf(part);
  if (at < 0) throw new Error(`"${part}" is not in the text`);
  const byteStart = Buffer.byteLength(text.slice(0, at));
  return { byteStart, byteEnd: byteStart + Buffer.byteLength(part), feature };
}

/** A plain drawing, four to five unless told otherwise. */
export function drawingWith(changes: Partial<Drawing> = {}): Drawing {
  const { width = 400, height = 500 } = changes;
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#100F0E"/></svg>`,
    photograph: null,
    width,
    height,
    alt: '15:00. 1956. október 23. Elindul a tüntetés.',
    credit: 'Minta',
    ...changes,
  };
}

/** The encoded picture of a drawing. */
async function pictureOf(drawing: Drawing): Promise<Picture> {
  const bytes = await sharp(Buffer.from(drawing.svg)).jpeg().toBuffer();
  return { bytes, type: 'image/jpeg', width: drawing.width, height: drawing.height, sha256: sha256(bytes) };
}

/** The pictures of a thread's drawings, one list a post, and a way to fetch them by hash. */
export async function picturesOf(thread: Thread): Promise<{
  readonly pictures: readonly (readonly Picture[])[];
  readonly picturing: (sha256: string) => Promise<Picture>;
}> {
  const pictures = await Promise.all(thread.posts.map(({ images }) => Promise.all(images.map(pictureOf))));
  const byHash = new Map(pictures.flat().map((picture) => [picture.sha256, picture]));
  const picturing = async (hash: string) => {
    const picture = byHash.get(hash);
    if (picture === undefined) throw new Error(`no picture ${hash}`);
    return picture;
  };
  return { pictures, picturing };
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
