/** The one description of the fact base's files; their JSON Schemas are generated from it. */

import { z } from 'zod';
import { dateCertainties, ruleNumber, timeCertainties } from '../../model/facts.ts';
import { languages } from '../../model/language.ts';
import { date, id, perLanguage, sought, text, time } from './values.ts';

const rule = z.string().regex(ruleNumber, 'has to be the number of a rule, like C04, E01, H03 or S02');

const event = z.strictObject({
  id: id.describe('What entries name under `events` and `retells`.'),
  date: date.describe('The day, or the first day of its window.'),
  dateEnd: date.optional().describe('The last day of its window.'),
  dateCertainty: z.enum(dateCertainties).describe('What the sources say of the day; undated: only a span of days.'),
  time: time.optional().describe('Wall clock, only if a source gives one.'),
  timeCertainty: z.enum(timeCertainties).optional(),
  note: text.optional().describe('How day and time are known.'),
  place: text,
  summary: perLanguage(text),
  people: z.array(sought).default([]).describe('Names as English writes them, surname last.'),
  figures: z.array(text).default([]),
  sources: z
    .array(z.strictObject({ source: id, locator: text.describe('A string to search for in the document.') }))
    .min(1),
  rules: z.array(rule).default([]).describe('Numbers of the rules that concern it: C, E and H.'),
});

export const eventsSchema = z.strictObject({ events: z.array(event) });

export const conflictsSchema = z.strictObject({
  conflicts: z.array(
    z.strictObject({
      number: z.string().regex(/^C\d{2}$/, 'has to be a number like C04'),
      title: text,
      recommendation: text,
      wording: perLanguage(text).optional().describe('A model; without one, nothing is to be said.'),
    }),
  ),
  consensus: z
    .array(
      z.strictObject({
        number: z.string().regex(/^H\d{2}$/, 'has to be a number like H03'),
        title: text,
        source: id.describe('The source that says it.'),
        locator: text.describe('A string to search for in the document.'),
        consensus: text.describe('What historians agree on instead.'),
        recommendation: text,
      }),
    )
    .default([])
    .describe('What follows a source and is wrong all the same; each is kept out by phrases.yaml or left-out.yaml.'),
});

const phrase = sought
  .regex(/^[^*]*(?:(?<=[\p{L}\p{N}-])\*(?![\p{L}\p{N}])[^*]*)*$/u, 'may have a * only at the end of a word')
  .describe('Words as they must not stand; a * at the end of a word stands for any ending.');

export const phrasesSchema = z.strictObject({
  phrases: z.array(
    z.strictObject({
      language: z.enum(languages),
      phrases: z.array(phrase).min(1).max(200).describe('Any of these is wrong.'),
      near: z.array(phrase).max(200).default([]).describe('Only if one of these stands in the same sentence.'),
      unless: z.array(phrase).max(200).default([]).describe('Not if one of these stands in the same text.'),
      rule,
      instead: text.describe('What to write.'),
    }),
  ),
});

export const sensitiveSchema = z.strictObject({
  sensitive: z.array(
    z.strictObject({
      rule,
      warning: id.describe('Id of a content warning of the campaign.'),
      pictures: z
        .enum(['any', 'none'])
        .default('any')
        .describe('none: an entry that tells one of the events has no picture of any kind.'),
      events: z.array(id).min(1),
    }),
  ),
});

export const leftOutSchema = z.strictObject({
  leftOut: z.array(z.strictObject({ event: id, rules: z.array(rule).min(1), reason: text })),
});

export type EventsFile = z.output<typeof eventsSchema>;
export type ConflictsFile = z.output<typeof conflictsSchema>;
export type PhrasesFile = z.output<typeof phrasesSchema>;
export type SensitiveFile = z.output<typeof sensitiveSchema>;
export type LeftOutFile = z.output<typeof leftOutSchema>;
