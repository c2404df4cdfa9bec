/** The page on which a follower can check every post: what it tells, which documents say so, and where they disagree. */

import type { Campaign, Entry } from '../model/campaign.ts';
import { type FactEvent, type Facts, factOf } from '../model/facts.ts';
import { inLanguage, type Language } from '../model/language.ts';
import { markdownText } from './markdown.ts';
import { fillTemplate, type TemplateValues, templateValues } from './template.ts';

const words = {
  hu: {
    heading: 'Források',
    intro: 'Mit mond el egy-egy bejegyzés, mely dokumentumok támasztják alá, és hol mondanak mást.',
    documents: 'A dokumentumok',
    told: 'Elmondja',
    retold: 'Újra említi',
    disagreements: 'Ahol a források eltérnek',
    wording: 'Így fogalmazunk',
    nothing: 'Nem mond el eseményt.',
    silence: 'erről nem írunk',
  },
  en: {
    heading: 'Sources',
    intro: 'What each post tells, which documents support it, and where they disagree.',
    documents: 'The documents',
    told: 'Tells',
    retold: 'Mentions again',
    disagreements: 'Where the sources disagree',
    wording: 'Our wording',
    nothing: 'Tells no event.',
    silence: 'we do not write about it',
  },
} as const;

/** Markdown, in one language of the campaign, quoting the posts of a season, or of the first one if that comes later. Without a fact base it names the events and documents by their ids alone. */
export function sourcesPage(campaign: Campaign, language: Language, year: number): string {
  const say = words[language];
  const byDay = Map.groupBy(
    [...campaign.entries].sort((a, b) => (`${a.date}${a.time}` < `${b.date}${b.time}` ? -1 : 1)),
    ({ date }) => date,
  );
  const sections = [...byDay].flatMap(([date, entries]) => [
    `## ${longDate(date, language)}`,
    ...entries.flatMap((entry) => entrySection(entry, campaign, language, Math.max(year, campaign.year))),
  ]);
  const documents = [...campaign.sources].map(
    ([id, { title, note }]) =>
      `- **${id}**: ${markdownText(title)}.${note === undefined ? '' : ` ${markdownText(note)}`}`,
  );
  const lines = [
    `# ${markdownText(inLanguage(campaign.title, language))}: ${say.heading.toLowerCase()}`,
    say.intro,
    `## ${say.documents}`,
    documents.join('\n'),
    ...sections,
  ];
  return `${lines.join('\n\n')}\n`;
}

function entrySection(entry: Entry, campaign: Campaign, language: Language, year: number): readonly string[] {
  const { facts, sources } = campaign;
  const say = words[language];
  const local = `${year}${entry.date.slice(4)}T${entry.time}`;
  const values = templateValues({ campaign, years: year - campaign.year, local }, language);
  const openings = entry.thread.map(
    ({ text }, index) =>
      `> ${index + 1}/${entry.thread.length} ${markdownText(opening(inLanguage(text, language).mastodon, values))}`,
  );
  const heading = `### ${entry.certainty === 'chosen' ? '' : `${entry.time} · `}${entry.id}`;
  if (entry.events.length + entry.retells.length === 0) return [heading, openings.join('\n>\n'), say.nothing];
  const told = entry.events.map((id) => eventLine(say.told, id, facts, language));
  const retold = entry.retells.map((id) => eventLine(say.retold, id, facts, language));
  const documents = entry.sources.map((id) => markdownText(sources.get(id)?.title ?? id)).join('; ');
  const disagreements = facts === null ? [] : disagreementLines([...entry.events, ...entry.retells], facts, language);
  return [
    heading,
    openings.join('\n>\n'),
    [...told, ...retold].join('\n'),
    `${say.documents}: ${documents}.`,
    ...(disagreements.length === 0 ? [] : [`${say.disagreements}:\n\n${disagreements.join('\n')}`]),
  ];
}

function eventLine(verb: string, id: string, facts: Facts | null, language: Language): string {
  const event = facts === null ? undefined : factOf(facts, id);
  if (event === undefined) return `- ${verb}: ${id}`;
  return `- ${verb}: ${markdownText(inLanguage(event.summary, language))} (${support(event)})`;
}

/** The documents of an event, with words to search them for. */
function support({ sources }: FactEvent): string {
  return sources.map(({ source, locator }) => `${source} “${markdownText(locator)}”`).join('; ');
}

function disagreementLines(events: readonly string[], facts: Facts, language: Language): readonly string[] {
  const say = words[language];
  const numbers = new Set(
    events.flatMap((id) => factOf(facts, id)?.rules ?? []).filter((rule) => rule.startsWith('C')),
  );
  return [...numbers].sort().flatMap((number) => {
    const conflict = facts.conflicts.get(number);
    if (conflict === undefined) return [];
    const wording = conflict.wording === null ? say.silence : markdownText(inLanguage(conflict.wording, language));
    const title = language === 'en' ? `${markdownText(conflict.title)}. ` : '';
    return [`- ${number}: ${title}${say.wording}: ${wording}`];
  });
}

function opening(text: string, values: TemplateValues): string {
  const filled = fillTemplate(text.split('\n')[0] ?? '', values);
  const line = filled.ok ? filled.text : text;
  const graphemes = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  return graphemes.length <= 90 ? line : `${graphemes.slice(0, 89).join('').trimEnd()}…`;
}

function longDate(date: string, language: Language): string {
  const style = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language === 'hu' ? 'hu-HU' : 'en-GB', style).format(new Date(`${date}T00:00Z`));
}
