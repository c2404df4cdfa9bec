/** Bluesky keeps the network contract on its own server, and the account's posts can be listed and taken away. */

import { blueskyStage } from './bluesky-stage.ts';
import { networkContract } from './contract.ts';

networkContract('Bluesky', () => blueskyStage());
