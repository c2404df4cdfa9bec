/** Whether everything that stands in a changed campaign is in the calendar, or the author is told why not. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { networkRules } from '../../bot/networks/all.ts';
import { checkRendering } from '../../bot/render/check.ts';
import { checkEditorial } from '../../schedule/check/editorial.ts';
import type { Campaign } from '../../schedule/model/campaign.ts';
import type { Problem } from '../../schedule/model/problem.ts';
import { slotsOf } from '../../schedule/time/slots.ts';
import type { Loaded } from './ground.ts';
import type { RawEntry } from './raw.ts';

/** What is lost: entries, or words of theirs, that no slot of a campaign without Problems has. */
export function lossesIn(campaign: Campaign, expected: readonly RawEntry[]): readonly string[] {
  const slots = slotsOf({ ...campaign, epilogue: true }, 2027);
  const byId = Map.groupBy(slots, ({ entry }) => entry.id);
  const wanted = Map.groupBy(expected, ({ id }) => id);
  return [...wanted].flatMap(([id, raw]) => {
    const planned = byId.get(id) ?? [];
    if (planned.length < raw.length)
      return [
        `the entry ${JSON.stringify(id)} stands in a file ${raw.length} times and is planned ${planned.length} times`,
      ];
    return raw.flatMap(({ time, texts }) => {
      const entry = planned[0]?.entry;
      const said = new Set(
        entry?.thread.flatMap(({ text }) => Object.values(text).flatMap((each) => Object.values(each ?? {}))),
      );
      return [
        ...(time !== null && time !== entry?.time
          ? [`the entry ${JSON.stringify(id)} stands at ${time} and is planned at ${entry?.time}`]
          : []),
        ...texts
          .filter((text) => !said.has(text))
          .map((text) => `the entry ${JSON.stringify(id)} lost the text ${JSON.stringify(text.slice(0, 60))}`),
      ];
    });
  });
}

/** Whatever of a loaded campaign can be wrong besides; `entries` are rendered, too, if `renders`. */
export function furtherProblems(
  campaign: Campaign,
  isOfFile: (file: string) => boolean,
  renders: boolean,
): readonly Problem[] {
  const entries = campaign.entries.filter(({ origin }) => isOfFile(origin.locate([]).file));
  const part = { ...campaign, entries };
  return [...checkEditorial(part), ...(renders ? checkRendering([part], 2026, networkRules) : [])];
}

/** A terminal obeys these, and an editor does not show them. */
const raw = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Whether a message can be printed as it is. */
export function isPlain(message: string): boolean {
  return message.trim() !== '' && !raw.test(message);
}

/** What is wrong with Problems themselves; `written` is what the changed file says, whose words they may quote. */
export function faultsOf(problems: readonly Problem[], written: string): readonly string[] {
  return problems.flatMap((problem) => {
    const { file, line, column, rule, message } = problem;
    const wrong = [
      ...(isPlain(message) && isPlain(file) && rule !== '' ? [] : ['is empty or holds a raw control character']),
      ...(speaksOfProgram(message, written) ? ['speaks of the program'] : []),
      ...(message.length > 2000 ? ['is longer than anyone reads'] : []),
      ...(isInside(file, line, column) ? [] : ['stands outside of its file']),
    ];
    return wrong.map((what) => `a Problem ${what}: ${JSON.stringify(problem).slice(0, 600)}`);
  });
}

/** Words of JavaScript that the author did not write. */
export function speaksOfProgram(message: string, written: string): boolean {
  const words = ['[object Object]', 'undefined', 'NaN', 'mistake of the program'];
  return words.some((word) => message.includes(word) && !written.toLowerCase().includes(word.toLowerCase()));
}

/** The first place of a file may be named where the file is missing from its folder. */
function isInside(file: string, line: number, column: number): boolean {
  if (line === 1 && column === 1) return existsSync(file) || existsSync(dirname(file));
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1;
}

/** All Problems that loading told. */
export function problemsOf({ campaigns, photographs }: Loaded): readonly Problem[] {
  return [...(photographs.ok ? [] : photographs.problems), ...(campaigns.ok ? [] : campaigns.problems)];
}
