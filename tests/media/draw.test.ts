import { describe, expect, it } from 'vitest';
import type { CardFault, CardRecord, Drawing } from '../../media/card.ts';
import { composeCard, drawCard } from '../../media/draw.ts';
import { drawingHash } from '../../media/drawing-hash.ts';
import { type CardFormat, pages } from '../../media/page.ts';
import { records, samples, storyOf } from './records.ts';

function drawn(record: CardRecord, format?: CardFormat): Drawing {
  const result = drawCard(record, format);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.drawing;
}

function linesOf(record: CardRecord, format?: CardFormat) {
  const composition = composeCard(record, format);
  if (!composition.ok) throw new Error(JSON.stringify(composition.faults));
  return composition.lines;
}

function faultsOf(record: CardRecord): readonly CardFault[] {
  const result = drawCard(record);
  return result.ok ? [] : result.faults;
}

const plain = records['typographic-hu'];
const words = (text: string) => text.split(/\s+/u).filter((word) => word !== '');

const cards = samples.flatMap(([name, record]) => [
  { name, record, format: 'portrait' } as const,
  { name: `${name}-landscape`, record, format: 'landscape' } as const,
]);

/** What of a record stands on a card: a landscape may leave the caption out. */
function shown(record: CardRecord, format: CardFormat): CardRecord {
  const captioned = linesOf(record, format).some(({ field }) => field === 'caption');
  return captioned || format === 'portrait' || record.kind === 'quotation' ? record : { ...record, caption: null };
}

describe.each(cards)('the card $name', ({ name, record, format }) => {
  it('is the drawing that was looked at and approved', async () => {
    await expect(drawn(record, format).svg).toMatchFileSnapshot(`golden/${name}.svg`);
  });

  it('says every drawn word in its alt text, in the order of the record, and the description last', () => {
    const { alt } = drawn(record, format);
    const said = alt.toLocaleUpperCase('hu');
    for (const line of linesOf(record, format)) {
      for (const word of words(line.text)) expect(said).toContain(word.toLocaleUpperCase('hu'));
    }
    const { time, date, place, credit, description } = record;
    const fields = [time?.clock, date, place, ...storyOf(shown(record, format)), credit, description];
    const positions = fields.flatMap((text) => (text == null ? [] : [alt.indexOf(text)]));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(alt.endsWith(description)).toBe(true);
  });

  it('draws every word of the record, but for a caption that a landscape has no room for', () => {
    const lines = linesOf(record, format).filter(({ field }) => field !== 'map');
    const drawnWords = lines.flatMap((line) => words(line.text.toLocaleUpperCase('hu')));
    const { time, date, place, credit } = record;
    const texts = [time?.before, time?.clock, time?.after, date, place, ...storyOf(shown(record, format)), credit];
    const written = texts.flatMap((text) => words((text ?? '').toLocaleUpperCase('hu')));
    expect([...drawnWords].sort()).toEqual([...written].sort());
  });

  it('draws no word under 3 % of its width and no caption under 4 %', () => {
    for (const line of linesOf(record, format)) {
      expect(line.size).toBeGreaterThanOrEqual(line.field === 'caption' ? 48 : 36);
    }
  });

  it('keeps all words on the card, clear of its edges and of one another', () => {
    const { width, height } = pages[format];
    const lines = linesOf(record, format);
    lines.forEach(({ box, text }, index) => {
      expect(box.left, text).toBeGreaterThanOrEqual(30);
      expect(box.right, text).toBeLessThanOrEqual(width - 48);
      expect(box.top, text).toBeGreaterThanOrEqual(30);
      expect(box.bottom, text).toBeLessThanOrEqual(height - 40);
      for (const other of lines.slice(index + 1)) {
        const beside = box.right <= other.box.left || other.box.right <= box.left;
        const apart = box.bottom <= other.box.top || other.box.bottom <= box.top;
        const stacked = box.bottom < other.box.bottom && box.top < other.box.top;
        expect(beside || apart || stacked, `${text} / ${other.text}`).toBe(true);
      }
    });
  });

  it('is the same drawing each time', () => {
    expect(drawingHash(drawn(record, format))).toBe(drawingHash(drawn({ ...record }, format)));
  });
});

