/** Puts the parsed files of a fact base together and checks that they agree with each other and with the campaign. */

import type { FactEvent, Facts, ForbiddenPhrase, Sensitivity } from '../../model/facts.ts';
import { nonEmpty } from '../../model/language.ts';
import type { Problem } from '../../model/problem.ts';
import type { ConflictsFile, EventsFile, LeftOutFile, PhrasesFile, SensitiveFile } from '../schema/facts.ts';
import type { Path, YamlFile } from '../yaml/yaml-file.ts';
import { checkLanguages, checkReference, type Head, type Report, reporter } from './checks.ts';

type Parsed<T> = { readonly yaml: YamlFile; readonly data: T } | null;

export type FactFiles = {
  readonly events: Parsed<EventsFile>;
  readonly context: Parsed<EventsFile>;
  readonly conflicts: Parsed<ConflictsFile>;
  readonly phrases: Parsed<PhrasesFile>;
  readonly sensitive: Parsed<SensitiveFile>;
  readonly leftOut: Parsed<LeftOutFile>;
};

/** The fact base; what is wrong in it is added to `problems`. Files that are not there count as empty. */
export function assembleFacts(files: FactFiles, head: Head, problems: Problem[]): Facts {
  const conflicts = conflictsOf(files.conflicts, head, problems);
  const consensus = consensusOf(files, head, problems);
  const context: Context = { head, conflicts, consensus, problems };
  const events = eventsOf(files.events, [], context);
  const around = eventsOf(files.context, [...events.keys()], context);
  const withEvents: WithEvents = { ...context, known: new Map([...events, ...around]) };
  return {
    events,
    context: around,
    conflicts,
    consensus,
    phrases: phrasesOf(files.phrases, context),
    sensitive: sensitiveOf(files.sensitive, withEvents),
    leftOut: leftOutOf(files.leftOut, withEvents),
  };
}

/** What the files are checked against, and where the Problems go. */
type Context = Pick<Facts, 'conflicts' | 'consensus'> & { readonly head: Head; readonly problems: Problem[] };
type WithEvents = Context & { readonly known: ReadonlyMap<string, FactEvent> };

function conflictsOf(parsed: Parsed<ConflictsFile>, { languages }: Head, problems: Problem[]): Facts['conflicts'] {
  if (parsed === null) return new Map();
  const report = reporter(parsed.yaml, problems);
  const { conflicts } = parsed.data;
  unique(conflicts, ({ number }) => number, ['conflicts'], 'number', report);
  return new Map(
    conflicts.map((conflict, index) => {
      checkLanguages(conflict.wording, languages, ['conflicts', index, 'wording'], report);
      return [conflict.number, { ...conflict, wording: conflict.wording ?? null }];
    }),
  );
}

/** Each of them is kept out of the texts by phrases or by an event that is told nowhere, or it would come back. */
function consensusOf(
  { conflicts: parsed, phrases, leftOut }: FactFiles,
  { sources }: Head,
  problems: Problem[],
): Facts['consensus'] {
  if (parsed === null) return new Map();
  const report = reporter(parsed.yaml, problems);
  const { consensus } = parsed.data;
  unique(consensus, ({ number }) => number, ['consensus'], 'number', report);
  const guarded = new Set([
    ...(phrases?.data.phrases ?? []).map(({ rule }) => rule),
    ...(leftOut?.data.leftOut ?? []).flatMap(({ rules }) => rules),
  ]);
  consensus.forEach(({ number, source }, index) => {
    checkReference(report, ['consensus', index, 'source'], 'source', source, sources);
    if (!guarded.has(number)) {
      const message = `Nothing keeps ${number} out of the texts; name it in phrases.yaml with what must not be written, or in left-out.yaml with its event.`;
      report(['consensus', index, 'number'], 'unguarded-rule', message);
    }
  });
  return new Map(consensus.map((item) => [item.number, item]));
}

