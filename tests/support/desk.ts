/** Keeps the trails of publications in memory, as the ledger would on disk. */

import type { Frozen, Picturing, Sending, Trail } from '../../bot/networks/network.ts';

export type Desk = {
  /** What `send` needs for a publication, with the trail of its earlier attempts. */
  readonly sending: <T extends Trail>(frozen: Frozen<T['network']>, picturing: Picturing) => Sending<T>;
  readonly trailOf: <T extends Trail>(frozen: Frozen<T['network']>) => T | null;
};

export function newDesk(): Desk {
  const trails = new Map<string, Trail>();
  const nameOf = ({ slot, language }: Frozen): string => `${slot} ${language}`;
  /** As the network recorded it for these requests. */
  const trailOf = <T extends Trail>(frozen: Frozen<T['network']>): T | null =>
    (trails.get(nameOf(frozen)) ?? null) as T | null;
  return {
    trailOf,
    sending: (frozen, picturing) => ({
      picturing,
      trail: trailOf(frozen),
      permit: async () => {},
      record: async (trail) => {
        trails.set(nameOf(frozen), structuredClone(trail));
      },
    }),
  };
}
