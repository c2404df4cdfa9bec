/** The page that tells what the bot may do is what the bot does. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { guaranteePage } from '../../../docs/guarantee/table.ts';

it('is told by docs/guarantee.md to the letter; after a change of it: npm run guarantee', () => {
  expect(readFileSync(new URL('../../../docs/guarantee.md', import.meta.url), 'utf8')).toBe(guaranteePage());
});
