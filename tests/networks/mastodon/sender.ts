/** Another process that sends a series to a Mastodon server, and keeps its trail and receipts in a real ledger. It goes by a clock of its own, not by the server's. */

import { randomUUID } from 'node:crypto';
import { accountKeyOf } from '../../../bot/channel.ts';
import { openLedger } from '../../../bot/ledger/sqlite.ts';
import { connectMastodon } from '../../../bot/networks/mastodon/connect.ts';
import type { Network, Trail } from '../../../bot/networks/network.ts';
import { storedForms } from '../../../bot/networks/stored-forms.ts';

import { createServerClock } from '../../../bot/networks/wire/server-clock.ts';
import { plusMillis } from '../../../schedule/time/instant.ts';
import { picturesOf, slotWith, threadWith } from '../../support/threads.ts';
import { seriesOf } from '../contract/series.ts';
import { accessToken, clockAt } from './stage.ts';

const [server = '', file = '', count = '1'] = process.argv.slice(2);
const clock = clockAt(slotWith().due);
const deaf = { ...createServerClock(clock.now), hear: () => {} };
const connected = await connectMastodon({ server, accessToken, now: clock.now, clock: deaf, pause: async () => {} });
if ('failure' in connected) throw new Error(connected.failure.message);
const { network, account } = connected;
const ledger = await openLedger(file, storedForms);
const holder = { host: 'sender', pid: process.pid, nonce: randomUUID() };
const channel = { account: accountKeyOf(account), language: 'hu' } as const;
const taking = { holder, now: clock.now(), expiresAt: plusMillis(clock.now(), 24 * 60 * 60_000) };
const before = await ledger.leaseOf(channel);
const { lease } = await ledger.takeLease(channel, { ...taking, over: before?.token ?? null });
const threads = seriesOf('mastodon', Number(count)).map(threadWith);
const [first = threadWith()] = threads;
const { pictures, picturing } = await picturesOf(first);
const known = async (slot: string) =>
  (await ledger.publications(accountKeyOf(account), 'hu')).find((publication) => publication.slot === slot);

for (const thread of threads) {
  const claim = { ...channel, slot: thread.slot.id, token: lease.token };
  const { fingerprint, slot } = thread;
  await ledger.intend(claim, {
    due: slot.due,
    frozen: await network.freeze(thread, pictures),
    fingerprint,
    now: clock.now(),
  });
  for (let tries = 0; (await known(slot.id))?.state === 'intended'; tries += 1) {
    const publication = await known(slot.id);
    if (publication?.state !== 'intended' || tries > 20)
      throw new Error(`${slot.id} is not settled after ${tries} tries`);
    const { frozen, trail } = publication;
    const record = (next: Trail) => ledger.trailed(claim, next);
    const whichever: Network = network;
    const result = await whichever.send(frozen, { picturing, trail, record, permit: async () => {} });
    if (result.kind === 'sent') await ledger.published(claim, result.receipts, clock.now());
    else if (result.failure.kind === 'doubtful') clock.advance(2 * 60_000);
    else if (result.failure.kind === 'uncertain') await ledger.failed(claim, slot.due, result.failure, clock.now());
    else throw new Error(result.failure.message);
  }
}
await ledger.close();
