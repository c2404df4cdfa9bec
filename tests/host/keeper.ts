/** Another process that keeps accounts in a file: one for each name that it is given, all at once. */

import { outboxChannels } from '../../bot/cli/settings/settings.ts';
import { rememberAccount } from '../../bot/host/data/accounts.ts';
import { mastodonAccount } from '../support/threads.ts';

const [file = '', ...names] = process.argv.slice(2);
const [channel] = outboxChannels;
if (channel === undefined) throw new Error('the outbox has channels');
await Promise.all(
  names.map((id) => rememberAccount({ file, complain: () => {} }, { ...channel, id }, mastodonAccount)),
);
