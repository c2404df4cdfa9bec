/** Puts the parsed files of a campaign together: resolves every reference and checks what no single value shows. */

import { IANAZone } from 'luxon';
import type { Campaign, Entry } from '../../model/campaign.ts';
import { nonEmpty, type PerLanguage } from '../../model/language.ts';
import { type Checked, checked, type Problem } from '../../model/problem.ts';
import { yearsLater } from '../../time/wall-clock.ts';
import { originOf } from '../origin.ts';
import type { CampaignFile, EntryFile } from '../schema/campaign.ts';
import type { Path, YamlFile } from '../yaml/yaml-file.ts';
import {
  type Context,
  checkAcrossDays,
  checkLanguages,
  checkReference,
  type Head,
  type ParsedDay,
  type Placed,
  type Report,
  reporter,
} from './checks.ts';
import { assembleFacts, type FactFiles } from './facts.ts';
import { assembleLateness, checkSilence } from './lateness.ts';
import { assemblePost } from './post.ts';
import { checkProfile } from './profile.ts';
import { checkSpan } from './span.ts';
import { checkTheme } from './theme.ts';

type ParsedCampaign = { readonly yaml: YamlFile; readonly data: CampaignFile; readonly folderName: string };

/** The campaign, or every Problem that keeps its files from being one. */
export function assemble(
  main: ParsedCampaign,
  days: readonly ParsedDay[],
  factFiles: FactFiles | null,
  photographs: Campaign['photographs'],
): Checked<Campaign> {
  const problems: Problem[] = [];
  const head = assembleHead(main, photographs, problems);
  const entries = days.flatMap((day) => assembleDay(day, main.data, head, problems));
  checkAcrossDays(entries, days, problems);
  const facts = factFiles === null ? null : assembleFacts(factFiles, head, problems);
  const silences = days
    .filter(({ epilogue }) => head.epilogue || !epilogue)
    .flatMap(({ data: { date, silence } }) => (silence === undefined ? [] : [{ date, ...silence }]))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  return checked(problems, () => ({ ...head, facts, silences, entries: entries.map(({ entry }) => entry) }));
}

function assembleHead(
  { yaml, data, folderName }: ParsedCampaign,
  photographs: Campaign['photographs'],
  problems: Problem[],
): Head {
  const report = reporter(yaml, problems);
  if (data.id !== folderName) {
    const message = `The campaign "${data.id}" lies in the folder "${folderName}"; give both the same name.`;
    report(['id'], 'wrong-name', message);
  }
  if (!IANAZone.isValidZone(data.timeZone)) {
    const message = `"${data.timeZone}" is no time zone; write an IANA name like Europe/Budapest.`;
    report(['timeZone'], 'unknown-value', message);
  }
  checkSpan(data, report);
  if (!data.firstDay.startsWith(String(data.year).padStart(4, '0'))) {
    const message = `The first day is not in the historical year ${data.year}; correct one of the two.`;
    report(['firstDay'], 'wrong-year', message);
  }
  const perLanguage: readonly (readonly [Path, PerLanguage<unknown> | undefined])[] = [
    [['title'], data.title],
    [['hashtags'], data.hashtags],
    [['credit'], data.credit],
    [['sourcesPage'], data.sourcesPage],
    ...Object.entries(data.places).map(([key, place]) => [['places', key, 'name'], place.name] as const),
    ...Object.entries(data.places).map(([key, place]) => [['places', key, 'label'], place.label] as const),
    ...Object.entries(data.warnings).map(([key, warning]) => [['warnings', key], warning] as const),
    ...data.names.map((name, index) => [['names', index], name] as const),
  ];
  for (const [path, texts] of perLanguage) checkLanguages(texts, data.languages, path, report);
  checkProfile(data, report);
  checkTheme(data.theme, report);
  const { credit: _, lateness: __, ...kept } = data;
  return {
    ...kept,
    languages: nonEmpty(data.languages, 'a campaign without a language got past the schema'),
    sourcesPage: data.sourcesPage ?? null,
    profile: data.profile ?? null,
    sources: new Map(Object.entries(data.sources)),
    places: new Map(
      Object.entries(data.places).map(([id, place]) => [id, { id, ...place, label: place.label ?? null }]),
    ),
    formulas: data.formulas.map(({ language, phrase }, index) => ({
      language,
      phrase: phrase.toLocaleLowerCase(language),
      at: yaml.locate(['formulas', index]),
    })),
    mentions: new Map(Object.entries(data.mentions)),
    warnings: new Map(Object.entries(data.warnings)),
    photographs,
  };
}

