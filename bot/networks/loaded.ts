/** Networks with what freezes and shows, which is loaded only where something is published, or shown that was. */

import { networkNamed } from './all.ts';
import type { LoadedNetwork } from './definition.ts';

/** Rejects if there is none of that name. */
export async function loadedNetwork(name: string): Promise<LoadedNetwork> {
  return networkNamed(name).load();
}
