/** Recognises a post of ours among the account's own statuses, by what a server gives back unchanged. */

import type { Failed, Failure } from '../../network.ts';
import type { PostReceipt } from '../../receipt.ts';
import type { FrozenStatus } from '../freeze/freeze.ts';
import type { MastodonStatus } from '../wire/api.ts';
import { failureOf } from '../wire/failures.ts';
import { nameOf, type Session } from '../wire/session.ts';

export type Wanted = {
  readonly post: FrozenStatus;
  readonly position: number;
  /** Id of the status it answers. */
  readonly parent: string | null;
  /** As the server answered; null where no answer came. */
  readonly id: string | null;
  /** Of its uploads; null where nothing is known of them. */
  readonly mediaIds: readonly string[] | null;
};

export type Recognised =
  | { readonly kind: 'found'; readonly receipt: PostReceipt<'mastodon'> }
  | { readonly kind: 'absent' }
  | Failed;

/**
 * The one of the candidates that has the id, or else the oldest of them (they are given newest first) that is the wanted
 * post: its parent is the same, and its pictures are the very uploads, or else its text and warning, read from the
 * source, are the same to the character. A conflict if it is not as it was meant; among those known by their words alone
 * one that is comes first.
 */
export async function recognise(
  wanted: Wanted,
  candidates: readonly MastodonStatus[],
  session: Session,
): Promise<Recognised> {
  const result = (status: MastodonStatus): Recognised => {
    const failure = notAsMeant(wanted.post, status, session);
    if (failure !== null) return { kind: 'failure', failure };
    return { kind: 'found', receipt: receiptOf(status, wanted.position) };
  };
  const answered = candidates.find(({ id }) => id === wanted.id);
  if (answered !== undefined) return result(answered);
  const possible = candidates.filter((status) => couldBe(wanted, status)).reverse();
  let otherwise: Recognised | null = null;
  for (const status of possible) {
    if (hasUploads(wanted, status)) return result(status);
    if (mustHaveUploads(wanted, session)) continue;
    const same = await hasText(wanted.post, status, session);
    if (typeof same !== 'boolean') return { kind: 'failure', failure: same };
    if (!same) continue;
    const known = result(status);
    if (known.kind === 'found') return known;
    otherwise ??= known;
  }
  return otherwise ?? { kind: 'absent' };
}

export function receiptOf({ id, url }: MastodonStatus, position: number): PostReceipt<'mastodon'> {
  return { position, id, cid: null, url: url ?? null };
}

/** Whoever has the address may read these. Mastodon makes public posts of limited accounts unlisted, Mitra unlisted ones public. */
const openToAll = ['public', 'unlisted'];

/**
 * What readers would see otherwise than it was meant: pictures or a warning missing, or other readers. A warning is not
 * compared to the letter, because some software gives it as HTML. Null if nothing is wrong.
 */
export function notAsMeant(
  { pictures, spoilerText, visibility }: FrozenStatus,
  status: MastodonStatus,
  session: Session,
): Failure | null {
  const attached = status.mediaAttachments.length;
  const hasWarning = (text: string | null | undefined) => (text ?? '').trim() !== '';
  const shownTo = status.visibility ?? visibility;
  const wrong = [
    attached === pictures.length ? [] : `with ${attached} of ${pictures.length} pictures`,
    hasWarning(status.spoilerText) === hasWarning(spoilerText)
      ? []
      : `${hasWarning(spoilerText) ? 'without its' : 'with a'} content warning`,
    shownTo === visibility || [shownTo, visibility].every((readers) => openToAll.includes(readers))
      ? []
      : `${shownTo} instead of ${visibility}`,
  ].flat();
  if (wrong.length === 0) return null;
  const where = status.url ?? `status ${status.id}`;
  const message = `${nameOf(session)} published ${where} ${wrong.join(', ')}; look whether it may stay there, or delete it`;
  return { kind: 'conflict', message };
}

function couldBe({ post, parent }: Wanted, status: MastodonStatus): boolean {
  return (status.inReplyToId ?? null) === parent && status.mediaAttachments.length === post.pictures.length;
}

function hasUploads({ post, mediaIds }: Wanted, { mediaAttachments }: MastodonStatus): boolean {
  const attached = new Set(mediaAttachments.map(({ id }) => id));
  return post.pictures.length > 0 && mediaIds?.length === attached.size && mediaIds.every((id) => attached.has(id));
}

/** Where an upload is attached once, pictures of other ids are another publication's, even under the same text. */
function mustHaveUploads({ post, mediaIds }: Wanted, { policy }: Session): boolean {
  return post.pictures.length > 0 && mediaIds !== null && policy.mediaAttachOnce;
}

async function hasText(post: FrozenStatus, status: MastodonStatus, session: Session): Promise<boolean | Failure> {
  if (!hasAltTexts(post, status)) return false;
  const words = await wordsOf(status, session);
  if (words === null || 'kind' in words) return words ?? false;
  const plain = (text: string) => plainText(text, session.domains);
  return plain(words.text) === plain(post.status) && words.warning === (post.spoilerText ?? '').trim();
}

/**
 * What keeps a status from counting as the wanted post by a person's word, in words that go on from the account; null if
 * nothing does. It has to have the text and the parent that were meant. One whose id the server gave in its answer may have
 * lost pictures or its warning: the person has seen that.
 */
export async function deviationOf(
  wanted: Wanted,
  status: MastodonStatus,
  session: Session,
): Promise<string | Failure | null> {
  const { post, parent, id } = wanted;
  if ((status.inReplyToId ?? null) !== parent)
    return parent === null ? 'it answers another post' : 'it stands outside its thread';
  const words = await wordsOf(status, session);
  if (words === null) return 'it is gone';
  if ('kind' in words) return words;
  const plain = (text: string) => plainText(text, session.domains);
  if (plain(words.text) !== plain(post.status)) return `it says “${words.text.slice(0, 60).replaceAll(/\s+/g, ' ')}”`;
  if (status.id === id) return null;
  if (words.warning !== (post.spoilerText ?? '').trim()) return 'it has another content warning';
  const attached = status.mediaAttachments.length;
  if (attached !== post.pictures.length) return `it has ${attached} of ${post.pictures.length} pictures`;
  return hasUploads(wanted, status) || hasAltTexts(post, status) ? null : 'it shows other pictures';
}

function hasAltTexts(post: FrozenStatus, status: MastodonStatus): boolean {
  const described = status.mediaAttachments.map(({ description }) => description ?? '');
  return post.pictures.every(({ alt }, index) => described[index] === alt);
}

/** Null if the status is gone. */
async function wordsOf(
  status: MastodonStatus,
  session: Session,
): Promise<{ readonly text: string; readonly warning: string } | Failure | null> {
  const answer = await session.api.source(status.id);
  if (answer.kind === 'no' && [404, 410].includes(answer.status)) return null;
  if (answer.kind !== 'ok') return failureOf(answer, session.account.server, session.now());
  const { text, spoilerText } = answer.value;
  return { text, warning: (spoilerText ?? '').trim() };
}

/** As Mastodon stores it: without white space around it, and mentions of its own people without their server. */
function plainText(text: string, domains: readonly string[]): string {
  const lines = text.replaceAll('\r\n', '\n').trim();
  return domains.reduce((rest, domain) => rest.replace(mentionsOn(domain), '$1'), lines);
}

function mentionsOn(domain: string): RegExp {
  return new RegExp(`(@[a-z0-9_.-]+)@${RegExp.escape(domain)}(?![\\p{L}\\p{N}.-])`, 'giu');
}
