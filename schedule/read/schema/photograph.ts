/** How the rights of a photograph are written down, in the file beside it. */

import { z } from 'zod';
import type { languages } from '../../model/language.ts';
import { type Motif, motifs } from '../../model/photograph.ts';
import { licences, refusal } from '../../model/photograph-licence.ts';
import { date, id, perLanguage, text } from './values.ts';

function answer(shown: string) {
  return z
    .enum(['no', 'yes'])
    .refine((said) => said === 'no', {
      error: `says that it shows ${shown}; such a photograph is not published, not even blurred or cropped: choose another`,
    })
    .describe(`Whether it shows ${shown}: yes or no.`);
}

const pictured = z.strictObject({
  dead: answer(motifs.dead),
  lynching: answer(motifs.lynching),
  execution: answer(motifs.execution),
  victims: answer(motifs.victims),
  'armed-children': answer(motifs['armed-children']),
  burning: answer(motifs.burning),
} satisfies Record<Motif, z.ZodType>);

const nameOrNames = z.union([text, perLanguage(text)]);

const bothLanguages = z
  .strictObject({ hu: text, en: text } satisfies Record<(typeof languages)[number], z.ZodType>)
  .describe('What it shows, in one sentence in each language, for those who cannot see it.');

const taken = z
  .union([z.int().transform(String), z.string()])
  .refine((written) => written.split('/').every(isDay) && written.split('/').length <= 2 && inOrder(written), {
    error: 'has to be a year, a month or a day, like 1956, 1956-10 or 1956-10-23, or a span like 1956-10-23/1956-11-04',
  })
  .describe('When it was taken: a year, a month, a day, or a span of them, like 1956-10-23/1956-11-04.');

const licence = z
  .string()
  .refine((written) => licences.has(written), { error: ({ input }) => refusal(String(input)) })
  .meta({ enum: [...licences.keys()] })
  .describe('Under which it may be used, as its archive says; nothing without changes (ND) or non-commercial (NC).');

const rights = {
  title: nameOrNames.optional().describe('Its title, if its author gave it one.'),
  author: nameOrNames.optional().describe('Who took it; where nobody knows, `donor` does instead.'),
  donor: nameOrNames.optional().describe('Who gave it to the archive; enough where nobody knows who took it.'),
  archive: nameOrNames.describe('Where it is kept, like Fortepan or Wikimedia Commons.'),
  number: z.union([text, z.int().transform(String)]).describe('Its number there, or the name of its file.'),
  licence,
  grounds: text.optional().describe('Only for public-domain: why it is.'),
  source: z
    .url({
      protocol: /^https?$/,
      hostname: z.regexes.domain,
      error: 'has to be a web address that starts with https://',
    })
    .describe('The address of its page in the archive.'),
  date: taken,
  shows: bothLanguages,
  focus: z
    .strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) })
    .describe('What has to stay in every crop: shares of width and height, from the upper left corner.'),
  sensitivity: id.describe('none, or the id of the content warning without which it is not shown.'),
  pictured: pictured.describe('What it does not show; every motif has to be answered.'),
};

/** What a person has to write down of a photograph. */
export const rightsSchema = conditioned(z.strictObject(rights));

/** The same with what `photo add` writes of the stored file. */
export const photographSchema = conditioned(
  z.strictObject({
    ...rights,
    file: z
      .strictObject({
        sha256: z.string().regex(/^[0-9a-f]{64}$/, 'has to be 64 hexadecimal digits, as `photo add` writes them'),
        width: z.int().positive(),
        height: z.int().positive(),
      })
      .describe('Of the stored file; written by `photo add`.'),
  }),
);

/** Looked at even where other settings are wrong, so that everything is reported at once. */
function conditioned<S extends z.ZodType<Conditioned>>(schema: S): S {
  const when = () => true;
  return schema
    .refine(({ author, donor }) => author !== undefined || donor !== undefined, {
      path: ['author'],
      error: 'is missing; name who took it, or as `donor` who gave it to the archive',
      when,
    })
    .refine(({ licence, grounds }) => licence !== 'public-domain' || grounds !== undefined, {
      path: ['grounds'],
      error: 'is missing; say why it is in the public domain, like "its author died in 1949"',
      when,
    });
}

type Conditioned = {
  readonly author?: unknown;
  readonly donor?: unknown;
  readonly licence: string;
  readonly grounds?: string | undefined;
};

export type Rights = z.output<typeof rightsSchema>;
export type PhotographFile = z.output<typeof photographSchema>;

/** What to write for each right, by its name. */
export const rightsHelp: ReadonlyMap<string, string> = new Map(
  Object.entries(rights).map(([name, schema]) => [name, schema.description ?? '']),
);

function isDay(written: string): boolean {
  const full = written.length === 4 ? `${written}-01-01` : written.length === 7 ? `${written}-01` : written;
  return date.safeParse(full).success;
}

function inOrder(written: string): boolean {
  const [from = '', to = from] = written.split('/');
  return from <= to || to.startsWith(from);
}
