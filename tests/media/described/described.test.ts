/** What the descriptions of the campaign's cards say about where things are and how many, held to the drawings themselves. */

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cardRecord } from '../../../bot/render/card/record.ts';
import type { CardRecord } from '../../../media/card.ts';
import { type Emblem, emblems } from '../../../schedule/model/card.ts';
import { type Language, languages } from '../../../schedule/model/language.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { records } from '../records.ts';
import { claims, countedOrPlaced } from './claims.ts';
import { whereabouts } from './drawn-where.ts';
import { lacking, mirrored } from './planted-faults.ts';

const loaded = await loadCampaigns(fileURLToPath(new URL('../../../schedule/campaigns', import.meta.url)));
if (!loaded.ok) throw new Error('the campaigns have problems');

const cards = loaded.value
  .flatMap(({ entries }) => entries)
  .flatMap((entry) =>
    entry.thread.flatMap(({ card }, position) =>
      card === null
        ? []
        : languages.map((language) => ({
            name: `${entry.id}, post ${position + 1}, ${language}`,
            record: cardRecord(entry, card, language),
          })),
    ),
  );

/** What a description says that its drawing does not show, and what nobody has compared. */
function wrongIn(record: CardRecord, description = record.description): readonly string[] {
  const drawn = whereabouts(record);
  let unread = description;
  const untrue = claims.flatMap(({ says, holds }) => {
    const said = says[record.language].exec(unread)?.[0];
    if (said === undefined) return [];
    unread = unread.replaceAll(new RegExp(says[record.language], 'giu'), '');
    return holds(drawn, record) ? [] : [`“${said}” is not what is drawn`];
  });
  const open = unread.match(countedOrPlaced[record.language]) ?? [];
  return [...untrue, ...open.map((word) => `“${word}” is compared with nothing`)];
}

/** What a description calls each sign. */
const signs: Readonly<Record<Emblem, Readonly<Record<Language, RegExp>>>> = {
  flag: { hu: /zászló rajza/u, en: /drawing of a flag/u },
  statue: { hu: /tollas kalapú alak/u, en: /figure on a plinth/u },
  boots: { hu: /csizmapár/u, en: /boots/u },
  radio: { hu: /rádió(?:készülék)? rajza/u, en: /radio set/u },
  barricade: { hu: /barikád/u, en: /barricade/u },
  'council-table': { hu: /patkó alakú asztal/u, en: /horseshoe table/u },
  tanks: { hu: /három harckocsi/u, en: /three tanks/u },
  ring: { hu: /két kar/u, en: /two arms that/u },
  candle: { hu: /gyertya/u, en: /candle/u },
  bell: { hu: /harang/u, en: /bell/u },
  parliament: { hu: /Országház.* rajza/u, en: /drawing of Parliament/u },
  bread: { hu: /kenyér/u, en: /bread/u },
  hands: { hu: /emelt kéz/u, en: /hands raised/u },
  factory: { hu: /gyár/u, en: /factory/u },
  talks: { hu: /asztal rajza/u, en: /table with papers/u },
  hungary: { hu: /Magyarország alakja/u, en: /shape of Hungary/u },
  newspapers: { hu: /újság/u, en: /newspapers/u },
  'barred-window': { hu: /rácsos ablak/u, en: /barred window/u },
  wreath: { hu: /koszorú/u, en: /wreath/u },
  suitcase: { hu: /bőrönd/u, en: /suitcase/u },
};

