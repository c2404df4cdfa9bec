/** The networks there are: a new one is its folder, its import and its name here. */

import type { NetworkRules } from '../render/rules.ts';
import { bluesky } from './bluesky/definition.ts';
import type { NetworkDefinition } from './definition.ts';
import { mastodon } from './mastodon/definition.ts';

/** By their names, in the order in which people are told of them. */
export const networks = { bluesky, mastodon };

export type NetworkName = keyof typeof networks;

export const networkNames = Object.keys(networks) as readonly NetworkName[];

const all: ReadonlyMap<string, NetworkDefinition> = new Map(Object.entries(networks));

export const definitions: readonly NetworkDefinition[] = [...all.values()];

export const networkRules: readonly NetworkRules[] = definitions.map(({ rules }) => rules);

/** Throws an Error if there is none of that name. */
export function networkNamed(name: string): NetworkDefinition {
  const definition = all.get(name);
  if (definition === undefined) throw new Error(`there is no network "${name}"`);
  return definition;
}
