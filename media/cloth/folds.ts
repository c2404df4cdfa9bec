/** The relief of the cloth: one fixed set of folds, and the light that falls on it from the upper left. */

import { grayPng } from './gray-png.ts';

/** A point of the cloth in pixels; y grows downwards. */
export type Hole = { readonly x: number; readonly y: number; readonly radius: number };

/** Height of the cloth above its plane, in pixels. The hole pulls the weave into short puckers around its edge. */
function relief(x: number, y: number, along: number, hole: Hole | null): number {
  return folds(x + along, y) + (hole === null ? 0 : pucker(x, y, hole));
}

function folds(x: number, y: number): number {
  const bend = 46 * Math.sin(y / 290 + 0.6) + 30 * Math.sin(x / 340 + y / 520 + 2.1);
  const narrow = x + 0.42 * y - 0.6 * bend + 18 * Math.sin(y / 120);
  return (
    drape(x, y) +
    9 * (0.6 + 0.5 * Math.sin(x / 270 + 1.2)) * fold(narrow / 27 + 1.9) +
    2.6 * (0.5 + 0.5 * Math.sin(x / 150 - y / 210)) * fold((x - 0.16 * y + 0.4 * bend) / 11.5)
  );
}

/** The long folds alone: what bends the seams between the stripes and the hem. */
export function drape(x: number, y: number): number {
  const bend = 46 * Math.sin(y / 290 + 0.6) + 30 * Math.sin(x / 340 + y / 520 + 2.1);
  return (0.78 + 0.3 * Math.sin(x / 410 + 4.2)) * 30 * fold((x + 0.3 * y + bend) / 57 + 0.4);
}

function fold(phase: number): number {
  return Math.sin(phase + 0.55 * Math.sin(phase + 0.7));
}

function pucker(x: number, y: number, hole: Hole): number {
  const distance = Math.hypot(x - hole.x, y - hole.y) - hole.radius;
  if (Math.abs(distance) > hole.radius) return 0;
  const angle = Math.atan2(y - hole.y, x - hole.x);
  const around = Math.sin(7 * angle + 1.3) + 0.7 * Math.sin(11 * angle + 0.4) + 0.5 * Math.sin(17 * angle + 2.2);
  const fade = Math.exp(-Math.abs(distance) / (0.16 * hole.radius));
  return (4.2 * around - 8) * fade * (hole.radius / 210);
}

const cell = 5;
const sun = unit(-0.62, -0.34, 0.71);

/** Light and shadow of a piece of the cloth, `along` pixels from where it begins, as a gray picture for `hard-light`: 128 leaves the colour, less darkens, more lightens. */
export function lightOnCloth(
  width: number,
  height: number,
  overhang: number,
  along: number,
  hole: Hole | null,
): Buffer {
  const columns = Math.ceil(width / cell);
  const rowCount = Math.ceil((height + 2 * overhang) / cell);
  const heights = reliefGrid(columns + 2, rowCount + 2, overhang, along, hole);
  const at = (column: number, row: number) => heights[(row + 1) * (columns + 2) + column + 1] ?? 0;
  return grayPng(
    Array.from({ length: rowCount }, (_, row) =>
      Uint8Array.from({ length: columns }, (_, column) => {
        const slopeX = (at(column + 1, row) - at(column - 1, row)) / (2 * cell);
        const slopeY = (at(column, row + 1) - at(column, row - 1)) / (2 * cell);
        const [x, y, z] = unit(-slopeX, -slopeY, 1.35);
        const lit = (x * sun[0] + y * sun[1] + z * sun[2]) / sun[2];
        return tone(lit - 1 + 0.0035 * at(column, row));
      }),
    ),
  );
}

/** The relief at the middle of every cell, with a border of one cell on all sides. */
function reliefGrid(columns: number, rows: number, overhang: number, along: number, hole: Hole | null): Float64Array {
  const heights = new Float64Array(columns * rows);
  for (let index = 0; index < heights.length; index += 1) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    heights[index] = relief((column - 0.5) * cell, (row - 0.5) * cell - overhang, along, hole);
  }
  return heights;
}

/** Shadows go deeper than lights go bright, as in a photograph of dyed cloth. */
function tone(light: number): number {
  const value = light < 0 ? 128 + 116 * light : 128 + 34 * light;
  return Math.round(Math.min(235, Math.max(22, value)));
}

function unit(x: number, y: number, z: number): readonly [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