describe('a description of a card of the campaign', () => {
  it('says where things are as the drawing has them, and nothing of which nobody knows', () => {
    const wrong = cards.flatMap(({ name, record }) => wrongIn(record).map((what) => `${name}: ${what}`));
    expect(wrong).toEqual([]);
  });

  it('names the sign that is drawn, and no other', () => {
    const wrong = cards.flatMap(({ name, record }) => {
      const drawn = 'emblem' in record ? record.emblem : null;
      const named = emblems.filter((emblem) => signs[emblem][record.language].test(record.description));
      return named.join() === (drawn ?? '')
        ? []
        : [`${name}: ${drawn} is drawn, “${record.description}” says ${named}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('the comparison of description and drawing', () => {
  const said = claims.flatMap(({ says, holds }) =>
    languages.map((language) => {
      const found = cards.find(({ record }) => record.language === language && says[language].test(record.description));
      return { words: String(says[language]), record: found?.record, holds };
    }),
  );

  it('has no wording that no card uses', () => {
    expect(said.filter(({ record }) => record === undefined).map(({ words }) => words)).toEqual([]);
  });

  it.each(said)('fails for $words where something is missing or another place or number', ({ record, holds }) => {
    if (record === undefined) throw new Error('no card says so');
    const drawn = whereabouts(record);
    const faulty = [mirrored(drawn, 'across'), mirrored(drawn, 'down'), ...lacking(drawn)];
    expect(faulty.filter((fault) => !holds(fault, record))).not.toEqual([]);
  });

  it.each<[string, 'across' | 'down']>([
    ['red above, white between, green below', 'down'],
    ['red, white and green', 'down'],
    ['over its upper left corner', 'across'],
    ['over its upper left corner', 'down'],
    ['mourning band to the right of the cut', 'across'],
    ['upper third empty. Further down', 'down'],
    ['beneath them', 'down'],
    ['beside the date', 'across'],
    ['at the top', 'down'],
    ['above it', 'down'],
    ['horseshoe table', 'down'],
    ['three hands raised', 'down'],
    ['one arm stretched out', 'across'],
    ['a straight dotted line runs from Bem tér over the Danube to Parliament', 'across'],
    ['between the inner and the outer boulevard a ring', 'across'],
    ['on the Pest bank a ring marks Parliament', 'across'],
    ['in the south, on the northern part of the island, a ring marks Csepel', 'down'],
    ['The south of Budapest between two arms of the Danube; near the northern tip of the island a ring', 'down'],
    ['The Danube south of Budapest, with Csepel Island between its two arms; on the island a ring marks Tököl', 'down'],
    [
      'A map of the north-east of Hungary; from beyond the Soviet border a dark arrow points south-west towards Budapest',
      'across',
    ],
    [
      'A map of the north-east of Hungary; from beyond the Soviet border a dark arrow points south-west towards Budapest',
      'down',
    ],
    [
      'an arrow points to Moscow, beyond its edge, and a dotted line leads from Brest by way of Bucharest to Brioni',
      'across',
    ],
    [
      'an arrow points to Moscow, beyond its edge, and a dotted line leads from Brest by way of Bucharest to Brioni',
      'down',
    ],
    ['from the south and from the north a pale arrow reaches along the Pest bank towards the bridges', 'across'],
    ['southern half of Hungary with two markers: the capital near the top, Pécs further down near the border', 'down'],
  ])('finds “%s” untrue of a drawing that is mirrored %s', (words, direction) => {
    const card = cards.find(({ record }) => record.language === 'en' && record.description.includes(words));
    const claim = claims.find(({ says }) => says.en.test(words));
    if (card === undefined || claim === undefined) throw new Error('no card says so');
    const drawn = whereabouts(card.record);
    expect(Boolean(claim.holds(drawn, card.record))).toBe(true);
    expect(Boolean(claim.holds(mirrored(drawn, direction), card.record))).toBe(false);
  });

  it.each<[string, keyof typeof records, string, string]>([
    [
      'a cut that is near the left end',
      'clock-mourning-hu',
      'A szalag a közepén átvágva.',
      '“közepén” is not what is drawn',
    ],
    [
      'a ribbon that is not there',
      'typographic-en',
      'A ribbon over its upper left corner.',
      '“over its upper left corner” is not what is drawn',
    ],
    [
      'a sign that is in the hole',
      'typographic-emblem-without-time-en',
      'Beside the date a ring.',
      '“Beside the date” is not what is drawn',
    ],
    [
      'silk where there is none',
      'clock-en',
      'A mourning band to the right of the cut.',
      '“mourning band to the right of the cut” is not what is drawn',
    ],
    ['a rule over numbers that is a flag', 'typographic-hu', 'A vonal fent.', '“fent” is not what is drawn'],
    ['numbers that are more', 'figures-three-en', 'Two numbers.', '“Two numbers” is not what is drawn'],
    [
      'colours in another order',
      'typographic-upright-en',
      'Red, white and green.',
      '“Red, white and green” is not what is drawn',
    ],
    ['another number of signs', 'clock-emblem-en', 'Three tanks and two radios.', '“two” is compared with nothing'],
    ['what is nowhere compared on a map', 'map-hu', 'Nyíl keleten.', '“keleten” is compared with nothing'],
    [
      'numerals that stand high',
      'clock-en',
      'Its upper third empty. Further down the hour.',
      '“upper third empty. Further down” is not what is drawn',
    ],
    ['what it has no measure for', 'memorial-hu', 'A jobb alsó sarokban csillag.', '“jobb” is compared with nothing'],
    ['the same in English', 'memorial-mourning-en', 'A star in the lower corner.', '“lower” is compared with nothing'],
  ])('finds %s', (_, name, description, found) => {
    expect(wrongIn(records[name], description)).toContain(found);
  });
});
