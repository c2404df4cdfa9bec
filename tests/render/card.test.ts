import { describe, expect, it, test } from 'vitest';
import { renderCard } from '../../bot/render/card/card.ts';
import { cardRecord } from '../../bot/render/card/record.ts';
import { photographOf } from '../support/photographs.ts';
import { cardWith } from '../support/slots.ts';
import { entryWith } from '../support/threads.ts';

const entry = entryWith({ date: '1956-11-04', time: '05:20', mourning: true });
const thatDay = { date: '1956-11-04' };

describe('a card', () => {
  it('says the same in the words of each language', () => {
    expect(cardRecord(entry, cardWith(thatDay), 'hu')).toMatchInlineSnapshot(`
      {
        "caption": "Diákok ezrei indulnak a Petőfi-szobortól a Bem térre.",
        "credit": "Rajz: Emléknap · CC BY 4.0",
        "date": "1956. november 4.",
        "description": "Piros, fehér és zöld sávú zászló, közepén kivágott, kerek lyuk.",
        "emblem": null,
        "headline": "Elindul a menet",
        "kind": "clock",
        "language": "hu",
        "mourning": true,
        "place": "Petőfi tér",
        "theme": {
          "cards": [
            "typographic",
            "clock",
            "memorial",
            "quotation",
            "figures",
            "map",
          ],
          "faces": {
            "caption": "source-serif",
            "credit": "courier",
            "headline": "source-serif-semibold",
            "place": "courier-bold",
            "poster": "league-gothic",
          },
          "motif": {
            "direction": "horizontal",
            "hole": true,
            "kind": "flag",
            "stripes": [
              "#A4242E",
              "#EBE4D4",
              "#3C6A4A",
            ],
          },
          "palette": {
            "dim": "#C9C2B3",
            "ink": "#100F0E",
            "light": "#F6F1E6",
            "paper": "#EBE4D4",
          },
        },
        "time": {
          "after": "",
          "before": "",
          "clock": "5:20",
        },
      }
    `);
    expect(cardRecord(entry, cardWith(thatDay), 'en')).toMatchObject({
      time: { before: '', clock: '05:20', after: '' },
      date: '4 November 1956',
      place: 'Petőfi Square',
      headline: 'The march begins',
    });
  });

  it('shows no time that no source gives', () => {
    const card = cardWith({ ...thatDay, kind: 'typographic' });
    expect(cardRecord({ ...entry, certainty: 'chosen' }, card, 'hu').time).toBeNull();
    expect(cardRecord({ ...entry, certainty: 'by' }, card, 'hu').time).toEqual({
      before: '',
      clock: '5:20-ra',
      after: '',
    });
  });

  it('that tells of another day shows that day, and no time', () => {
    const card = cardWith({ kind: 'typographic', date: '1956-10-19' });
    expect(cardRecord(entry, card, 'hu')).toMatchObject({ time: null, date: '1956. október 19.' });
  });

  it('of remembrance never shows a time', () => {
    expect(cardRecord(entry, cardWith({ ...thatDay, kind: 'memorial' }), 'hu').time).toBeNull();
  });
});

test('a card without place and caption has none', () => {
  expect(cardRecord(entry, cardWith({ place: null }, { caption: null }), 'en')).toMatchObject({
    place: null,
    caption: null,
  });
});

describe('a card with a photograph', () => {
  const size = { width: 1600, height: 1200, focus: { x: 0.5, y: 0.5 } };
  const photograph = photographOf({ id: 'crowd', file: 'crowd.jpg', sha256: '0'.repeat(64), ...size });

  it('has its credit and what it shows, with the address of the licence, and the entry’s words', () => {
    const card = cardWith({ ...thatDay, photo: { id: 'crowd', photograph } });
    expect(cardRecord(entry, card, 'en')).toMatchObject({
      kind: 'photo',
      photograph,
      credit: photograph.credit.en,
      description: 'A picture for tests: grey patches. (The licence: https://creativecommons.org/licenses/by-sa/3.0/)',
    });
    expect(cardRecord(entry, card, 'hu')).toMatchObject({ headline: 'Elindul a menet' });
  });

  it('is drawn as the entry says while the slot waits', () => {
    const card = cardWith({ ...thatDay, photo: { id: 'crowd', photograph: null } });
    expect(cardRecord(entry, card, 'hu')).toEqual(cardRecord(entry, cardWith(thatDay), 'hu'));
  });

  it('points into the record of rights where the credit is too long', () => {
    const credit = { hu: 'Minta '.repeat(60), en: 'Sample '.repeat(60) };
    const card = cardWith({ ...thatDay, photo: { id: 'crowd', photograph: { ...photograph, credit } } });
    const rendered = renderCard(entry, 0, card, 'hu', { maxAltCharacters: null });
    expect(rendered.ok ? [] : rendered.problems).toMatchObject([{ file: 'crowd.yaml', rule: 'card-overflow' }]);
  });
});