describe('a map card', () => {
  it('says in its alt text what is written on the map, after the story and before the credit', () => {
    expect(drawn(records['map-hu']).alt).toMatchInlineSnapshot(
      `"15:00, 1956. október 23., Budapest, Bem József tér. A menet átkel a Dunán. Mintaszöveg: a térre sokan gyűlnek, azután a túlsó partra indulnak. A térképen: Bem tér, Országház, Duna, Buda, Pest. Forrás: mintaszöveg a próbához. Vázlatos térkép Budapestről."`,
    );
    expect(drawn(records['map-mourning-en']).alt).toMatchInlineSnapshot(
      `"about 3:00, 4 November 1956, Budapest, from the south and from the north. Tanks drive into the city. Sample text: along the two great roads of the Pest side, towards the bridges. On the map: Parliament. Source: sample text for the tests. The picture: a Hungarian flag with a hole, and words."`,
    );
  });

  it('is refused, with the name that has no room, where places crowd', () => {
    const record = records['map-towns-en'];
    const [first] = record.map.pins;
    const pins = Array.from({ length: 30 }, (_, index) => ({ ...first, id: `town-${index}` }));
    expect(faultsOf({ ...record, map: { ...record.map, pins } })).toMatchObject([
      { field: 'map', rule: 'card-overflow' },
    ]);
  });

  it('is refused where a name has a character that its typeface lacks', () => {
    const record = records['map-hu'];
    const [first] = record.map.pins;
    const pins = [{ ...first, label: { hu: 'Bem ☃', en: 'Bem' } }];
    expect(faultsOf({ ...record, map: { ...record.map, pins } })).toMatchObject([
      { field: 'map', rule: 'missing-glyph' },
    ]);
  });
});

describe('a landscape', () => {
  it('leaves a caption out rather than have it overflow, on the card and in the alt text', () => {
    const record = records['typographic-mourning-hu'];
    expect(drawn(record, 'landscape').alt).not.toContain('Szovjet katonák');
    expect(drawn(record, 'landscape').alt).toContain('Megszállják az Országházat');
    expect(drawn(record).alt).toContain('Szovjet katonák');
  });

  it('is refused where the headline alone does not fit', () => {
    const headline = 'Több mint kétszázezer ember '.repeat(5);
    const result = drawCard({ ...plain, headline }, 'landscape');
    expect(result.ok ? [] : result.faults).toMatchObject([{ field: 'headline', rule: 'card-overflow' }]);
  });
});

describe('alt text', () => {
  it('reads as sentences', () => {
    expect(drawn(records['typographic-mourning-hu']).alt).toMatchInlineSnapshot(
      `"8 óra körül, 1956. november 4., Budapest, az Országház épülete és a Kossuth Lajos tér környéke. „Megszállják az Országházat, Bibó István bent marad”. Szovjet katonák elfoglalják az épületet. Bibó István államminiszter – a törvényes kormány utolsó jelen lévő tagja – nem hagyja el a helyét, és nyilatkozatot ír a nemzethez. Forrás: mintaszöveg a próbához. A kép: lyukas magyar zászló, rajta szöveg."`,
    );
    expect(drawn(records['typographic-en']).alt).toMatchInlineSnapshot(
      `"by 18:00, 23 October 1956, Budapest, Kossuth Lajos tér. Two hundred thousand outside Parliament. The crowd calls for free elections and a free press. It is still peaceful. Source: sample text for the tests. The picture: a Hungarian flag with a hole, and words."`,
    );
  });
});

describe('what does not fit', () => {
  it('is a fault of the caption that says how much to shorten', () => {
    const caption = Array.from({ length: 40 }, () => 'szabadságharcos').join(' ');
    expect(faultsOf({ ...plain, caption })).toMatchInlineSnapshot(`
      [
        {
          "field": "caption",
          "message": "The caption does not fit on the card even in the smallest legible size: it has 639 characters and room for about 255; shorten it by about 384.",
          "rule": "card-overflow",
        },
      ]
    `);
  });

  it('is a fault of the headline when the headline alone is too long', () => {
    const headline = 'Több mint kétszázezer ember '.repeat(8);
    expect(faultsOf({ ...plain, headline, caption: null })[0]).toMatchObject({
      field: 'headline',
      rule: 'card-overflow',
    });
  });

  it('is a fault of a place, a credit or a date, all reported at once', () => {
    const long = 'Budapest, Kossuth Lajos tér, '.repeat(6);
    const faults = faultsOf({ ...plain, place: long, credit: long, date: long });
    expect(faults.map(({ field, rule }) => `${field} ${rule}`)).toEqual([
      'date card-overflow',
      'place card-overflow',
      'credit card-overflow',
    ]);
  });

  it('is a fault of the time when its small words are longer than the hole is wide', () => {
    const time = { before: 'valamikor a késő esti órákban', clock: '21:30', after: '' };
    expect(faultsOf({ ...plain, time })[0]).toMatchObject({ field: 'time', rule: 'card-overflow' });
  });

  it('fits as soon as the author follows the advice', () => {
    const caption = 'A tömeg a téren marad, és a kormány válaszára vár. '.repeat(8).trim();
    const message = faultsOf({ ...plain, caption })[0]?.message ?? '';
    const room = Number(/room for about (\d+)/u.exec(message)?.[1]);
    expect(room).toBeGreaterThan(150);
    expect(faultsOf({ ...plain, caption: caption.slice(0, room) })).toEqual([]);
  });
});