function eventsOf(
  parsed: Parsed<EventsFile>,
  taken: readonly string[],
  context: Context,
): ReadonlyMap<string, FactEvent> {
  if (parsed === null) return new Map();
  const report = reporter(parsed.yaml, context.problems);
  const { events } = parsed.data;
  unique(events, ({ id }) => id, ['events'], 'id', report, taken);
  return new Map(
    events.map((event, index) => {
      const path = ['events', index];
      checkEvent(event, path, context, report);
      const { dateEnd = null, time = null, timeCertainty = null, note = null } = event;
      return [event.id, { ...event, dateEnd, time, timeCertainty, note }];
    }),
  );
}

function checkEvent(event: EventsFile['events'][number], path: Path, context: Context, report: Report): void {
  const { sources, languages } = context.head;
  checkLanguages(event.summary, languages, [...path, 'summary'], report);
  event.sources.forEach(({ source }, index) => {
    checkReference(report, [...path, 'sources', index, 'source'], 'source', source, sources);
  });
  if (event.dateEnd !== undefined && event.dateEnd <= event.date) {
    report([...path, 'dateEnd'], 'wrong-order', 'The window ends before its second day; correct it or leave it out.');
  }
  if (event.time !== undefined && event.timeCertainty === undefined) {
    report([...path, 'time'], 'no-certainty', 'Say how certain this time is; add `timeCertainty`.');
  }
  if (event.time === undefined && event.timeCertainty === 'exact') {
    report([...path, 'timeCertainty'], 'no-time', 'An exact time has to be written down; add `time`.');
  }
  checkRules(event.rules, [...path, 'rules'], context, report);
}

function phrasesOf(parsed: Parsed<PhrasesFile>, context: Context): readonly ForbiddenPhrase[] {
  if (parsed === null) return [];
  const report = reporter(parsed.yaml, context.problems);
  return parsed.data.phrases.map((phrase, index) => {
    checkRules([phrase.rule], ['phrases', index], context, report);
    return { ...phrase, phrases: nonEmpty(phrase.phrases, 'an empty list got past the schema') };
  });
}

function sensitiveOf(parsed: Parsed<SensitiveFile>, context: WithEvents): Facts['sensitive'] {
  const sensitive = new Map<string, Sensitivity[]>();
  if (parsed === null) return sensitive;
  const report = reporter(parsed.yaml, context.problems);
  const { warnings } = context.head;
  parsed.data.sensitive.forEach(({ rule, warning, pictures, events }, index) => {
    const path = ['sensitive', index];
    checkRules([rule], path, context, report);
    checkReference(report, [...path, 'warning'], 'content warning', warning, warnings);
    events.forEach((event, position) => {
      checkReference(report, [...path, 'events', position], 'event', event, context.known);
      sensitive.set(event, [...(sensitive.get(event) ?? []), { warning, pictures, rule }]);
    });
  });
  return sensitive;
}

function leftOutOf(parsed: Parsed<LeftOutFile>, context: WithEvents): Facts['leftOut'] {
  if (parsed === null) return new Map();
  const report = reporter(parsed.yaml, context.problems);
  const { leftOut } = parsed.data;
  unique(leftOut, ({ event }) => event, ['leftOut'], 'event', report);
  return new Map(
    leftOut.map((item, index) => {
      checkReference(report, ['leftOut', index, 'event'], 'event', item.event, context.known);
      checkRules(item.rules, ['leftOut', index, 'rules'], context, report);
      return [item.event, { ...item, rules: nonEmpty(item.rules, 'an empty list got past the schema') }];
    }),
  );
}

/** Rules C and H stand written out in conflicts.yaml; the numbers of others stand for themselves. */
function checkRules(rules: readonly string[], path: Path, { conflicts, consensus }: Context, report: Report): void {
  for (const rule of rules) {
    if (rule.startsWith('C')) checkReference(report, path, 'conflict', rule, conflicts);
    if (rule.startsWith('H')) checkReference(report, path, 'rule', rule, consensus);
  }
}

function unique<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  path: Path,
  field: string,
  report: Report,
  taken: Iterable<string> = [],
): void {
  const seen = new Set(taken);
  items.forEach((item, index) => {
    const key = keyOf(item);
    if (seen.has(key)) {
      const message = `"${key}" stands in the fact base already; put the two together.`;
      report([...path, index, field], 'duplicate-fact', message);
    }
    seen.add(key);
  });
}
