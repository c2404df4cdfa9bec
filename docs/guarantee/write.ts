/** `npm run guarantee`: writes docs/guarantee.md anew after a change of what the bot may do. */

import { writeFileSync } from 'node:fs';
import { guaranteePage } from './table.ts';

writeFileSync(new URL('../guarantee.md', import.meta.url), guaranteePage());