describe('a character that a typeface lacks', () => {
  it('is a fault that names it, in every field, and never a box', () => {
    const faults = faultsOf({ ...plain, headline: 'Ledől 🙂', caption: 'Москва és 東京', date: '1956. ☃' });
    expect(faults.map(({ field, rule, message }) => `${field} ${rule}: ${message}`)).toMatchInlineSnapshot(`
      [
        "date missing-glyph: The typeface of the date (league-gothic) has no "☃" (U+2603); write it another way.",
        "headline missing-glyph: The typeface of the headline (source-serif-semibold) has no "🙂" (U+1F642); write it another way.",
        "caption missing-glyph: The typeface of the caption (source-serif) has no "東" (U+6771), "京" (U+4EAC); write it another way.",
      ]
    `);
  });

  it('is no Hungarian or English letter, quotation mark or dash', () => {
    const letters = 'áéíóöőúüűÁÉÍÓÖŐÚÜŰ „” “” ‘’ – — … © · §%&()[]?!:;';
    const record = { ...plain, headline: letters, caption: letters, credit: letters, place: letters, date: letters };
    expect(faultsOf(record).filter(({ rule }) => rule === 'missing-glyph')).toEqual([]);
  });
});

describe('a clock card', () => {
  it('is never drawn without a time', () => {
    expect(() => drawCard({ ...records['clock-en'], time: null })).toThrow(/gives the minute/u);
  });
});

describe('a quotation', () => {
  const { quotation } = records['quotation-hu'];

  it('hangs its opening mark outside the axis on which all other words stand', () => {
    const lines = linesOf(records['quotation-hu']);
    const [first, second] = lines.filter(({ field }) => field === 'quotation');
    const axis = lines.find(({ field }) => field === 'credit')?.box.left ?? 0;
    expect(first?.box.left).toBeLessThan(axis - 30);
    expect(Math.abs((second?.box.left ?? 0) - axis)).toBeLessThan(8);
  });

  it('is set smaller the longer it is, and is a fault of the author when it is too long', () => {
    const size = (text: string) =>
      linesOf({ ...records['quotation-hu'], quotation: text }).find(({ field }) => field === 'quotation')?.size ?? 0;
    expect(size(quotation)).toBeGreaterThan(size(`${quotation} ${quotation}`));
    const faults = faultsOf({ ...records['quotation-hu'], quotation: `${quotation} `.repeat(12).trim() });
    expect(faults).toMatchObject([{ field: 'quotation', rule: 'card-overflow' }]);
    expect(faults[0]?.message).toMatch(/room for about \d{3}/u);
  });

  it('says so when it is not known shortly enough whose it is', () => {
    const faults = faultsOf({ ...records['quotation-hu'], attribution: 'Egy ismeretlen hang a téren '.repeat(9) });
    expect(faults).toMatchObject([{ field: 'attribution', rule: 'card-overflow' }]);
  });
});

describe('figures', () => {
  const three = records['figures-three-en'];

  it('stand with their edges under one another, each beside what it counts', () => {
    const lines = linesOf(three).filter(({ field }) => field === 'figures');
    const lefts = (size: (size: number) => boolean) =>
      lines.filter((line) => size(line.size)).map(({ box }) => box.left);
    for (const column of [lefts((size) => size > 100), lefts((size) => size < 100)]) {
      expect(Math.max(...column) - Math.min(...column)).toBeLessThan(8);
    }
  });

  it('are a fault of the caption, of the headline or of themselves where they do not fit', () => {
    const long = 'Ennyi minden nem fér ki egy kártyára. '.repeat(8);
    const fieldOf = (record: CardRecord) => faultsOf(record).map(({ field }) => field);
    expect(fieldOf({ ...three, caption: long })).toEqual(['caption']);
    expect(fieldOf({ ...three, headline: long })).toEqual(['headline']);
    expect(fieldOf({ ...three, figures: [{ value: '16', label: long }] })).toEqual(['figures']);
    expect(fieldOf({ ...three, figures: [{ value: 'sixteen thousand and one hundred', label: 'x' }] })).toEqual([
      'figures',
    ]);
  });
});
