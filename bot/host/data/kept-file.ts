/** Small files of a data folder: parsed when read, so that one that is damaged is never taken for another. */

import type { z } from 'zod';
import { parsedJson, readText } from '../../../schedule/read/read-text.ts';

/** What is in such a file, or why that is not known. */
export type Kept<T> =
  | { readonly kind: 'kept'; readonly value: T }
  | { readonly kind: 'absent' }
  /** `reason` says what is wrong with it, for a person. */
  | { readonly kind: 'damaged'; readonly reason: string };

/** None that is meant comes near. */
const mostBytes = 16 * 1024 * 1024;

/** Enough to find the others. */
const mostPlaces = 5;

/** Never rejects. */
export async function readKept<T>(file: string, form: z.ZodType<T>): Promise<Kept<T>> {
  const text = await readText(file, mostBytes);
  if (typeof text !== 'string') {
    if (text.reason === 'absent') return { kind: 'absent' };
    return { kind: 'damaged', reason: text.message.replace(/\.$/, '') };
  }
  const json = parsedJson(text);
  if (json === undefined) return { kind: 'damaged', reason: 'It breaks off or is no JSON' };
  const parsed = form.safeParse(json);
  if (parsed.success) return { kind: 'kept', value: parsed.data };
  const places = parsed.error.issues.map(({ path }) => path.map(String).join('.')).filter((path) => path !== '');
  const where = places.length === 0 ? '' : `: ${JSON.stringify(places.slice(0, mostPlaces).join(', '))}`;
  return { kind: 'damaged', reason: `It is not what this version writes there${where}` };
}
