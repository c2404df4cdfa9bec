/** Results as a table, for a terminal and for a page. */

import { styleText } from 'node:util';
import type { Machine } from './report.ts';
import type { Column, Result, Row } from './result.ts';
import type { Spread } from './spread.ts';

/** With heads in bold where standard output shows them. */
export function textTable(result: Result): string {
  const [heads = [], ...lines] = cellsOf(result);
  const padded = padding([heads, ...lines]);
  const { bench, about, rows, settings } = result;
  const least = Math.min(...rows.map(({ turns }) => turns));
  return [
    `${styleText('bold', bench, { stream: process.stdout })}: ${about}`,
    [`${least} rounds; median (quartiles)`, ...Object.entries(settings).map(([key, value]) => `${key} ${value}`)].join(
      ', ',
    ),
    '',
    styleText('bold', padded(heads), { stream: process.stdout }),
    ...lines.map(padded),
    '',
  ].join('\n');
}

/** Columns that line up, the first to the left and the others to the right. */
export function padding(lines: readonly (readonly string[])[]): (line: readonly string[]) => string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return (line) =>
    line.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('   ');
}

export function markdownTable(result: Result): string {
  const [heads = [], ...lines] = cellsOf(result);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(heads), row(heads.map((_, at) => (at === 0 ? '---' : '---:'))), ...lines.map(row)].join('\n');
}

export function machineLine({ processor, cores, memory, system, node }: Machine): string {
  return `${processor}, ${cores} cores, ${memory}, ${system}, Node ${node}`;
}

/** The first line holds the heads; a column without any figure is left out. */
function cellsOf({ columns, rows }: Result): readonly (readonly string[])[] {
  const measured = columns.filter(({ key }) => rows.some(({ figures }) => figures[key] !== undefined));
  const line = ({ name, figures }: Row) => [name, ...measured.map((column) => shown(figures[column.key], column))];
  return [['', ...measured.map(({ title }) => title)], ...rows.map(line)];
}

/** A figure that was the same each time stands without quartiles. */
export function shown(spread: Spread | undefined, { digits }: Pick<Column, 'digits'>): string {
  if (spread === undefined) return '–';
  const [median, from, to] = [spread.median, spread.from, spread.to].map((value) => value.toFixed(digits));
  return from === to ? `${median}` : `${median} (${from}–${to})`;
}
