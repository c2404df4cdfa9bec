import { describe, expect, it, test } from 'vitest';
import { cardRecord } from '../../bot/render/card.ts';
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
