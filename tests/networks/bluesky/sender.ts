/** Another process that sends a series to a Bluesky account. */

import { connectBluesky } from '../../../bot/networks/bluesky/connect.ts';
import { instantFromMillis } from '../../../schedule/time/instant.ts';
import { newDesk } from '../../support/desk.ts';
import { picturesOf, threadWith } from '../../support/threads.ts';
import { seriesOf } from '../contract/series.ts';

const [service = '', identifier = '', password = '', sessionFile = '', count = '1'] = process.argv.slice(2);
const now = () => instantFromMillis(Date.now());
const connection = await connectBluesky({ service, identifier, password, sessionFile, now });
if ('failure' in connection) throw new Error(connection.failure.message);
const { network } = connection;
const threads = seriesOf('bluesky', Number(count)).map(threadWith);
const [first = threadWith()] = threads;
const { pictures, picturing } = await picturesOf(first);
for (const thread of threads) {
  const frozen = await network.freeze(thread, pictures);
  const result = await network.send(frozen, newDesk().sending(frozen, picturing));
  if (result.kind === 'failure') throw new Error(result.failure.message);
}
