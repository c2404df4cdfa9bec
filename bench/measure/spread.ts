/** The middle of a few measurements, and how far they lie apart. */

/** The median, and the quartiles as the spread. */
export type Spread = { readonly median: number; readonly from: number; readonly to: number };

/** Of at least one value; between two of them it is interpolated. Throws a RangeError without any. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), from: quantile(sorted, 0.25), to: quantile(sorted, 0.75) };
}

/** The value below which a share, from 0 to 1, of the values lies; they are in ascending order. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below = 0, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at % 1);
}
