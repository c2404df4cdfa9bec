/** Points, boxes and lines on a drawn map, in pixels; y grows downwards. */

export type Point = { readonly x: number; readonly y: number };
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

export function grown({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

export function meets(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

export function lies(inner: Box, outer: Box): boolean {
  return (
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
  );
}

export function contains({ left, top, right, bottom }: Box, { x, y }: Point): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

export function boxAround(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** The point at a share of the way between two points. */
export function between(one: Point, other: Point, share: number): Point {
  return { x: one.x + (other.x - one.x) * share, y: one.y + (other.y - one.y) * share };
}

/** Whether any part of the straight line between two points lies in a box (Liang and Barsky). */
export function crosses(box: Box, from: Point, to: Point): boolean {
  let [enters, leaves] = [0, 1];
  const sides: readonly (readonly [step: number, room: number])[] = [
    [from.x - to.x, from.x - box.left],
    [to.x - from.x, box.right - from.x],
    [from.y - to.y, from.y - box.top],
    [to.y - from.y, box.bottom - from.y],
  ];
  for (const [step, room] of sides) {
    if (step === 0) {
      if (room < 0) return false;
    } else if (step < 0) enters = Math.max(enters, room / step);
    else leaves = Math.min(leaves, room / step);
  }
  return enters <= leaves;
}

/** The straight pieces of a line. */
export function pieces(line: readonly Point[]): readonly (readonly [Point, Point])[] {
  return line.slice(1).map((to, index) => [line[index] ?? to, to] as const);
}

/** Whether a point lies within a closed ring, by the number of times a ray from it crosses the ring. */
export function inside(ring: readonly Point[], { x, y }: Point): boolean {
  const closed = [...ring, ...ring.slice(0, 1)];
  const crossed = pieces(closed).filter(
    ([a, b]) => a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x),
  );
  return crossed.length % 2 === 1;
}

/** The line walked in steps of at most `step` pixels, its own points kept. */
export function walked(line: readonly Point[], step: number): readonly Point[] {
  const first = line.slice(0, 1);
  return [
    ...first,
    ...pieces(line).flatMap(([from, to]) => {
      const steps = Math.max(1, Math.ceil(distance(from, to) / step));
      return Array.from({ length: steps }, (_, index) => between(from, to, (index + 1) / steps));
    }),
  ];
}
