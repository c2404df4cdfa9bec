/** Campaigns as they are kept: their entries, their fact base and the places in their files each by itself, read when asked for. */

import type { Campaign, Entry, Post } from '../../model/campaign.ts';
import type { Card } from '../../model/card.ts';
import type { Facts } from '../../model/facts.ts';
import type { NonEmpty } from '../../model/language.ts';
import type { Photograph } from '../../model/photograph.ts';
import { setTimetable, timetableOf, type WallClock } from '../../time/timetable.ts';
import { originOf } from '../origin.ts';
import { type Placing, type Positions, positionsIn } from '../yaml/placing.ts';
import { type Container, openContainer, writeContainer } from './container.ts';

type StoredPhotograph = Omit<Photograph, 'locate'>;
type StoredCampaign = Omit<Campaign, 'entries' | 'facts' | 'photographs'> & {
  /** The numbers of its values in the container: entries in their order, then its facts. */
  readonly first: number;
  readonly entryCount: number;
  readonly hasFacts: boolean;
  /** Its timetable: which entry, at which minute. */
  readonly order: Uint32Array;
  readonly wallClocks: Float64Array;
};

type Head = {
  readonly campaigns: readonly StoredCampaign[];
  readonly photographs: readonly StoredPhotograph[];
  /** The files of the placings, which are the last values. */
  readonly files: readonly string[];
};

/** Its warning by its id, its photographs by theirs, its theme left out: all are those of the campaign. */
type StoredEntry = Omit<Entry, 'origin' | 'warning' | 'thread'> & {
  readonly origin: Pick<Entry['origin'], 'file' | 'path'>;
  readonly warning: string | null;
  readonly thread: readonly (Omit<Post, 'card'> & { readonly card: StoredCard | null })[];
};
type StoredCard = Omit<Card, 'theme' | 'photo'> & { readonly photo?: string | null };

/** Writes campaigns that were loaded from files with these placings; where the disk refuses it they are not kept. */
export function storeCampaigns(
  file: string,
  key: string,
  campaigns: NonEmpty<Campaign>,
  placings: readonly Placing[],
): void {
  let first = 0;
  const heads = campaigns.map((campaign): StoredCampaign => {
    const { entries, facts, photographs: _, ...head } = campaign;
    const timetable = timetableOf(campaign);
    const numbers = new Map(entries.map((entry, index) => [entry, index]));
    const places = Array.from({ length: timetable.length }, (_, index) => index);
    const stored = {
      ...head,
      first,
      entryCount: entries.length,
      hasFacts: facts !== null,
      order: Uint32Array.from(places, (index) => numbers.get(timetable.entryAt(index)) ?? 0),
      wallClocks: Float64Array.from(places, timetable.wallClockAt),
    };
    first += entries.length + (facts === null ? 0 : 1);
    return stored;
  });
  const head: Head = {
    campaigns: heads,
    photographs: [...campaigns[0].photographs.values()].map(({ locate: _, ...photograph }) => photograph),
    files: placings.map((placing) => placing.file),
  };
  writeContainer(file, key, head, valuesOf(campaigns, placings));
}

function* valuesOf(campaigns: readonly Campaign[], placings: readonly Placing[]): Generator<unknown> {
  for (const campaign of campaigns) {
    const warnings = new Map([...campaign.warnings].map(([id, warning]) => [warning, id]));
    for (const entry of campaign.entries) yield storedEntry(entry, warnings);
    if (campaign.facts !== null) yield campaign.facts;
  }
  yield* placings;
}

function storedEntry(entry: Entry, warnings: ReadonlyMap<Entry['warning'], string>): StoredEntry {
  const { file, path } = entry.origin;
  const warning = warnings.get(entry.warning) ?? null;
  if (warning === null && entry.warning !== null)
    throw new Error(`${entry.id} warns with what its campaign does not know`);
  const thread = entry.thread.map(({ card, ...post }) => ({ ...post, card: card === null ? null : storedCard(card) }));
  return { ...entry, origin: { file, path }, warning, thread };
}

function storedCard(card: Card): StoredCard {
  const { theme: _, ...rest } = card;
  return 'photo' in rest ? { ...rest, photo: rest.photo?.id ?? null } : rest;
}

/** The campaigns that were stored in a file with this key; null if there are none, or their file is not whole. */
export function storedCampaigns(file: string, key: string): NonEmpty<Campaign> | null {
  const container = openContainer(file, key);
  if (container === null) return null;
  const { campaigns, photographs, files } = container.head as Head;
  const firstPlacing = container.length - files.length;
  const known = new Map<string, Positions>();
  const positions = (name: string): Positions => {
    const index = files.indexOf(name);
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = positionsIn(
      index < 0 ? { file: name, source: '', root: null } : (container.valueAt(firstPlacing + index) as Placing),
    );
    known.set(name, made);
    return made;
  };
  const pictures = new Map(
    photographs.map((photograph): [string, Photograph] => {
      const record = photograph.file.replace(/\.jpg$/u, '.yaml');
      return [photograph.id, { ...photograph, locate: (path) => positions(record).locate(path) }];
    }),
  );
  const [first, ...rest] = campaigns.map((stored) => opened(stored, pictures, positions, container));
  return first === undefined ? null : [first, ...rest];
}

/** A campaign whose entries and facts are read when they are asked for, each once. */
function opened(
  stored: StoredCampaign,
  photographs: Campaign['photographs'],
  positions: (file: string) => Positions,
  container: Container,
): Campaign {
  const { first, entryCount, hasFacts, order, wallClocks, ...head } = stored;
  const entries = new Map<number, Entry>();
  const entryAt = (number: number): Entry => {
    const found = entries.get(number);
    if (found !== undefined) return found;
    const value = container.valueAt(first + number) as StoredEntry;
    const { warning, thread, origin } = value;
    const entry: Entry = {
      ...value,
      origin: originOf(origin.file, origin.path, () => positions(origin.file)),
      warning: warning === null ? null : (head.warnings.get(warning) ?? null),
      thread: thread.map(({ card, ...post }) => ({
        ...post,
        card: card === null ? null : openedCard(card, head.theme, photographs),
      })) as unknown as Entry['thread'],
    };
    entries.set(number, entry);
    return entry;
  };
  let facts: Facts | null | undefined;
  let all: readonly Entry[] | undefined;
  const campaign: Campaign = {
    ...head,
    photographs,
    get entries() {
      all ??= Array.from({ length: entryCount }, (_, number) => entryAt(number));
      return all;
    },
    get facts() {
      facts ??= hasFacts ? (container.valueAt(first + entryCount) as Facts) : null;
      return facts;
    },
  };
  setTimetable(campaign, {
    length: order.length,
    wallClockAt: (index): WallClock => wallClocks[index] ?? Number.NaN,
    entryAt: (index) => entryAt(order[index] ?? entryCount),
  });
  return campaign;
}

function openedCard(
  { photo, ...card }: StoredCard,
  theme: Campaign['theme'],
  photographs: Campaign['photographs'],
): Card {
  const slot =
    photo === undefined
      ? {}
      : { photo: photo === null ? null : { id: photo, photograph: photographs.get(photo) ?? null } };
  return { ...card, theme, ...slot } as Card;
}
