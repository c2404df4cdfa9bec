/** The relief of the cloth: one fixed set of folds, and the light that falls on it from the upper left. */

import { grayPng } from './gray-png.ts';

/** A point of the cloth in pixels; y grows downwards. */
export type Hole = { readonly x: number; readonly y: number; readonly radius: number };

/** What the relief of a column takes from its place along the cloth, and that of a row from its place down: worked out once each. */
type Column = { readonly x: number; readonly long: number; readonly narrow: number };
type Row = { readonly y: number; readonly bend: number; readonly narrow: number };

function columnAt(x: number): Column {
  return { x, long: 0.78 + 0.3 * Math.sin(x / 410 + 4.2), narrow: 0.6 + 0.5 * Math.sin(x / 270 + 1.2) };
}

function rowAt(y: number): Row {
  return { y, bend: 46 * Math.sin(y / 290 + 0.6), narrow: 18 * Math.sin(y / 120) };
}

/** Height of the cloth above its plane, in pixels, but for its puckers. */
function folds(column: Column, row: Row): number {
  const [{ x }, { y }] = [column, row];
  const bend = bendAt(column, row);
  const narrow = x + 0.42 * y - 0.6 * bend + row.narrow;
  return (
    longFolds(column, row, bend) +
    9 * column.narrow * fold(narrow / 27 + 1.9) +
    2.6 * (0.5 + 0.5 * Math.sin(x / 150 - y / 210)) * fold((x - 0.16 * y + 0.4 * bend) / 11.5)
  );
}

function bendAt({ x }: Column, { y, bend }: Row): number {
  return bend + 30 * Math.sin(x / 340 + y / 520 + 2.1);
}

/** The long folds alone: what bends the seams between the stripes and the hem. */
export function drape(x: number, y: number): number {
  const [column, row] = [columnAt(x), rowAt(y)];
  return longFolds(column, row, bendAt(column, row));
}

function longFolds({ x, long }: Column, { y }: Row, bend: number): number {
  return long * 30 * fold((x + 0.3 * y + bend) / 57 + 0.4);
}

function fold(phase: number): number {
  return Math.sin(phase + 0.55 * Math.sin(phase + 0.7));
}

/** The hole pulls the weave into short puckers around its edge. */
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
  const stride = columns + 2;
  const heights = reliefGrid(stride, rowCount + 2, overhang, along, hole);
  const rows = Array.from({ length: rowCount }, () => new Uint8Array(columns));
  for (const [index, row] of rows.entries()) {
    let at = (index + 1) * stride + 1;
    for (let column = 0; column < columns; column += 1, at += 1) {
      const slopeX = ((heights[at + 1] ?? 0) - (heights[at - 1] ?? 0)) / (2 * cell);
      const slopeY = ((heights[at + stride] ?? 0) - (heights[at - stride] ?? 0)) / (2 * cell);
      const length = Math.hypot(-slopeX, -slopeY, upright);
      const lit = ((-slopeX / length) * sun[0] + (-slopeY / length) * sun[1] + (upright / length) * sun[2]) / sun[2];
      row[column] = tone(lit - 1 + 0.0035 * (heights[at] ?? 0));
    }
  }
  return grayPng(rows);
}

/** How upright the surface of the cloth is taken to be: less shows its slopes more. */
const upright = 1.35;

/** The relief at the middle of every cell, with a border of one cell on all sides. */
function reliefGrid(columns: number, rows: number, overhang: number, along: number, hole: Hole | null): Float64Array {
  const heights = new Float64Array(columns * rows);
  const across = Array.from({ length: columns }, (_, column) => (column - 0.5) * cell);
  const ofColumns = across.map((x) => columnAt(x + along));
  for (let row = 0, index = 0; row < rows; row += 1) {
    const ofRow = rowAt((row - 0.5) * cell - overhang);
    for (const [column, ofColumn] of ofColumns.entries()) {
      const puckered = hole === null ? 0 : pucker(across[column] ?? 0, ofRow.y, hole);
      heights[index] = folds(ofColumn, ofRow) + puckered;
      index += 1;
    }
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
