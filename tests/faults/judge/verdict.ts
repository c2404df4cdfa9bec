/** What a run came to: the ledger against the servers' own books, publication by publication. */

import { accountKeyOf } from '../../../bot/channel.ts';
import type { Ledger, Publication } from '../../../bot/ledger/ledger.ts';
import { networks } from '../../../bot/networks/all.ts';
import { setbackWords } from '../../../bot/publish/decide/pace.ts';
import { renderThread } from '../../../bot/render/render.ts';
import { type Wording, wordingsOf } from '../../../schedule/time/lateness.ts';
import type { Slot, SlotId } from '../../../schedule/time/slots.ts';
import type { Standing } from '../network/standing.ts';
import { honoursKeys, type Seat } from '../season/season.ts';

/** How one publication ended, for the ledger. */
type Ending = Publication['state'] | 'uncertain' | 'nothing recorded';

type Settled = {
  readonly seat: string;
  readonly slot: string;
  readonly ending: Ending;
  readonly standing: number;
};

/** A publication that stands after one that was due later. */
export type Inversion = { readonly slot: SlotId; readonly after: SlotId };

export type Verdict = {
  readonly inversions: readonly Inversion[];
  readonly settled: readonly Settled[];
  /** What must never be: each line is a broken promise. */
  readonly broken: readonly string[];
};

type Failed = Extract<Publication, { state: 'failed' }>;

/**
 * Judges the slots of one channel. `slots` are those that were due since its first start; `givenUpAt` tells the true time,
 * where the clock that the ledger was told may have been wrong.
 */
export async function judge(
  seat: Seat,
  slots: readonly Slot[],
  standing: readonly Standing[],
  ledger: Pick<Ledger, 'publications'>,
  givenUpAt: (failed: Failed) => number = ({ failedAt }) => failedAt,
): Promise<Verdict> {
  const broken: string[] = [];
  const recorded = new Map(
    (await ledger.publications(accountKeyOf(seat.account), seat.language)).map((each) => [each.slot, each] as const),
  );
  const byText = Map.groupBy(standing, ({ text }) => text);
  const ours = new Set<string>();
  const places: Place[] = [];
  const settled = slots.map((slot): Settled => {
    const say = (trouble: string) => broken.push(`${seat.id} ${slot.id}: ${trouble}`);
    const wanted = wordingThere(slot, seat, byText, ours, say);
    const there = wanted.map(({ text }) => byText.get(text) ?? []);
    for (const [position, copies] of there.entries())
      if (copies.length > 1) say(`post ${position} is there ${copies.length} times`);
    const found = there.map(([post]) => post);
    const count = found.filter((post) => post !== undefined).length;
    if (found.slice(0, count).some((post) => post === undefined)) say('a post in the middle of its thread is missing');
    for (const [position, post] of found.entries()) {
      if (post === undefined) continue;
      const parent = position === 0 ? null : (found[position - 1]?.id ?? 'what is not there');
      if (post.parent !== parent) say(`post ${position} answers ${post.parent} and not ${parent}`);
      if (post.images.length !== wanted[position]?.pictures) say(`post ${position} has ${post.images.length} pictures`);
    }
    if (seat.network === 'bluesky' && count !== 0 && count !== wanted.length) say('is there in part');
    if (found[0] !== undefined) places.push({ slot: slot.id, at: standing.indexOf(found[0]) });
    const publication = recorded.get(slot.id);
    for (const trouble of contradictions(publication, seat, found, count, givenUpAt)) say(trouble);
    return { seat: seat.id, slot: slot.id, ending: endingOf(publication), standing: count };
  });
  for (const text of byText.keys()) if (!ours.has(text)) broken.push(`${seat.id}: nobody asked for "${text}"`);
  return { settled, broken, inversions: inversionsOn(seat, places) };
}

function endingOf(publication: Publication | undefined): Ending {
  if (publication === undefined) return 'nothing recorded';
  if (publication.state === 'failed' && publication.failure.kind === 'uncertain') return 'uncertain';
  return publication.state;
}

