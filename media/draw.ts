/** Card record to drawing: pure, synchronous, the same SVG on every machine; or every fault in the record. */

import type { Typeface } from '../schedule/model/theme.ts';
import { altOf } from './alt.ts';
import type { CardFault, CardRecord, Drawn } from './card.ts';
import { pinText } from './cartography/drawn-map.ts';
import type { Composition } from './composition.ts';
import { besideCloth } from './kinds/beside-cloth.ts';
import { clock } from './kinds/clock.ts';
import { clockLandscape } from './kinds/clock-landscape.ts';
import { figures } from './kinds/figures.ts';
import { map } from './kinds/map.ts';
import { memorial } from './kinds/memorial.ts';
import { photo } from './kinds/photo.ts';
import { quotation } from './kinds/quotation.ts';
import { typographic } from './kinds/typographic.ts';
import { type Field, lettersSvg } from './lettering/lettering.ts';
import { type CardFormat, mostCharacters, type Page, pages } from './page.ts';
import { missingCharacters } from './text/shape.ts';

/** Draws a card, or says what the author has to change. Throws an Error for a clock card without a time. */
export function drawCard(record: CardRecord, format: CardFormat = 'portrait'): Drawn {
  const composed = composeCard(record, format);
  if (!composed.ok) return composed;
  const { width, height } = pages[format];
  const { photograph = null, onMap = [] } = composed;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    ...(photograph === null ? [`<rect width="${width}" height="${height}" fill="${record.theme.palette.ink}"/>`] : []),
    composed.artwork,
    lettersSvg(composed.lines),
    '</svg>\n',
  ].join('\n');
  const said = composed.lines.some(({ field }) => field === 'caption') ? record : withoutCaption(record);
  return { ok: true, drawing: { svg, photograph, width, height, alt: altOf(said, onMap), credit: record.credit } };
}

/**
 * The composition behind a drawing: its artwork and its lines of words, each with size and place. A landscape card goes
 * with a text, and so leaves a caption out for which it has no room.
 */
export function composeCard(record: CardRecord, format: CardFormat = 'portrait'): Composition {
  const texts = textsOf(record);
  const endless = endlessTexts(texts);
  const [first, ...rest] = endless.length > 0 ? endless : missingGlyphs(texts);
  if (first !== undefined) return { ok: false, faults: [first, ...rest] };
  const composed = laidOut(record, pages[format]);
  const tooLong = !composed.ok && composed.faults.every(({ field }) => field === 'caption' || field === 'headline');
  return tooLong && format === 'landscape' ? laidOut(withoutCaption(record), pages[format]) : composed;
}

function laidOut(record: CardRecord, page: Page): Composition {
  const portrait = page.format === 'portrait';
  switch (record.kind) {
    case 'typographic':
      return portrait ? typographic(record, page) : besideCloth(record, page);
    case 'clock':
      return portrait ? clock(record, page) : clockLandscape(record, page);
    case 'memorial':
      return portrait ? memorial(record, page) : besideCloth(record, page);
    case 'map':
      return map(record, page);
    case 'quotation':
      return quotation(record, page);
    case 'figures':
      return figures(record, page);
    case 'photo':
      return photo(record, page);
  }
}

function withoutCaption(record: CardRecord): CardRecord {
  return record.kind === 'quotation' ? record : { ...record, caption: null };
}

type FieldText = readonly [Field, Typeface, string];

/** Every text that is drawn, with the typeface of its field. */
function textsOf(record: CardRecord): readonly FieldText[] {
  const { time } = record;
  const { faces } = record.theme;
  return [
    ['time', faces.poster, time === null ? '' : `${time.before}${time.clock}${time.after}`],
    ['date', faces.poster, record.date],
    ['place', faces.place, record.place?.toUpperCase() ?? ''],
    ...storyTexts(record),
    ['credit', faces.credit, record.credit],
  ];
}

function endlessTexts(texts: readonly FieldText[]): readonly CardFault[] {
  return texts.flatMap(([field, , text]) => {
    if (text.length < mostCharacters) return [];
    const message = `A text in "${field}" has ${[...text].length} characters, and no card has room for ${mostCharacters} in any field; shorten it.`;
    return [{ field, rule: 'card-overflow' as const, message }];
  });
}

function missingGlyphs(texts: readonly FieldText[]): readonly CardFault[] {
  return texts.flatMap(([field, face, text]) => {
    const missing = missingCharacters(text, face);
    return missing.length === 0
      ? []
      : [{ field, rule: 'missing-glyph', message: lacking(field, face, missing) } as const];
  });
}

function storyTexts(record: CardRecord): readonly FieldText[] {
  const { faces } = record.theme;
  switch (record.kind) {
    case 'quotation':
      return [
        ['quotation', faces.headline, record.quotation],
        ['attribution', faces.caption, record.attribution],
      ];
    case 'figures':
      return [
        ['headline', faces.headline, record.headline],
        ...record.figures.map(({ value }) => ['figures', faces.poster, value] as const),
        ...record.figures.map(({ label }) => ['figures', faces.caption, label] as const),
        ['caption', faces.caption, record.caption ?? ''],
      ];
    case 'map':
      return [
        ['headline', faces.headline, record.headline],
        ['caption', faces.caption, record.caption ?? ''],
        ...record.map.pins.map((place) => ['map', faces.headline, pinText(place, record.language)] as const),
      ];
    default:
      return [
        ['headline', faces.headline, record.headline],
        ['caption', faces.caption, record.caption ?? ''],
      ];
  }
}

/** So many of the characters that a typeface lacks are named. */
const named = 8;

function lacking(field: Field, face: Typeface, characters: readonly string[]): string {
  const list = characters.slice(0, named).map(shown).join(', ');
  const more = characters.length > named ? ` and ${characters.length - named} more` : '';
  return `The typeface of the ${field} (${face}) has no ${list}${more}; write it another way.`;
}

/** Characters that show nothing by themselves are named by their number alone. */
function shown(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /^[\p{C}\p{M}\p{Z}]$/u.test(character) ? code : `"${character}" (${code})`;
}
