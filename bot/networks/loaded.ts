/** Every network with what freezes and shows. To import this is to load it all: for what publishes, or shows what was published. */

import { definitions } from './all.ts';
import type { LoadedNetwork } from './definition.ts';

const loaded: ReadonlyMap<string, LoadedNetwork> = new Map(
  await Promise.all(definitions.map(async ({ rules, load }) => [rules.name, await load()] as const)),
);

/** Throws an Error if there is none of that name. */
export function loadedNetwork(name: string): LoadedNetwork {
  const network = loaded.get(name);
  if (network === undefined) throw new Error(`there is no network "${name}"`);
  return network;
}
