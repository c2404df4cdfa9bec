/** An account is read page by page to its end, and a server that turns no page is told apart at once. */

import { expect, it } from 'vitest';
import { mastodonApi } from '../../../bot/networks/mastodon/wire/api.ts';
import { ownStatuses } from '../../../bot/networks/mastodon/wire/own-statuses.ts';
import { duplicatePolicyOf } from '../../../bot/networks/mastodon/wire/software.ts';
import { createServerClock } from '../../../bot/networks/wire/server-clock.ts';
import { mastodonAccount } from '../../support/threads.ts';
import { clockAt } from './stage.ts';

const { now } = clockAt();
const statuses = ['9', '8', '7', '6', '5'].map((id) => ({
  id,
  createdAt: '2027-10-23T13:00:00Z',
  mediaAttachments: [],
}));

/** Reads from a server with pages of two; `turns` is whether it heeds `max_id`. */
async function reading(turns: boolean) {
  const asked: (string | null)[] = [];
  const statusesOf = async (_: string, before: string | null) => {
    asked.push(before);
    const older = turns && before !== null ? statuses.filter(({ id }) => id < before) : statuses;
    return { kind: 'ok', value: older.slice(0, 2), headers: new Headers() } as const;
  };
  const api = { ...mastodonApi('https://pelda.social', 'token', fetch), statusesOf };
  const session = { api, account: mastodonAccount, username: null, policy: duplicatePolicyOf(null), domains: [] };
  const clocks = { clock: createServerClock(now), now, pause: async () => {} };
  return { read: await ownStatuses({ ...session, ...clocks }, () => false), asked };
}

it('reads short pages to the end of the account', async () => {
  const { read, asked } = await reading(true);
  expect(read).toEqual({ kind: 'statuses', statuses });
  expect(asked).toEqual([null, '8', '6', '5']);
});

it('asks no third time where the second page is the first again', async () => {
  const { read, asked } = await reading(false);
  expect(read).toMatchObject({
    kind: 'failure',
    failure: { kind: 'unavailable', message: expect.stringContaining('the same page again') },
  });
  expect(asked).toEqual([null, '8']);
});