/** What the ledger says and the server's book does not bear out. */
function contradictions(
  publication: Publication | undefined,
  seat: Seat,
  found: readonly (Standing | undefined)[],
  count: number,
  givenUpAt: (failed: Failed) => number,
): readonly string[] {
  const there = `${count} of ${found.length} are there`;
  switch (publication?.state) {
    case undefined:
      return ['was due, and nothing is recorded of it'];
    case 'intended':
      return [
        `is not settled: ${publication.lastFailure === null ? 'no attempt has ended' : setbackWords(publication.lastFailure.failure)}`,
      ];
    case 'missed':
      return count > 0 ? [`is recorded as missed, but ${there}`] : [];
    case 'failed': {
      const { kind, message } = publication.failure;
      if (kind !== 'uncertain') return [`is given up as ${kind}: ${message}`];
      return isUnknowable(publication, seat, givenUpAt(publication))
        ? []
        : [`is uncertain, although it could be known: ${message}`];
    }
    case 'published': {
      const named = publication.receipts.map(({ id }) => id).join(' ');
      const real = found.map((post) => post?.id).join(' ');
      return named === real ? [] : [`is published as ${named}, but there are ${real}`];
    }
  }
}

/** A little less than the hour that a server remembers a key. */
const keyLife = 55 * 60_000;

/**
 * Whether no client could have known what became of a publication: where a server would not let it look in a hundred
 * attempts past its last chance; on a server that ignores keys, and elsewhere once the key is forgotten; a post with pictures only if the
 * server no longer has them, or attaches them as often as it is asked to.
 */
function isUnknowable({ intent, failure }: Failed, seat: Seat, failedAt: number): boolean {
  if (failure.message.startsWith('given up after')) return true;
  const trail = intent?.trail ?? null;
  if (seat.network !== 'mastodon' || trail === null) return false;
  const position = trail.posts.filter(({ receipt }) => receipt !== null).length;
  const attempts = trail.posts[position]?.attempts ?? null;
  if (attempts === null) return false;
  const isFence = seat.mode !== 'snac' && (intent?.frozen.posts[position]?.pictures.length ?? 0) > 0;
  if (isFence) return failure.message.includes('no longer has the pictures');
  return !honoursKeys(seat.mode) || failedAt - Date.parse(attempts.firstAt) >= keyLife;
}

/** The wording in which a slot is there, or its first; more than one of them at once is a broken promise. */
function wordingThere(
  slot: Slot,
  seat: Seat,
  byText: ReadonlyMap<string, readonly Standing[]>,
  ours: Set<string>,
  say: (trouble: string) => void,
): readonly Wanted[] {
  const wordings = wordingsOf(slot.entry).map((wording) => postsOf(slot, seat, wording));
  for (const { text } of wordings.flat()) ours.add(text);
  const [written = [], late = []] = wordings;
  const only = (posts: readonly Wanted[], others: readonly Wanted[]) =>
    posts.some(({ text }) => byText.has(text) && others.every((other) => other.text !== text));
  if (only(late, written) && only(written, late)) say('is there in two wordings');
  return only(late, written) ? late : written;
}

/** Where a publication stands on its account. */
type Place = { readonly slot: SlotId; readonly at: number };

/** Of places in the order of the due instants. Bluesky itself sorts by those. */
function inversionsOn({ network }: Seat, places: readonly Place[]): readonly Inversion[] {
  if (network === 'bluesky') return [];
  return places.flatMap(({ slot, at }, index) =>
    places
      .slice(index + 1)
      .filter((later) => later.at < at)
      .map((later) => ({ slot, after: later.slot })),
  );
}

type Wanted = { readonly text: string; readonly pictures: number };

function postsOf(slot: Slot, { network, language }: Seat, wording: Wording): readonly Wanted[] {
  const { rules } = networks[network];
  const rendered = renderThread(slot, { rules, language, capabilities: rules.defaults }, wording);
  if (!rendered.ok) throw new Error(`${slot.id} cannot be rendered`);
  return rendered.value.posts.map(({ text, images }) => ({ text, pictures: images.length }));
}
