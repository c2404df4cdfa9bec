/** Looks up an address that a person gives among the account's own posts: only what was meant counts as the doubted post. */

import { instantFromIso } from '../../../../schedule/time/instant.ts';
import type { PublishedWord } from '../../network.ts';
import type { PostReceipt } from '../../receipt.ts';
import { type FrozenMastodon, postAt } from '../freeze/freeze.ts';
import type { MastodonStatus } from '../wire/api.ts';
import { stillDoubtful } from '../wire/failures.ts';
import { ownStatuses } from '../wire/own-statuses.ts';
import { nameOf, type Session } from '../wire/session.ts';
import { deviationOf, receiptOf, recognise, type Wanted } from './recognise.ts';
import type { MastodonTrail } from './trail.ts';

/** A key may lead to a post of an hour before. */
const day = 24 * 60 * 60_000;

/**
 * An address is told by `url` and `uri` alone: on much software it does not end in the id. What stands there has to have the
 * text that was meant, and the parent and pictures by which a post of ours is recognised. Publishes nothing.
 */
export async function standsAt(
  frozen: FrozenMastodon,
  trail: MastodonTrail | null,
  address: URL,
  session: Session,
): Promise<PublishedWord<MastodonTrail>> {
  const before = trail?.posts.flatMap(({ receipt }) => receipt ?? []) ?? [];
  const position = before.length;
  const post = postAt(frozen, position);
  const { answered = null, mediaIds = null } = trail?.posts[position] ?? {};
  const wanted: Wanted = { post, position, parent: before.at(-1)?.id ?? null, id: answered?.id ?? null, mediaIds };
  const since = instantFromIso(frozen.due) - day;
  const read = await ownStatuses(session, ({ createdAt }) => Date.parse(createdAt) < since);
  if (read.kind === 'failure') return { kind: 'failure', failure: stillDoubtful(read.failure) };
  const there = read.statuses.find((status) => isAt(status, address));
  if (there === undefined) return notFound(wanted, before, read.statuses, session);
  if (before.some(({ id }) => id === there.id)) {
    return wrong(`that is a post of the thread that is known already; the one in doubt is number ${position + 1}`);
  }
  const deviation = await deviationOf(wanted, there, session);
  if (deviation === null) return begunOrWhole(frozen, trail, before, receiptOf(there, position));
  if (typeof deviation !== 'string') return { kind: 'failure', failure: stillDoubtful(deviation) };
  return wrong(`what ${nameOf(session)} has there is not what was meant: ${deviation}`);
}

/** Says what there is instead, so that a person need not guess. */
async function notFound(
  wanted: Wanted,
  before: readonly PostReceipt<'mastodon'>[],
  statuses: readonly MastodonStatus[],
  session: Session,
): Promise<PublishedWord<MastodonTrail>> {
  const nothing = `no post of ${nameOf(session)} since the day before it was due has this address`;
  const others = statuses.filter(({ id }) => before.every((receipt) => receipt.id !== id));
  const meant = await recognise(wanted, others, session);
  if (meant.kind === 'found' && meant.receipt.url !== null)
    return wrong(`${nothing}; what was meant stands at ${meant.receipt.url}`);
  if (meant.kind === 'failure' && meant.failure.kind !== 'conflict')
    return { kind: 'failure', failure: stillDoubtful(meant.failure) };
  if (meant.kind === 'failure') return wrong(`${nothing}; ${meant.failure.message}`);
  return wrong(`${nothing}, and none of the ${statuses.length} there are is what was meant`);
}

function begunOrWhole(
  { posts }: FrozenMastodon,
  trail: MastodonTrail | null,
  before: readonly PostReceipt<'mastodon'>[],
  receipt: PostReceipt<'mastodon'>,
): PublishedWord<MastodonTrail> {
  const [first = receipt, ...rest] = [...before, receipt];
  if (rest.length + 1 === posts.length) return { kind: 'whole', receipts: [first, ...rest] };
  const all = [...(trail?.posts ?? [])];
  all[before.length] = { mediaIds: [], refusals: 0, ...all[before.length], attempts: null, receipt };
  return { kind: 'begun', trail: { network: 'mastodon', anchor: null, ...trail, posts: all } };
}

function isAt({ url, uri }: MastodonStatus, address: URL): boolean {
  const asked = placesOf(address);
  return [url, uri].some(
    (each) => (each ?? null) !== null && [...placesOf(new URL(each ?? ''))].some((is) => asked.has(is)),
  );
}

/**
 * Ways to write one address: what a browser shows may have a question or an anchor behind it, the path of Mastodon's own app
 * before it, and the account's server in its name.
 */
function placesOf({ host, pathname }: URL): Set<string> {
  const path = pathname.replace(/\/+$/, '');
  const plain = path.replace(/^\/(?:web|deck)(?=\/@)/, '').replace(`@${host}/`, '/');
  return new Set([`${host}${path}`, `${host}${plain}`]);
}

function wrong(message: string): PublishedWord<MastodonTrail> {
  return { kind: 'wrong address', message };
}
