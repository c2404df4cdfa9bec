/** The parts of a drawn sign, as one sees them: what is solid, and how many cuts are in it. */

import { type Box, boxAround, inside, type Point } from '../../../media/cartography/geometry.ts';

/** In units of the sign's file. */
export type Piece = Box & { readonly cuts: number; readonly ring: readonly Point[] };

/** What stands by itself: not what is left within a cut. */
export function piecesOf(paths: string): readonly Piece[] {
  const rings = [...paths.matchAll(/M[^MZ]+Z/gu)].map(([ring]) =>
    [...ring.matchAll(/(-?[\d.]+) (-?[\d.]+)/gu)].map(([, x, y]): Point => ({ x: Number(x), y: Number(y) })),
  );
  const within = (inner: readonly Point[], outer: readonly Point[]) =>
    inner !== outer && inner.every((point) => inside(outer, point));
  const depth = (ring: readonly Point[]) => rings.filter((other) => within(ring, other)).length;
  return rings
    .filter((ring) => depth(ring) === 0)
    .map((ring) => ({
      ...boxAround(ring),
      ring,
      cuts: rings.filter((other) => depth(other) === 1 && within(other, ring)).length,
    }));
}
