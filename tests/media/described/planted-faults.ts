/** Drawings as they must not be: mirrored, or with something missing. */

import { pages } from '../../../media/page.ts';
import type { Whereabouts } from './drawn-where.ts';

const { width, height } = pages.portrait;

/** The same drawing seen in a mirror beside it (`across`) or under it (`down`). */
export function mirrored(drawn: Whereabouts, direction: 'across' | 'down'): Whereabouts {
  const across = direction === 'across';
  const flipped = <T>(value: T): T => {
    if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, flipped(each)])) as T;
    if (Array.isArray(value)) return value.map(flipped) as T;
    if (typeof value !== 'object' || value === null) return value;
    const parts = Object.entries(value).map(([key, part]) => {
      const other = opposite[key] === undefined ? part : (value as Record<string, unknown>)[opposite[key]];
      const turns = (across ? ['x', 'left', 'right'] : ['y', 'top', 'bottom']).includes(key);
      return [key, turns ? (across ? width : height) - Number(other) : flipped(part)];
    });
    return Object.fromEntries(parts);
  };
  const { written, silkFrom, seams, dyes, ...rest } = drawn;
  const map = drawn.map && { ...flipped(drawn.map), height: drawn.map.height };
  return {
    ...flipped(rest),
    map: map && !across ? lowered(map, height - map.height) : map,
    // Its silk would reach up to a place, and begin nowhere.
    silkFrom: across ? null : silkFrom,
    seams: across ? seams : seams.map((seam) => height - seam).reverse(),
    dyes: across ? dyes : [...dyes].reverse(),
    written: (what) => flipped(written(what)),
  };
}

const opposite: Readonly<Record<string, string>> = {
  left: 'right',
  right: 'left',
  top: 'bottom',
  bottom: 'top',
  x: 'x',
  y: 'y',
};

/** A map that is turned over stays at the top of its card. */
function lowered<T>(value: T, by: number): T {
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, lowered(each, by)])) as T;
  if (Array.isArray(value)) return value.map((each) => lowered(each, by)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(
    ([key, part]) => [key, ['y', 'top', 'bottom'].includes(key) ? Number(part) - by : lowered(part, by)] as const,
  );
  return Object.fromEntries(parts) as T;
}

/** Every drawing that lacks one thing of this one, or has a yes for a no. */
export function lacking(drawn: Whereabouts): readonly Whereabouts[] {
  const { map } = drawn;
  const words = { ...drawn, written: () => null };
  return [words, ...shorter(drawn), ...(map === null ? [] : shorter(map).map((less) => ({ ...drawn, map: less })))];
}

function shorter<T extends object>(whole: T): readonly T[] {
  return Object.entries(whole).flatMap(([key, part]): readonly T[] => {
    const but = (value: unknown): T => ({ ...whole, [key]: value });
    if (typeof part === 'boolean') return [but(!part)];
    if (part instanceof Map)
      return [...part.keys()].map((id) => but(new Map([...part].filter(([each]) => each !== id))));
    if (Array.isArray(part)) return part.map((_, at) => but(part.filter((__, index) => index !== at)));
    return typeof part === 'object' && part !== null ? [but(null)] : [];
  });
}
