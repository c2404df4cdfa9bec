/** Mastodon keeps the network contract as far as a network without keys of the client's choice can. */

import { networkContract } from './contract.ts';
import { mastodonStage, modes } from './mastodon-stage.ts';

for (const mode of modes) {
  const guarantees = { atomicThreads: false, ownKeys: false, resends: mode !== 'none' };
  networkContract(`Mastodon ${mode}`, () => mastodonStage(mode), guarantees);
}
