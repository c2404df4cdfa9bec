/** Finds a place for every name on a map: no name meets another name, a mark, or the edge. The same scene, the same places. */

import { type Box, crosses, grown, lies, meets, type Point } from './geometry.ts';

/** One way to set a name: the boxes its ink fills, and how much a reader would rather see it elsewhere. */
export type Candidate = {
  readonly boxes: readonly Box[];
  readonly cost: number;
  /** What it is the name of: a river's lies on its water, a country's within its borders, a pin's where it may. */
  readonly of: 'pin' | 'water' | 'land';
};

/** A straight piece of a drawn line, and how far from its middle it is drawn, in pixels. */
export type Stroke = { readonly from: Point; readonly to: Point; readonly reach: number };

export type Obstacles = {
  /** Where no name may stand. */
  readonly boxes: readonly Box[];
  readonly strokes: readonly Stroke[];
  /** Which the names of rivers and lands keep clear of, and those of pins if they can. */
  readonly bridges: readonly Stroke[];
  /** Borders and banks, which the names of lands keep clear of, and those of pins if they can. */
  readonly shores: readonly Stroke[];
};

type Placed<T> =
  | { readonly ok: true; readonly required: readonly T[]; readonly optional: readonly T[]; readonly cost: number }
  /** The name, by its number, that finds no room beside the others. */
  | { readonly ok: false; readonly crowded: number };

type Names<T extends Candidate> = {
  /** Ways to set each name that has to stand; for every name the likeliest first. */
  readonly required: readonly (readonly T[])[];
  /** Names that are left out where there is no room, the most wanted first. */
  readonly optional: readonly (readonly T[])[];
};

/** Pixels that stay free around the ink of a name. */
const clearance = 9;
/** How many arrangements are looked at before the best so far is taken. */
const patience = 2_000;
/** What it costs the name of a pin to lie across a border, a bank or a bridge. */
const crossing = 1.3;

/** The cheapest arrangement of the required names found by branch and bound, then each optional name where it still fits. */
export function placeLabels<T extends Candidate>(names: Names<T>, obstacles: Obstacles, frame: Box): Placed<T> {
  const { bridges, shores } = obstacles;
  const free = ({ boxes, of }: T) =>
    boxes.every((box) => lies(box, frame) && !covered(grown(box, clearance), obstacles)) &&
    (of === 'pin' || !boxes.some((box) => crossed(box, bridges))) &&
    (of !== 'land' || !boxes.some((box) => crossed(box, shores)));
  const costly = (one: T): T =>
    one.boxes.some((box) => crossed(box, bridges) || crossed(box, shores))
      ? { ...one, cost: one.cost + crossing }
      : one;
  const required = names.required.map((candidates) => candidates.filter(free).map(costly));
  const arrangement = arranged(required);
  if (!arrangement.ok) return arrangement;
  const { chosen, cost } = arrangement;
  const optional: T[] = [];
  for (const candidates of names.optional) {
    const found = candidates.find((one) => free(one) && [...chosen, ...optional].every((other) => apart(one, other)));
    if (found !== undefined) optional.push(found);
  }
  return { ok: true, required: chosen, optional, cost };
}

function covered(box: Box, { boxes, strokes }: Obstacles): boolean {
  return boxes.some((other) => meets(box, other)) || crossed(box, strokes);
}

function crossed(box: Box, strokes: readonly Stroke[]): boolean {
  return strokes.some(({ from, to, reach }) => crosses(grown(box, reach), from, to));
}

function apart(one: Candidate, other: Candidate): boolean {
  return one.boxes.every((box) => other.boxes.every((others) => !meets(grown(box, clearance), others)));
}

type Arrangement<T> =
  | { readonly ok: true; readonly chosen: readonly T[]; readonly cost: number }
  | { readonly ok: false; readonly crowded: number };
type Open<T> = { readonly name: number; readonly candidates: readonly T[] };

/**
 * One candidate for each name in the order of the names, or the name that most often was left without one. Takes the
 * name with the fewest candidates left, and after each choice strikes what no longer fits from the others.
 */
function arranged<T extends Candidate>(required: readonly (readonly T[])[]): Arrangement<T> {
  const chosen = new Map<number, T>();
  const wiped = required.map(() => 0);
  let best: { readonly cost: number; readonly chosen: readonly T[] } | null = null;
  let looked = 0;

  const visit = (open: readonly Open<T>[], cost: number): void => {
    looked += 1;
    const empty = open.find(({ candidates }) => candidates.length === 0);
    if (empty !== undefined) {
      wiped[empty.name] = (wiped[empty.name] ?? 0) + 1;
      return;
    }
    const ahead = open.reduce((sum, { candidates }) => sum + (candidates[0]?.cost ?? 0), 0);
    if (looked > patience || (best !== null && cost + ahead >= best.cost)) return;
    const next = open.reduce<Open<T> | null>(
      (least, each) => (least === null || each.candidates.length < least.candidates.length ? each : least),
      null,
    );
    if (next === null) {
      best = { cost, chosen: required.flatMap((_, name) => chosen.get(name) ?? []) };
      return;
    }
    const others = open.filter((each) => each !== next);
    for (const candidate of next.candidates) {
      chosen.set(next.name, candidate);
      const left = others.map(({ name, candidates }) => ({
        name,
        candidates: candidates.filter((other) => apart(candidate, other)),
      }));
      visit(left, cost + candidate.cost);
    }
    chosen.delete(next.name);
  };
  const open = required.map((candidates, name) => ({
    name,
    candidates: [...candidates].sort((a, b) => a.cost - b.cost),
  }));
  visit(open, 0);
  const found = best as { readonly cost: number; readonly chosen: readonly T[] } | null;
  return found === null ? { ok: false, crowded: wiped.indexOf(Math.max(...wiped)) } : { ok: true, ...found };
}
