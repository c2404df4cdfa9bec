/** Writes the tables of docs/bench.md: between the marks of a bench stands what it found last. */

import { readFileSync, writeFileSync } from 'node:fs';
import type { Machine, Report } from './measure/report.ts';
import type { Result } from './measure/result.ts';
import { machineLine, markdownTable } from './measure/table.ts';

const page = new URL('../docs/bench.md', import.meta.url);

/** Leaves the page alone where a report has nothing for it. Throws an Error if the page has no place for a bench. */
export function writePage(reports: readonly Report[]): void {
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), reports));
}

/** The text of the page with the tables of these reports. */
export function withTables(text: string, reports: readonly Report[]): string {
  return reports
    .flatMap(({ machine, results }) => results.map((result) => ({ machine, result })))
    .reduce((page, { machine, result }) => withTable(page, result, machine), text);
}

function withTable(text: string, result: Result, machine: Machine): string {
  const [begin, end] = [`<!-- ${result.bench} -->`, `<!-- end of ${result.bench} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/bench.md has no place for ${result.bench}: ${begin} … ${end}`);
  return `${text.slice(0, from)}${begin}\n${sectionOf(result, machine)}\n${text.slice(to)}`;
}

function sectionOf(result: Result, machine: Machine): string {
  const { bench, about, at, load, seconds, settings, rows } = result;
  const rounds = Math.min(...rows.map(({ turns }) => turns));
  const quiet = load <= 0.5 ? 'a quiet machine' : `a machine that others used, too (load ${load} at the beginning)`;
  const more = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  return [
    '',
    `${about[0]?.toUpperCase()}${about.slice(1)}.`,
    '',
    markdownTable(result),
    '',
    `Medians of ${rounds} rounds, with quartiles; ${at.slice(0, 10)}, on ${quiet}: ${[machineLine(machine), ...more].join(', ')}.`,
    `Again: \`npm run bench -- ${bench} --seconds ${seconds}\``,
    '',
  ].join('\n');
}
