/** Everything a server remembers between two resets. */

import type { Accounts } from './accounts.ts';
import type { Shelves } from './entities.ts';
import { createFaults, type Faults } from './faults.ts';
import { createIdempotency, type Idempotency } from './idempotency.ts';
import type { Ids } from './ids.ts';
import { createMedia } from './media.ts';
import type { Settings } from './options.ts';
import { createRateCounter, type RateCounter } from './rate-limits.ts';
import { createStatuses, type Status } from './statuses.ts';

export type World = Shelves & {
  readonly rates: RateCounter;
  readonly faults: Faults;
  readonly idempotency: Idempotency<Status>;
};

/** Accounts and the growth of ids outlast a reset; all else is new. */
export function createWorld(settings: Settings, ids: Ids, accounts: Accounts): World {
  const media = createMedia(settings, ids);
  const rates = createRateCounter(settings.rateLimits, settings.now);
  const idempotency = createIdempotency<Status>(settings.mode, settings);
  const statuses = createStatuses({ settings, ids, accounts, media, idempotency, rates });
  return { settings, accounts, media, statuses, rates, idempotency, faults: createFaults() };
}
