/** A secret is out of whatever a server says, in any spelling that an answer might have. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecrets } from '../../../bot/networks/wire/secrets.ts';
import { spellings } from '../../support/hostile/spellings.ts';

const secret = 'abcd-Ef1+g/=ő&<"\\x';
const jwt = `eyJ0eXAiOiJhdCtqd3QifQ.${'eyJzdWIiOiJkaWQ6cGxjOm'.repeat(10)}.s1g-n4tUr3_x`;

describe('a secret', () => {
  it.each(Object.keys(spellings))('is hidden when it is spelled %s', (name) => {
    for (const one of [secret, jwt]) {
      const spelled = spellings[name]?.(one) ?? '';
      const shown = createSecrets([one]).hide(`before ${spelled} after`);
      expect(shown).toMatch(/^before \S*\[secret\]\S* after$/);
      expect(shown).not.toContain(spelled.slice(3, -3));
    }
  });

  it('is hidden whatever it is made of, and wherever it stands', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 6, maxLength: 40 }), text, text, (one, before, after) => {
        const { hide } = createSecrets([one]);
        for (const spell of Object.values(spellings)) {
          const said = hide(`${before}${spell(one)}${after}`);
          expect(said).toContain('[secret]');
          expect(hide(said)).toBe(said);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is hidden in each spelling that mixes them', () => {
    expect(createSecrets(['pass+word']).hide('x%70%2561\\u0073S&#x2b;wo&amp;#114;D+y')).toBe('x[secret]+y');
  });

  it('of fewer than six characters is not looked for, because ordinary words have it', () => {
    expect(createSecrets(['error', '']).hide('an error')).toBe('an error');
  });

  it('that was added is forgotten after two hundred others, and one that was there first never', () => {
    const secrets = createSecrets(['password']);
    const tokens = Array.from({ length: 201 }, (_, n) => `token-${n}-x`);
    for (const token of tokens) secrets.add(token);
    expect([...tokens, 'password'].map((each) => secrets.hide(each))).toEqual([
      'token-0-x',
      ...Array(201).fill('[secret]'),
    ]);
  });

  it('is hidden in every text, name and number of a value', () => {
    const { hideIn } = createSecrets(['12345678']);
    const value = { a: ['x12345678', 12345678, 7, null, true], 'b-12345678': { c: '1234567' } };
    expect(hideIn(value)).toEqual({ a: ['x[secret]', null, 7, null, true], 'b-[secret]': { c: '1234567' } });
  });

  it.each(['\\', '&#0', '%25', 'a', '&amp;', ' '])('costs no more of an answer that is made of %j', (piece) => {
    const { hide } = createSecrets(['aaaaaaaaaaaaaaaab', jwt]);
    const said = piece.repeat(200_000);
    expect(hide(said)).toBe(said);
  });
});
