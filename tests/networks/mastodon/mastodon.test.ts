/** Mastodon keeps the network contract as far as a network without keys of the client's choice can. */

import { networkContract } from '../contract/contract.ts';
import { allModes, honoursKeys, mastodonStage } from './stage.ts';

for (const mode of allModes) {
  const guarantees = { atomicThreads: false, ownKeys: false, resends: honoursKeys(mode) };
  networkContract(`Mastodon ${mode}`, () => mastodonStage(mode), guarantees);
}
