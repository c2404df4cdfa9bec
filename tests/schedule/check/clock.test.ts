import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockWordsIn } from '../../../schedule/check/words/clock-words.ts';

describe('clock times in a text', () => {
  it.each([
    ['5 óra 20 perckor szól a rádió', ['05:20', '17:20']],
    ['21.30-ra ledőlt', ['21:30']],
    ['(egy lap szerint 5.15-kor)', ['05:15', '17:15']],
    ['hajnali 2 órára', ['02:00', '14:00']],
    ['három órakor', ['03:00', '15:00']],
    ['13 óráig hallgatunk', ['13:00']],
    ['18:00', ['18:00']],
  ])('Hungarian “%s”', (text, times) => {
    expect(clockWordsIn(text, 'hu').map((clock) => clock.times)).toEqual([times]);
  });

  it.each([
    ['at 05:20 (05:15 in a report)', [['05:20'], ['05:15']]],
    ['By 18:00 more came', [['18:00']]],
    ['at 3 pm', [['15:00']]],
    ['at 12 a.m. they left', [['00:00']]],
    ['until 8 o’clock', [['08:00']]],
  ])('English “%s”', (text, times) => {
    expect(clockWordsIn(text, 'en').map((clock) => clock.times)).toEqual(times);
  });

  it.each([
    ['hu', '15 órán át harcoltak, 36 órával később, 2 óra alatt'],
    ['hu', '1956.10.23, 2.500 ember, 53.75 százalék, 1848–49, 28 ezer tag'],
    ['hu', 'két órányi járásra, órákon át, a korai órákban'],
    ['en', 'in 1956, 4–0, 50 for and 8 against, 1,450 wounded, 9.1 m, 2.500'],
  ] as const)('are none in %s “%s”', (language, text) => {
    expect(clockWordsIn(text, language)).toEqual([]);
  });

  it.each([
    ['hu', '15 órakor', true, false],
    ['hu', '15 óra 7 perckor', true, false],
    ['hu', '15.07-kor', true, false],
    ['hu', '15 óra körül', false, false],
    ['hu', '15 órára', false, false],
    ['hu', '15 óráig', false, true],
    ['en', 'at 15:00', true, false],
    ['en', 'by 15:00', false, false],
    ['en', 'until 15:00', false, true],
  ] as const)('in %s “%s” are exact: %s, an end: %s', (language, text, exact, until) => {
    expect(clockWordsIn(text, language)).toEqual([expect.objectContaining({ exact, until })]);
  });

  it('are found as written, whatever the minute and wherever it stands', () => {
    const minute = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
    fc.assert(
      fc.property(
        minute,
        fc.constantFrom('hu', 'en'),
        fc.constantFrom('', 'Szó, ', 'A word: '),
        (time, language, before) => {
          const clock = `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;
          const [found] = clockWordsIn(`${before}${clock}.`, language);
          expect(found?.times).toContain(clock);
          expect(found?.offset).toBe(before.length);
        },
      ),
    );
  });
});
