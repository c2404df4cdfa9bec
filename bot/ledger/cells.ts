/** From cells of a row to values: what this program cannot have written is named with table, row and column, never guessed. */

import { z } from 'zod';
import { parsedJson } from '../../schedule/read/read-text.ts';
import { type Instant, instantFromIso } from '../../schedule/time/instant.ts';
import type { SlotId } from '../../schedule/time/slots.ts';
import type { Failure, Frozen, Trail } from '../networks/network.ts';
import type { Hold, Setback } from './ledger.ts';
import type { KnownCapabilities } from './state.ts';
import type { KeyColumns, Tables } from './tables.ts';

/** The ledger holds something that was never written there, so that nothing it says can be relied on. */
export class DamagedRow extends Error {
  override readonly name = 'DamagedRow';

  constructor(table: keyof Tables, row: RowKey, trouble: string) {
    const name = nameOfRow(row);
    super(`in the table ${table}, ${name === '' ? 'a row' : `the row ${name}`}: ${trouble}`);
  }
}

/** What names a row, as far as that could be read. */
export type RowKey = Readonly<Partial<Record<(typeof namings)[number], string>>>;

const namings = ['slot', 'channel', 'matter', 'account', 'language'] as const;

/** A row with what its messages call it. */
export type Row<C> = { readonly table: keyof Tables; readonly key: RowKey; readonly cells: C };

/** The value in a column. Throws a DamagedRow, which shows what stands there unless that is long. */
export function cell<C, K extends keyof C & string, T>(
  { table, key, cells }: Row<C>,
  column: K,
  form: z.ZodType<T>,
): T {
  const parsed = form.safeParse(cells[column]);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = [column, ...(issue?.path ?? [])].join('.');
  throw new DamagedRow(table, key, `${where} holds ${shown(cells[column])}, which ${issue?.message ?? 'cannot be'}`);
}

export const text = z.string('is no text');
export const count = z.int('is no whole number').nonnegative('is below nought');
export const instant: z.ZodType<Instant> = text.transform((iso, ctx) => {
  try {
    return instantFromIso(iso);
  } catch {
    ctx.addIssue({ code: 'custom', message: 'is no instant' });
    return z.NEVER;
  }
});
export const slot = z.custom<SlotId>(
  (value) => typeof value === 'string' && /^[^/@]+\/[^/@]+@\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value),
  'is no slot',
);
const failureKinds = ['refused', 'unavailable', 'unauthorised', 'doubtful', 'uncertain', 'conflict'] as const;
export const failureKind: z.ZodType<Failure['kind']> = z.enum(failureKinds, 'is no kind of failure');
export const setbackKind: z.ZodType<Setback['kind']> = z.enum([...failureKinds, 'held'], 'is no kind of failure');
export const holdReason: z.ZodType<Hold['why']> = z.enum(['silence', 'spacing', 'hourly-cap'], 'is no reason to wait');
export const state = z.enum(['intended', 'published', 'missed', 'failed'], 'is no state of a publication');

/** The forms of what networks have frozen and written down. */
export type StoredForms = {
  readonly frozen: z.ZodType;
  readonly trail: z.ZodType;
  /** Of what servers allow, by account. */
  readonly capabilities: z.ZodType<KnownCapabilities>;
};

/** As it was stored, whatever else stands in it: requests are sent as they were frozen. */
export function frozenIn(forms: StoredForms): z.ZodType<Frozen> {
  return json<Frozen>(forms.frozen);
}

export function trailIn(forms: StoredForms): z.ZodType<Trail> {
  return json<Trail>(forms.trail);
}

function json<T>(shape: z.ZodType): z.ZodType<T> {
  return text.transform((stored, ctx) => {
    const value = parsedJson(stored);
    const [issue] = shape.safeParse(value).error?.issues ?? [];
    if (issue === undefined) return value as T;
    ctx.addIssue({ code: 'custom', path: [...issue.path], message: 'is not what was stored' });
    return z.NEVER;
  });
}

const longest = 60;

function shown(value: unknown): string {
  if (typeof value !== 'string') return value instanceof Uint8Array ? 'bytes' : String(value);
  return value.length > longest ? 'a text' : quoted(value);
}

function nameOfRow(key: RowKey): string {
  return namings.flatMap((naming) => (key[naming] === undefined ? [] : quoted(String(key[naming])))).join(' ');
}

/** What a terminal would obey is written out. */
function quoted(value: string): string {
  return JSON.stringify(value).replaceAll(
    /\p{C}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The columns that name a publication, for messages. */
export function keyOf({ account, language, slot }: KeyColumns): RowKey {
  return { account, language, slot };
}
