/** How cards and a campaign's look are written in campaign files. */

import { z } from 'zod';
import { emblems, mapAreas } from '../../model/card.ts';
import { cardKinds, plainTheme, typefaces } from '../../model/theme.ts';
import { date, id, perLanguage, text } from './values.ts';

const description = text.describe(
  'One sentence on what the picture shows besides its words, for those who cannot see it.',
);
const closing = { credit: text.optional(), description };
const storyText = z.strictObject({ headline: text, caption: text.optional(), ...closing });
const quotationText = z.strictObject({
  quotation: text.describe('With its quotation marks, word for word from a source.'),
  attribution: text.describe('Who says it, and where.'),
  ...closing,
});
const figure = z.strictObject({
  value: text.describe('The number as it is drawn, like 200 000.'),
  label: text.describe('What it counts, in a few words.'),
});
const figuresText = z.strictObject({
  headline: text,
  figures: z.array(figure).min(1).max(4),
  caption: text.optional(),
  ...closing,
});

const bearings = {
  place: id.optional().describe('Id of a place of the campaign.'),
  date: date.optional().describe('The day the card tells of, if it is not the day of the file.'),
};
const photo = id
  .optional()
  .describe('Id of a photograph, which takes the place of the drawing as soon as it is added; see `photo add`.');

const point = z.union([
  id.describe('Id of a place of the campaign.'),
  z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
]);
const line = z.array(point).min(2);

const mapScene = z.strictObject({
  area: z.enum(mapAreas).describe('Which of the maps in media/maps.'),
  pins: z.array(id).max(40).default([]).describe('Places that are marked and named.'),
  routes: z.array(line).default([]).describe('Ways people went, each from point to point.'),
  advances: z.array(line).default([]).describe('Arrows of an advance, each from its start to its head.'),
  ring: z
    .strictObject({ around: point, kilometres: z.number().positive() })
    .optional()
    .describe('A ring that closes round a place.'),
});

const story = (kind: 'typographic' | 'clock' | 'memorial') =>
  z.strictObject({
    kind: z.literal(kind),
    ...bearings,
    emblem: z.enum(emblems).optional().describe('A drawn sign, where it says something.'),
    photo,
    ...perLanguage(storyText).shape,
  });

export const cardSchema = z.discriminatedUnion('kind', [
  story('typographic'),
  story('clock').describe('The exact minute, huge; only where a source gives it.'),
  story('memorial').describe('A remembrance, without a time.'),
  z.strictObject({ kind: z.literal('quotation'), ...bearings, ...perLanguage(quotationText).shape }),
  z.strictObject({ kind: z.literal('figures'), ...bearings, ...perLanguage(figuresText).shape }),
  z.strictObject({ kind: z.literal('map'), ...bearings, map: mapScene, photo, ...perLanguage(storyText).shape }),
]);

export type CardFile = z.output<typeof cardSchema>;

const colour = z
  .string()
  .regex(/^#[0-9A-Fa-f]{6}$/, 'has to be a colour of six hexadecimal digits, written like "#A4242E"');
const typeface = z.enum(typefaces);

export const themeSchema = z.strictObject({
  palette: z
    .strictObject({
      ink: colour.default(plainTheme.palette.ink).describe('The ground of a card.'),
      paper: colour.default(plainTheme.palette.paper).describe('Captions.'),
      light: colour.default(plainTheme.palette.light).describe('Times, dates and headlines.'),
      dim: colour.default(plainTheme.palette.dim).describe('Places and credits.'),
    })
    .default(plainTheme.palette),
  motif: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('flag'),
        stripes: z.tuple([colour, colour], colour).describe('From above, or from the staff on.'),
        direction: z.enum(['horizontal', 'vertical']).default('horizontal'),
        hole: z.boolean().default(false).describe('Whether the middle is cut out.'),
      }),
      z.strictObject({ kind: z.literal('cloth'), colour }),
    ])
    .prefault({ kind: 'cloth', colour: plainTheme.motif.colour }),
  faces: z
    .strictObject({
      poster: typeface.default(plainTheme.faces.poster).describe('Time and date.'),
      headline: typeface.default(plainTheme.faces.headline),
      caption: typeface.default(plainTheme.faces.caption),
      place: typeface.default(plainTheme.faces.place),
      credit: typeface.default(plainTheme.faces.credit),
    })
    .default(plainTheme.faces),
  cards: z
    .array(z.enum(cardKinds))
    .min(1)
    .default([...cardKinds])
    .describe('The kinds of cards this campaign may use.'),
});
