import fc from 'fast-check';
import { expect, it } from 'vitest';
import { suggestion } from '../../../schedule/words/suggest.ts';

it.each([
  ['typografic', ['typographic', 'clock'], 'Did you mean "typographic"?'],
  ['EN', ['hu', 'en'], 'Did you mean "en"?'],
  ['hun', ['hu', 'en'], 'Did you mean "hu"?'],
  ['violens', ['violence', 'death'], 'Did you mean "violence"?'],
  ['tiem', ['id', 'kind', 'time'], 'Did you mean "time"?'],
  ['el', ['hu', 'en'], 'Known are: en, hu.'],
  ['de', ['hu', 'en'], 'Known are: en, hu.'],
  ['all', ['everyone', 'nobody'], 'Known are: everyone, nobody.'],
  ['x', ['a'], 'Known are: a.'],
  ['anything', [], 'There are none yet.'],
  ['anything', Array.from({ length: 41 }, (_, index) => `x${index}`), 'None of the 41 known is like it.'],
])('for %s among %j it is: %s', (word, known, expected) => {
  expect(suggestion(word, known)).toBe(expected);
});

it('the wrong word itself is never what was meant', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (word, others) => {
      expect(suggestion(word, [word, ...others])).not.toBe(`Did you mean "${word}"?`);
    }),
  );
});
