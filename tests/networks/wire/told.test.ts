/** Nothing that a server says breaks a line, fills a disk or steers a terminal. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sanitised } from '../../../bot/networks/wire/sanitised.ts';

it('leaves a reason that is meant to be read as it is', () => {
  const reason = 'HTTP 422: Érvényesítés sikertelen: a szöveg túl hosszú (512 > 500) 🕯';
  expect(sanitised(reason)).toBe(reason);
});

it('is one line of at most 300 characters without control characters, whatever was said', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (said) => {
      const line = sanitised(said);
      expect([...line].length).toBeLessThanOrEqual(300);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
  expect(sanitised(`${'a'.repeat(400)}`)).toMatch(/^a{299}…$/);
  expect(sanitised('first\nsecond \u001b[31mred\u202e \u009b2J\u001b]0;title\u0007')).toBe(
    'first second [31mred 2J ]0;title',
  );
});
