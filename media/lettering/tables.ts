/** Numbers and what they count, set in rows or in columns whose edges stand under one another. */

import type { FiguresRecord } from '../card.ts';
import { labelStyle, valueStyle } from '../page.ts';
import { type Block, type DrawnLine, placeBlock, setBlock } from './lettering.ts';

export type Table = {
  /** Pixels. */
  readonly height: number;
  readonly lines: (x: number, top: number) => readonly DrawnLine[];
};

const labelSizes = { rows: 52, alone: 60, columns: 36 } as const;
const mostLabelLines = 3;
/** Of a column of labels in pixels: rather smaller numbers than a label a word wide. */
const narrowest = 400;

/** One number a row with its label beside it; a number alone has the label under it. Null where it is too wide. */
export function rowsOf(record: FiguresRecord, size: number, measure: number): Table | null {
  const values = valuesOf(record, size, measure);
  if (values === null) return null;
  if (record.figures.length === 1) return columns(record, values, labelSizes.alone, measure, 0);
  const gutter = 46;
  const valueWidth = Math.max(...values.map(widthOf));
  const labelWidth = measure - valueWidth - gutter;
  const labels = labelWidth < narrowest ? null : labelsOf(record, labelSizes.rows, labelWidth);
  if (labels === null) return null;
  const gap = Math.max(52, size * 0.3);
  const rows = values.map((value, index) => ({ value, label: labels[index] ?? value }));
  const heights = rows.map(({ value, label }) => Math.max(value.height, label.height));
  const topOf = (index: number) => heights.slice(0, index).reduce((sum, height) => sum + height + gap, 0);
  return {
    height: topOf(rows.length) - gap,
    lines: (x, top) =>
      rows.flatMap(({ value, label }, index) => {
        const middle = top + topOf(index) + (heights[index] ?? 0) / 2;
        return [
          ...placeBlock(value, { x, top: middle - value.height / 2, align: 'left' }),
          ...placeBlock(label, { x: x + valueWidth + gutter, top: middle - label.height / 2, align: 'left' }),
        ];
      }),
  };
}

/** One number a column with its label under it. Null where it is too wide. */
export function columnsOf(record: FiguresRecord, size: number, measure: number): Table | null {
  const gutter = 48;
  const width = (measure - gutter * (record.figures.length - 1)) / record.figures.length;
  const values = valuesOf(record, size, width);
  return values === null ? null : columns(record, values, labelSizes.columns, width, gutter);
}

function columns(
  record: FiguresRecord,
  values: readonly Block[],
  labelSize: number,
  width: number,
  gutter: number,
): Table | null {
  const labels = labelsOf(record, labelSize, width);
  if (labels === null) return null;
  const valueHeight = Math.max(...values.map(({ height }) => height));
  const gap = Math.max(26, valueHeight * 0.18, Math.max(...values.map(descentOf)) + labelSize * 0.6);
  return {
    height: valueHeight + gap + Math.max(...labels.map(({ height }) => height)),
    lines: (left, top) =>
      values.flatMap((value, index) => {
        const x = left + index * (width + gutter);
        const label = labels[index];
        return [
          ...placeBlock(value, { x, top, align: 'left' }),
          ...(label === undefined ? [] : placeBlock(label, { x, top: top + valueHeight + gap, align: 'left' })),
        ];
      }),
  };
}

function valuesOf({ figures, theme }: FiguresRecord, size: number, measure: number): readonly Block[] | null {
  return all(figures.map(({ value }) => setBlock(value, valueStyle(theme, size), measure, 1)));
}

function labelsOf({ figures, theme }: FiguresRecord, size: number, measure: number): readonly Block[] | null {
  return all(figures.map(({ label }) => setBlock(label, labelStyle(theme, size), measure, mostLabelLines)));
}

function all<T>(found: readonly (T | null)[]): readonly T[] | null {
  const whole = found.filter((one) => one !== null);
  return whole.length === found.length ? whole : null;
}

function widthOf({ lines }: Block): number {
  return Math.max(...lines.map(({ shaped }) => shaped.ink.right - shaped.ink.left));
}

/** How far a comma reaches below the baseline, in pixels. */
function descentOf({ lines }: Block): number {
  return Math.max(...lines.map(({ shaped }) => shaped.ink.bottom));
}
