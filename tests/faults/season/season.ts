/** Small seasons for simulated runs: a few slots of every kind, on Bluesky and on Mastodon in every version. */

import { createHash } from 'node:crypto';
import { type Account, accountKeyOf } from '../../../bot/channel.ts';
import type { ChannelKey } from '../../../bot/ledger/lease.ts';
import type { BlueskyAccount } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import type { MastodonAccount } from '../../../bot/networks/mastodon/freeze/freeze.ts';
import type { Drawing, Picture } from '../../../media/card.ts';
import type { Campaign, Entry, PostText } from '../../../schedule/model/campaign.ts';
import type { Card } from '../../../schedule/model/card.ts';
import type { Language } from '../../../schedule/model/language.ts';
import { type Slot, slotsOf } from '../../../schedule/time/slots.ts';
import type { MastodonMode } from '../../support/mastodon/options.ts';
import { cardWith } from '../../support/slots.ts';
import { campaignWith, entryWith } from '../../support/threads.ts';
import type { Random } from './random.ts';

export const year = 2027;

/** What stands behind one channel. */
export type Seat = {
  readonly id: string;
  readonly language: 'hu' | 'en';
} & (
  | { readonly network: 'bluesky'; readonly account: BlueskyAccount }
  | {
      readonly network: 'mastodon';
      readonly mode: MastodonMode;
      readonly account: MastodonAccount;
    }
);

/** A channel as the ledger knows it. */
export function keyOf({ account, language }: { readonly account: Account; readonly language: Language }): ChannelKey {
  return { account: accountKeyOf(account), language };
}

export const modes: readonly MastodonMode[] = ['4.5', '4.6.5', '4.6.7', 'none', 'snac'];

/** Whether a server remembers keys. */
export function honoursKeys(mode: MastodonMode): boolean {
  return mode !== 'none' && mode !== 'snac';
}

/** What a server is called in the report. */
export function titleOf(mode: MastodonMode): string {
  if (mode === 'snac') return 'snac';
  return mode === 'none' ? 'no keys' : `Mastodon ${mode}`;
}

export function blueskySeat(language: 'hu' | 'en' = 'hu'): Seat {
  const account = { network: 'bluesky', did: `did:plc:faults${language}` } as const;
  return { id: `bluesky-${language}`, language, network: 'bluesky', account };
}

export function mastodonSeat(mode: MastodonMode, language: 'hu' | 'en' = 'hu'): Seat {
  const account = { network: 'mastodon', server: `https://v${mode}.invalid`, id: language } as const;
  return { id: `mastodon-${mode.replaceAll('.', '-')}-${language}`, language, network: 'mastodon', mode, account };
}

/** One post or several, with pictures or without. */
export type Shape = { readonly posts: number; readonly pictures: number };

export const shapes = {
  post: { posts: 1, pictures: 0 },
  'post with a picture': { posts: 1, pictures: 1 },
  thread: { posts: 3, pictures: 0 },
  'thread with pictures': { posts: 3, pictures: 2 },
} as const satisfies Record<string, Shape>;

const cards: readonly Card[] = ['Elindul a menet', 'A szobor ledől'].map((headline) => cardWith({}, { headline }));

/** An entry whose words are nobody else's, so that each post can be told from all others; with other words for later, if asked. */
export function entryOf(id: string, time: string, { posts, pictures }: Shape, lateness: Entry['lateness']): Entry {
  const said = (position: number, when = '') => ({
    hu: words(`${id}, ${position + 1}. poszt${when}`),
    en: words(`${id}, post ${position + 1}${when}`),
  });
  return entryWith({
    id,
    time,
    lateness,
    thread: many(posts, (position) => ({
      text: said(position),
      ...(lateness.rewordedMinutes !== undefined && position === 0 && { late: said(position, ' *') }),
      card: position < pictures ? (cards[position % cards.length] ?? null) : null,
    })),
  });
}

export function campaignOf(entries: readonly Entry[], changes: Partial<Campaign> = {}): Campaign {
  const [first, ...rest] = entries;
  if (first === undefined) throw new Error('a campaign has an entry');
  return campaignWith({ id: 'faults-1956', entries: [first, ...rest], ...changes });
}

/** Slots at least five minutes apart within some hours, of random shapes, with random patience; some seasons have a silence. */
export function randomCampaign(random: Random, count: number): Campaign {
  let minute = 12 * 60 + random.between(0, 60);
  const times: string[] = [];
  const entries = Array.from({ length: count }, (_, index) => {
    const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    times.push(clock);
    minute += random.pick([5, 5, 7, 20, 45, 90]);
    const shape = { posts: random.pick([1, 1, 2, 3]), pictures: random.pick([0, 0, 1, 2]) };
    const graceMinutes = random.pick([5, 15, 60, 180]);
    const lateness = random.chance(0.3) ? { graceMinutes, rewordedMinutes: graceMinutes + 60 } : { graceMinutes };
    return entryOf(`entry-${index}`, clock, shape, lateness);
  });
  const replies = random.pick(['everyone', 'everyone', 'nobody'] as const);
  return campaignOf(entries, { replies, silences: silencesAmong(times, random.branch('silences')) });
}

/** From one of the slots up to the next, in one season of three. */
function silencesAmong(times: readonly string[], random: Random): Campaign['silences'] {
  const place = random.between(0, times.length * 3);
  const [from, to] = [times[place], times[place + 1]];
  return from === undefined || to === undefined ? [] : [{ date: '1956-10-23', from, to }];
}

export function slotsIn(campaign: Campaign, of = year): readonly Slot[] {
  return [...slotsOf(campaign, of)].sort((a, b) => a.due - b.due);
}

const pictures = new Map<string, Picture>();

/** Draws nothing: bytes that stand for a drawing, the same in every process, and found again by their hash. */
export const tinyPictures = {
  picture: async ({ svg, width, height }: Drawing): Promise<Picture> => {
    const bytes = createHash('sha512').update(svg).digest();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const picture: Picture = { bytes: new Uint8Array(bytes), type: 'image/jpeg', width, height, sha256 };
    pictures.set(sha256, picture);
    return picture;
  },
  bySha256: async (sha256: string): Promise<Picture> => {
    const picture = pictures.get(sha256);
    if (picture === undefined) throw new Error(`no picture ${sha256}`);
    return picture;
  },
};

function many<T>(count: number, make: (index: number) => T): [T, ...T[]] {
  return [make(0), ...Array.from({ length: count - 1 }, (_, index) => make(index + 1))];
}

function words(text: string): PostText {
  return { bluesky: text, mastodon: text };
}
