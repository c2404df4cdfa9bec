/** Nothing that a server says breaks a line, fills a disk or shows a secret. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { told } from '../../bot/networks/told.ts';

const secret = 'tok+en/1956=';

it('leaves a reason that is meant to be read as it is', () => {
  const reason = 'HTTP 422: Érvényesítés sikertelen: a szöveg túl hosszú (512 > 500) 🕯';
  expect(told(reason, secret)).toBe(reason);
  expect(told(reason, '')).toBe(reason);
});

it('is one line of at most 300 characters without control characters, whatever was said', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (said) => {
      const line = told(said, secret);
      expect([...line].length).toBeLessThanOrEqual(300);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
  expect(told(`${'a'.repeat(400)}`, secret)).toMatch(/^a{299}…$/);
  expect(told('first\nsecond \u001b[31mred\u202e', secret)).toBe('first second [31mred');
});

it('hides a secret wherever it stands, also in an address and at the cut', () => {
  const said = `${'a'.repeat(3_000 - 4)}${secret}`;
  expect(told(said, secret)).not.toContain('tok+');
  expect(told(`no ${secret} and ${encodeURIComponent(secret)} here`, secret)).toBe('no [hidden] and [hidden] here');
});
