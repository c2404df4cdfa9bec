/** Points on the one time line of the world, kept apart from wall-clock strings by their type. */

declare const instant: unique symbol;
/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly [instant]: true };

/**
 * Reads an ISO 8601 instant with an offset or `Z`. Throws a RangeError for anything else, a local time without offset
 * included: such a string names no instant.
 */
export function instantFromIso(text: string): Instant {
  const match = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const value = match ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(value)) throw new RangeError(`"${text}" is no instant; write it like 2027-10-23T13:00Z`);
  return value as Instant;
}

export function instantFromMillis(value: number): Instant {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number of milliseconds`);
  return value as Instant;
}

/** `2027-10-23T13:00:00.000Z` */
export function toIso(value: Instant): string {
  return new Date(value).toISOString();
}

export function plusMillis(value: Instant, millis: number): Instant {
  return instantFromMillis(value + millis);
}
