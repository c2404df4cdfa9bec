/** From rows to publications: a row that breaks the ledger's promises is an Error, never a guess. */

import { type Instant, instantFromIso } from '../../schedule/instant.ts';
import type { Failure, Frozen, PostReceipt, Trail } from '../networks/network.ts';
import type { Publication, PublicationKey } from './ledger.ts';
import type { AttemptRow, PublicationRow, ReceiptRow } from './tables.ts';

/** How messages name a publication. */
export function nameOf(key: PublicationKey): string {
  return `publication ${key.slot} of ${key.account} (${key.language})`;
}

/** `attempts` and `receipts` are those of this row, in order. */
export function publicationOf(
  row: PublicationRow,
  attempts: readonly AttemptRow[],
  receipts: readonly ReceiptRow[],
): Publication {
  const recorded = {
    account: row.account,
    language: row.language,
    slot: row.slot,
    due: instantFromIso(row.due),
  };
  switch (row.state) {
    case 'intended':
      return {
        ...recorded,
        state: 'intended',
        frozen: frozenOf(row),
        fingerprint: present(row, 'fingerprint'),
        trail: trailOf(row),
        intendedAt: instantIn(row, 'intended_at'),
        attempts: attempts.length,
        attemptedAt: attempts.map(({ at }) => instantFromIso(at)),
        doubts: attempts.filter(({ failure_kind }) => failure_kind === 'doubtful').length,
        lastFailure: lastFailureOf(attempts),
      };
    case 'published': {
      const [first, ...rest] = receipts.map(receiptOf);
      if (first === undefined) throw new Error(`the ledger has no receipt for the published ${nameOf(row)}`);
      const fingerprint = present(row, 'fingerprint');
      const publishedAt = instantIn(row, 'settled_at');
      return { ...recorded, state: 'published', fingerprint, publishedAt, receipts: [first, ...rest] };
    }
    case 'missed':
      return { ...recorded, state: 'missed', missedAt: instantIn(row, 'settled_at') };
    case 'failed': {
      if (row.failure_kind === null || row.failure_message === null) {
        throw new Error(`the ledger has no reason for the failed ${nameOf(row)}`);
      }
      const failure = failureOf(row.failure_kind, row.failure_message, null);
      const intent = row.frozen === null ? null : { frozen: frozenOf(row), trail: trailOf(row) };
      return { ...recorded, state: 'failed', failedAt: instantIn(row, 'settled_at'), failure, intent };
    }
  }
}

/** The frozen requests as they were stored. */
function frozenOf(row: PublicationRow): Frozen {
  return JSON.parse(present(row, 'frozen')) as Frozen;
}

/** Throws an Error unless every post of a row has its receipt, in order. */
export function checkReceipts(row: PublicationRow, receipts: readonly PostReceipt[]): void {
  const posts = frozenOf(row).posts.length;
  const positions = receipts.map(({ position }) => position);
  if (positions.length === posts && positions.every((position, index) => position === index)) return;
  throw new Error(
    `cannot publish ${nameOf(row)}: it has ${posts} posts, but its receipts are for positions ${positions.join(', ')}`,
  );
}

function receiptOf({ position, id, cid, url }: ReceiptRow): PostReceipt {
  return { position, id, cid, url };
}

function trailOf({ trail }: PublicationRow): Trail | null {
  return trail === null ? null : (JSON.parse(trail) as Trail);
}

function lastFailureOf(attempts: readonly AttemptRow[]): { readonly failure: Failure; readonly at: Instant } | null {
  const last = attempts.at(-1);
  if (last === undefined) return null;
  return { failure: failureOf(last.failure_kind, last.failure_message, last.retry_at), at: instantFromIso(last.at) };
}

function failureOf(kind: Failure['kind'], message: string, retryAt: string | null): Failure {
  const named = retryAt === null ? null : instantFromIso(retryAt);
  if (kind === 'unavailable') return { kind, message, retryAt: named };
  return kind === 'doubtful' && named !== null ? { kind, message, retryAt: named } : { kind, message };
}

function instantIn(row: PublicationRow, column: 'intended_at' | 'settled_at'): Instant {
  return instantFromIso(present(row, column));
}

function present(row: PublicationRow, column: 'fingerprint' | 'frozen' | 'intended_at' | 'settled_at'): string {
  const value = row[column];
  if (value === null) throw new Error(`the ledger has no ${column} for ${nameOf(row)}, which is ${row.state}`);
  return value;
}
