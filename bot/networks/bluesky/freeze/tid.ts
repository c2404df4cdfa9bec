/** Timestamp identifiers, the record keys of Bluesky posts. */

const sortable = '234567abcdefghijklmnopqrstuvwxyz';

declare const tid: unique symbol;
/** Thirteen characters that sort as their time does. */
export type Tid = string & { readonly [tid]: true };

/** Highest clock identifier, 10 bits. */
export const maxClockId = 1023;

/**
 * Encodes microseconds since 1970 (53 bits) and a clock identifier (10 bits) under a top bit of 0, in base32-sortable.
 * Throws a RangeError outside these ranges. Rule: https://atproto.com/specs/tid
 */
export function tidOf(micros: number, clockId: number): Tid {
  if (!Number.isSafeInteger(micros) || micros < 0) throw new RangeError(`${micros} is no time a TID can hold`);
  if (!Number.isInteger(clockId) || clockId < 0 || clockId > maxClockId) {
    throw new RangeError(`${clockId} is no clock identifier: it must be between 0 and ${maxClockId}`);
  }
  const bits = (BigInt(micros) << 10n) | BigInt(clockId);
  let text = '';
  for (let shift = 60n; shift >= 0n; shift -= 5n) text += sortable.charAt(Number((bits >> shift) & 31n));
  return text as Tid;
}

/** The two numbers in a TID. Throws a RangeError for a string that is none. */
export function partsOfTid(text: string): { readonly micros: number; readonly clockId: number } {
  if (!/^[234567abcdefghij][234567a-z]{12}$/.test(text)) throw new RangeError(`"${text}" is no TID`);
  const bits = [...text].reduce((sum, character) => (sum << 5n) | BigInt(sortable.indexOf(character)), 0n);
  return { micros: Number(bits >> 10n), clockId: Number(bits & 1023n) };
}
