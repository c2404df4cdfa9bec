/** The checks that need more than one value of a file, or more than one file. */

import type { Campaign, Entry } from '../../model/campaign.ts';
import { type Language, languages, type PerLanguage } from '../../model/language.ts';
import type { Problem } from '../../model/problem.ts';
import { fourDigits } from '../../time/wall-clock.ts';
import { suggestion } from '../../words/suggest.ts';
import { fillTemplate, type TemplateValues, templateValues } from '../../words/template.ts';
import type { CampaignFile, DayFile } from '../schema/campaign.ts';
import type { Path, YamlFile } from '../yaml/yaml-file.ts';

export type ParsedDay = {
  /** Whether it lies in epilogue/ instead of days/. */ readonly epilogue: boolean;
  readonly yaml: YamlFile;
  readonly data: DayFile;
  readonly name: string;
};

/** A campaign before its entries and its fact base are known. */
export type Head = Omit<Campaign, 'entries' | 'facts' | 'silences'>;

/** What an entry is assembled with. */
export type Context = {
  readonly day: ParsedDay;
  readonly file: CampaignFile;
  readonly head: Head;
  readonly report: Report;
};

/** An entry and where it was written. */
export type Placed = { readonly entry: Entry; readonly yaml: YamlFile; readonly path: Path };

/** Ids, minutes, told events and days that may be there only once in a campaign. */
export function checkAcrossDays(placed: readonly Placed[], days: readonly ParsedDay[], problems: Problem[]): void {
  const unique = (
    rule: string,
    keysOf: (entry: Entry) => readonly (readonly [string, Path])[],
    message: (key: string, first: Placed) => string,
  ) => {
    const seen = new Map<string, Placed>();
    for (const item of placed) {
      for (const [key, below] of keysOf(item.entry)) {
        const first = seen.get(key);
        if (first === undefined) seen.set(key, item);
        else problems.push({ ...item.yaml.locate([...item.path, ...below]), rule, message: message(key, first) });
      }
    }
  };
  const where = ({ yaml, path }: Placed) => {
    const { file, line } = yaml.locate(path);
    return `${file}:${line}`;
  };
  unique(
    'duplicate-entry',
    ({ id }) => [[id, ['id']]],
    (id, first) => `The id "${id}" is taken already (${where(first)}); give this entry another.`,
  );
  unique(
    'same-minute',
    ({ date, time }) => [[`${date}T${time}`, ['time']]],
    (_, first) => `Another entry is due at the same minute (${where(first)}); move one of them.`,
  );
  unique(
    'event-told-twice',
    ({ events }) => events.map((event, index) => [event, ['events', index]]),
    (event, first) => `The event "${event}" is told already (${where(first)}); move it to \`retells\`.`,
  );
  const byDate = new Map<string, ParsedDay>();
  for (const day of days) {
    const first = byDate.get(day.data.date);
    if (first === undefined) byDate.set(day.data.date, day);
    else {
      problems.push({
        ...day.yaml.locate(['date']),
        rule: 'duplicate-day',
        message: `${first.yaml.file} is the file of this day already; put the entries together.`,
      });
    }
  }
}

/** Adds a Problem at a path of the file; `offset` points into the text there. */
export type Report = (path: Path, rule: string, message: string, offset?: number) => void;

export function reporter(yaml: YamlFile, problems: Problem[]): Report {
  return (path, rule, message, offset) => {
    const position = offset === undefined ? yaml.locate(path) : yaml.locateInText(path, offset);
    problems.push({ ...position, rule, message });
  };
}

/** Where what others refer to is listed. */
const lists = {
  source: 'campaign.yaml, under `sources`',
  place: 'campaign.yaml, under `places`',
  'content warning': 'campaign.yaml, under `warnings`',
  event: 'facts/events.yaml',
  conflict: 'facts/conflicts.yaml',
  rule: 'facts/conflicts.yaml, under `consensus`',
} as const;

/** Reports an id that is not among the keys. */
export function checkReference(
  report: Report,
  path: Path,
  what: keyof typeof lists,
  id: string,
  known: ReadonlyMap<string, unknown>,
): void {
  if (known.has(id)) return;
  const all = [...known.keys()];
  const hint = all.length === 0 ? `Add it to ${lists[what]}.` : suggestion(id, all);
  report(path, 'unknown-reference', `The campaign has no ${what} "${id}". ${hint}`);
}

export function checkLanguages(
  texts: PerLanguage<unknown> | undefined,
  wanted: readonly Language[],
  path: Path,
  report: Report,
): void {
  if (texts === undefined) return;
  for (const language of languages) {
    const there = texts[language] !== undefined;
    if (there === wanted.includes(language)) continue;
    if (there)
      report(
        [...path, language],
        'extra-language',
        `The campaign is not in "${language}"; remove this or add the language to the campaign.`,
      );
    else report(path, 'missing-language', `There is no text in "${language}", and the campaign promises one; add it.`);
  }
}

export function checkPlaceholders(text: string, path: Path, head: Head, language: Language, report: Report): void {
  if (head.title[language] === undefined || head.hashtags[language] === undefined) return;
  const values: TemplateValues = templateValues(
    { campaign: head, years: 1, local: `${fourDigits(head.year + 1)}-01-01T00:00` },
    language,
  );
  const filled = fillTemplate(text, values);
  if (filled.ok) return;
  for (const name of filled.unknown) {
    const hint = name === 'sourcesPage' ? 'Set `sourcesPage` in campaign.yaml first.' : suggestion(name, values.keys());
    report(
      path,
      'unknown-placeholder',
      `{{${name}}} is no placeholder. ${hint}`,
      text.search(new RegExp(`\\{\\{\\s*${RegExp.escape(name)}`)),
    );
  }
}
