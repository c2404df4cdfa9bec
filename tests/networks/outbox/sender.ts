/** Another process that sends a series through the outbox. */

import { createOutbox } from '../../../bot/networks/outbox/outbox.ts';
import { newDesk } from '../../support/desk.ts';
import { accountOn, picturesOf, threadWith } from '../../support/threads.ts';
import { seriesOf } from '../contract/series.ts';

const [name, folder = '', count = '1'] = process.argv.slice(2);
if (name !== 'bluesky' && name !== 'mastodon') throw new Error(`"${name}" is no network`);
const outbox = createOutbox({ folder, account: accountOn(name) });
const threads = seriesOf(name, Number(count)).map(threadWith);
const [first = threadWith()] = threads;
const { pictures, picturing } = await picturesOf(first);
for (const thread of threads) {
  const frozen = await outbox.freeze(thread, pictures);
  const result = await outbox.send(frozen, newDesk().sending(frozen, picturing));
  if (result.kind === 'failure') throw new Error(result.failure.message);
}