function assembleDay(day: ParsedDay, file: CampaignFile, head: Head, problems: Problem[]): readonly Placed[] {
  const context: Context = { day, file, head, report: reporter(day.yaml, problems) };
  checkDay(context);
  checkSilence(day.data, context.report);
  return day.data.entries.map((entry, index) => {
    const path = ['entries', index];
    return { entry: assembleEntry(entry, path, context), yaml: day.yaml, path };
  });
}

function checkDay({ day, file, report }: Context): void {
  const { date } = day.data;
  if (day.name !== date) {
    report(['date'], 'wrong-name', `The file is named "${day.name}"; name it ${date}.yaml or correct the date.`);
  }
  if (day.epilogue) {
    if (date <= file.lastDay) {
      const message = `The epilogue begins after ${file.lastDay}; correct the date, or move the file to days/.`;
      report(['date'], 'outside-epilogue', message);
    } else if (date >= yearsLater(file.firstDay, 1)) {
      const message = `The epilogue ends before the campaign begins again a year later, on ${yearsLater(file.firstDay, 1)}; correct the date.`;
      report(['date'], 'outside-epilogue', message);
    }
  } else if (date < file.firstDay || date > file.lastDay) {
    const span = `${file.firstDay} to ${file.lastDay}`;
    const message = `${date} is outside the campaign (${span}); correct the date or the campaign.`;
    report(['date'], 'outside-campaign', message);
  }
  if (date.endsWith('-02-29')) {
    report(['date'], 'leap-day', 'Most years have no 29 February; put these entries on the 28th or on 1 March.');
  }
}

function assembleEntry(entry: EntryFile, path: Path, context: Context): Entry {
  const { day, head, report } = context;
  checkKind(entry, path, report);
  entry.sources.forEach((source, index) => {
    checkReference(report, [...path, 'sources', index], 'source', source, head.sources);
  });
  const { warning: named, ...written } = entry;
  if (named !== undefined) checkReference(report, [...path, 'warning'], 'content warning', named, head.warnings);
  const posts = entry.thread.map((post, index) => assemblePost(post, entry, [...path, 'thread', index], context));
  return {
    ...written,
    date: day.data.date,
    warning: named === undefined ? null : (head.warnings.get(named) ?? null),
    lateness: assembleLateness(entry, path, context),
    mourning: day.data.mourning,
    epilogue: day.epilogue,
    thread: nonEmpty(posts, 'a thread without a post got past the schema'),
    origin: originOf(day.yaml.file, path, () => day.yaml),
  };
}

function checkKind(entry: EntryFile, path: Path, report: Report): void {
  const tells = entry.events.length + entry.retells.length > 0;
  if (entry.kind !== 'event') {
    if (!tells) return;
    const message = `An entry of kind ${entry.kind} tells no event; make it an event or remove \`events\` and \`retells\`.`;
    report([...path, 'kind'], 'tells-event', message);
    return;
  }
  if (!tells) {
    const message =
      'An entry of kind event has to name the events it tells; add `events` or `retells`, or change the kind.';
    report(path, 'no-event', message);
  }
  if (entry.sources.length === 0) {
    report(path, 'no-source', 'An entry of kind event has to name its sources; add `sources`.');
  }
}
