/** From rows to publications: a row that breaks the ledger's promises is an Error, never a guess. */

import type { Instant } from '../../schedule/time/instant.ts';
import type { Failure, Frozen, Trail } from '../networks/network.ts';
import type { PostReceipt } from '../networks/receipt.ts';
import {
  cell,
  count,
  DamagedRow,
  failureKind,
  frozenIn,
  holdReason,
  instant,
  keyOf,
  type Row,
  type StoredForms,
  setbackKind,
  slot,
  state,
  text,
  trailIn,
} from './cells.ts';
import type { Preparation, Publication, PublicationKey, Setback } from './ledger.ts';
import type { AttemptRow, PreparationRow, PublicationRow, ReceiptRow } from './tables.ts';

/** How messages name a publication. */
export function nameOf(key: PublicationKey): string {
  return `publication ${key.slot} of ${key.account} (${key.language})`;
}

/** `attempts` and `receipts` are those of this row, in order. Throws a DamagedRow. */
export function publicationOf(
  row: PublicationRow,
  attempts: readonly AttemptRow[],
  receipts: readonly ReceiptRow[],
  forms: StoredForms,
): Publication {
  const of = rowOf(row);
  const { account, language } = row;
  const recorded = { account, language, slot: cell(of, 'slot', slot), due: cell(of, 'due', instant) };
  switch (cell(of, 'state', state)) {
    case 'intended': {
      const tries = attempts.map(attemptOf);
      return {
        ...recorded,
        state: 'intended',
        frozen: frozenOf(row, forms),
        fingerprint: cell(of, 'fingerprint', text),
        trail: trailOf(of, forms),
        intendedAt: cell(of, 'intended_at', instant),
        attempts: tries.length,
        attemptedAt: tries.map(({ at }) => at),
        doubts: tries.filter(({ failure }) => failure.kind === 'doubtful').length,
        lastFailure: tries.at(-1) ?? null,
      };
    }
    case 'published': {
      const [first, ...rest] = receipts.map(receiptOf);
      if (first === undefined) throw new DamagedRow('publications', keyOf(row), 'it is published without a receipt');
      const fingerprint = cell(of, 'fingerprint', text);
      const publishedAt = cell(of, 'settled_at', instant);
      return { ...recorded, state: 'published', fingerprint, publishedAt, receipts: [first, ...rest] };
    }
    case 'missed':
      return { ...recorded, state: 'missed', missedAt: cell(of, 'settled_at', instant) };
    case 'failed': {
      const failure = failureOf(cell(of, 'failure_kind', failureKind), cell(of, 'failure_message', text), null);
      const intent = row.frozen === null ? null : { frozen: frozenOf(row, forms), trail: trailOf(of, forms) };
      return { ...recorded, state: 'failed', failedAt: cell(of, 'settled_at', instant), failure, intent };
    }
  }
}

export function preparationOf(row: PreparationRow, forms: StoredForms): Preparation {
  const of: Row<PreparationRow> = { table: 'preparations', key: keyOf(row), cells: row };
  return {
    frozen: cell(of, 'frozen', frozenIn(forms)),
    fingerprint: cell(of, 'fingerprint', text),
    trail: trailOf(of, forms),
    preparedAt: cell(of, 'prepared_at', instant),
    isComplete: cell(of, 'is_complete', count) === 1,
  };
}

/** Throws an Error unless every post of a row has its receipt, in order. */
export function checkReceipts(row: PublicationRow, receipts: readonly PostReceipt[], forms: StoredForms): void {
  const posts = frozenOf(row, forms).posts.length;
  const positions = receipts.map(({ position }) => position);
  if (positions.length === posts && positions.every((position, index) => position === index)) return;
  const message = `cannot publish ${nameOf(row)}: it has ${posts} posts, but its receipts are for positions ${positions.join(', ')}`;
  throw new Error(message);
}

function rowOf(row: PublicationRow): Row<PublicationRow> {
  return { table: 'publications', key: keyOf(row), cells: row };
}

/** The frozen requests as they were stored. */
function frozenOf(row: PublicationRow, forms: StoredForms): Frozen {
  return cell(rowOf(row), 'frozen', frozenIn(forms));
}

/** `index` among those of its publication. */
function receiptOf(row: ReceiptRow, index: number): PostReceipt {
  const of: Row<ReceiptRow> = { table: 'receipts', key: keyOf(row), cells: row };
  const position = cell(of, 'position', count);
  if (position !== index)
    throw new DamagedRow('receipts', keyOf(row), `position is ${position}, where ${index} is next`);
  return {
    position,
    id: cell(of, 'id', text),
    cid: cell(of, 'cid', text.nullable()),
    url: cell(of, 'url', text.nullable()),
  };
}

function trailOf<C extends { readonly trail: string | null }>(of: Row<C>, forms: StoredForms): Trail | null {
  return cell(of, 'trail', trailIn(forms).nullable());
}

function attemptOf(row: AttemptRow): { readonly failure: Setback; readonly at: Instant } {
  const of: Row<AttemptRow> = { table: 'attempts', key: keyOf(row), cells: row };
  cell(of, 'number', count);
  return { failure: setbackOf(of), at: cell(of, 'at', instant) };
}

function setbackOf(of: Row<AttemptRow>): Setback {
  const kind = cell(of, 'failure_kind', setbackKind);
  if (kind !== 'held')
    return failureOf(kind, cell(of, 'failure_message', text), cell(of, 'retry_at', instant.nullable()));
  return { kind, hold: { why: cell(of, 'failure_message', holdReason), until: cell(of, 'retry_at', instant) } };
}

function failureOf(kind: Failure['kind'], message: string, retryAt: Instant | null): Failure {
  if (kind === 'unavailable') return { kind, message, retryAt };
  return kind === 'doubtful' && retryAt !== null ? { kind, message, retryAt } : { kind, message };
}
