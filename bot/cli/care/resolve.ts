/** `resolve SLOT`: what a person saw on the account settles what is uncertain or in conflict, once an address is looked up there. */

import type { SlotId } from '../../../schedule/time/slots.ts';
import { type Account, type AccountKey, accountKeyOf } from '../../channel.ts';
import { noteHeard } from '../../host/alarms/bell.ts';
import { connect } from '../../host/connect.ts';
import { knownAccount } from '../../host/data/accounts.ts';
import { ledgerIn, lookInto } from '../../host/data/ledger-file.ts';
import { type Places, placesIn } from '../../host/data/places.ts';
import type { ConfiguredChannel } from '../../host/settings/channel-settings.ts';
import { systemNow } from '../../host/system-clock.ts';
import type { StateBook } from '../../ledger/state.ts';
import { withoutAttempt } from '../../networks/by-hand.ts';
import type { PublishedWord } from '../../networks/network.ts';
import { pasted } from '../../pasted.ts';
import { type ByHand, type Settled, resolve as settle, type Word } from '../../publish/by-hand/resolve.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { channelsOf } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { print, printJson, remark } from '../words/output.ts';

type ResolveOptions = {
  readonly channel: string;
  readonly published?: URL;
  readonly notPublished?: true;
  readonly json?: true;
};

export async function resolve(slot: string, options: ResolveOptions): Promise<void> {
  const word = wordOf(options);
  const settings = readSettings();
  const places = placesIn(settings.data);
  const [channel] = channelsOf(settings.channels, options.channel);
  if (channel === undefined) throw new Error('channelsOf gives the channel asked for, or throws');
  const account = await accountOf(channel, places);
  if (account === null) {
    throw new CommandError(exitCodes.usage, `${channel.id} never published anything; there is nothing to settle.`);
  }
  const { ledger, marks } = await ledgerIn(places, remark);
  try {
    const key = { account: accountKeyOf(account), language: channel.language, slot: slot as SlotId };
    if (channel.destination === 'account') marks.add(key);
    const now = systemNow();
    await noteHeard({ book: ledger, now, complain: remark }, [{ channel: channel.id, slot: key.slot }]);
    const byHand: ByHand = { withoutAttempt, standsAt: lookingOn(channel, key.account, places, ledger) };
    const resolved = await settle(key, word, { ledger, byHand, now });
    if (options.json) printJson({ slot, channel: channel.id, ...resolved });
    if (resolved.kind === 'refusal') throw new CommandError(exitCodes.usage, `${slot}: ${resolved.message}.`);
    if (!options.json) print(sentence(resolved, slot, channel.id));
  } finally {
    await ledger.close();
  }
}

/** The account on which the channel has published, as far as there is a ledger. */
async function accountOf(channel: ConfiguredChannel, places: Places): Promise<Account | null> {
  return lookInto(places, remark, async (ledger, kept) => (ledger === null ? null : knownAccount(kept, channel)));
}

/** Connects only when an address is to be looked up: that something is not there needs no connection. */
function lookingOn(
  channel: ConfiguredChannel,
  account: AccountKey,
  places: Places,
  book: StateBook,
): ByHand['standsAt'] {
  return async (frozen, trail, address) => {
    const connection = await connect(channel, { places, book, now: systemNow, clock: null });
    if (connection.kind === 'failure') return connection;
    if (connection.kind === 'outbox') return wrong('the channel publishes to the outbox, where nothing has an address');
    const connected = accountKeyOf(connection.outlet.channel.account);
    if (connected !== account) return wrong('the settings of the channel lead to another account by now');
    return connection.remote.standsAt(frozen, trail, address);
  };
}

function wrong(message: string): PublishedWord {
  return { kind: 'wrong address', message };
}

function wordOf({ published, notPublished }: ResolveOptions): Word {
  if (published !== undefined && notPublished !== true) return { kind: 'published', address: published };
  if (published === undefined && notPublished === true) return { kind: 'not published' };
  const message = 'Say what you saw on the account: either --published <url> or --not-published.';
  throw new CommandError(exitCodes.usage, message);
}

function sentence(resolved: Settled, slot: string, channel: string): string {
  switch (resolved.kind) {
    case 'published':
      return `${slot} counts as published on ${channel}.`;
    case 'begun':
      return `Post ${resolved.posted} of ${resolved.posts} counts as published. To send the rest: ${pasted(`publish ${slot} --channel ${channel}`)}`;
    case 'not published':
      return `${slot} counts as not published. Nothing is sent by itself; to send it: ${pasted(`publish ${slot} --channel ${channel}`)}`;
  }
}
