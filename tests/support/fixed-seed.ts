/** Lets property tests draw the same examples at every run: what fails today failed yesterday. `SEED=n` draws others. */

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1956) });
