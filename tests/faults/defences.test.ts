/** Each defence matters: with any one of them taken away, by another port in its place, the laboratory turns red. */

import { describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import type { Claim, Ledger } from '../../bot/ledger/ledger.ts';
import { plusMillis } from '../../schedule/time/instant.ts';
import { frozenFor } from '../networks/contract/contract.ts';
import { newDesk } from '../support/desk.ts';
import { slotWith } from '../support/threads.ts';
import { columns, rows, tryColumn } from './matrix.ts';
import { blueskyOver } from './network/bluesky-line.ts';
import { pdsModel, type XrpcCall } from './network/pds-model.ts';
import type { Sabotage } from './season/experiment.ts';
import { fateOf, overdue } from './season/fates.ts';
import { processIn } from './season/process.ts';
import { randomFrom } from './season/random.ts';
import { replaced, withNetwork } from './season/sabotage.ts';
import { worldAt } from './season/world.ts';

/** How often one row of a column does not end as it should, with a defence and without it. */
async function redIn(
  name: string,
  row: string,
  sabotage: Sabotage,
): Promise<{ readonly with: number; readonly without: number }> {
  const column = columns.find((each) => each.name === name);
  if (column === undefined) throw new Error(`there is no column ${name}`);
  const red = async (changes: { readonly sabotage?: Sabotage }) =>
    (await tryColumn(column, { ...changes, patience: 4 * 3_600_000 }, (each) => each === row)).filter(
      ({ ending, broken }) => ending !== 'published' || broken.length > 0,
    ).length;
  return { with: await red({}), without: await red({ sabotage }) };
}

const itMatters = { with: 0, without: expect.toSatisfy((count: number) => count > 0) };

describe('what is green turns red', () => {
  it('without an intent on disk', async () => {
    const sabotage: Sabotage = { ledger: (ledger) => replaced(ledger, { intend: async () => true }) };
    expect(await redIn('no keys: post with a picture', 'lost response', sabotage)).toEqual(itMatters);
  });

  it.each(['no keys: post', 'Mastodon 4.5: thread'])(
    'without looking on Mastodon for what an attempt has left: %s',
    async (name) => {
      const sabotage: Sabotage = {
        tampering: {
          api: (api) => replaced(api, { statusesOf: async () => ({ kind: 'ok', value: [], headers: new Headers() }) }),
        },
        outlet: (outlet) => withNetwork(outlet, { find: async () => ({ kind: 'absent' }) }),
      };
      expect(await redIn(name, name.startsWith('no keys') ? 'lost response' : rows.ahead, sabotage)).toEqual(itMatters);
    },
  );

  it('without looking on Bluesky for what an attempt has left', async () => {
    const sabotage: Sabotage = {
      tampering: {
        repository: (repository) => replaced(repository, { read: async () => ({ kind: 'answered', data: null }) }),
      },
    };
    expect(await redIn('Bluesky: thread', 'lost response', sabotage)).toEqual(itMatters);
  });

  it.each(['Mastodon 4.5: post', 'Mastodon 4.6.5: post', 'Mastodon 4.6.7: post'])(
    'without the same idempotency key for each attempt: %s',
    async (name) => {
      let keys = 0;
      const sabotage: Sabotage = {
        tampering: {
          api: (api) =>
            replaced(api, {
              post: (post, _, mediaIds, parent) => {
                keys += 1;
                return api.post(post, `key ${keys}`, mediaIds, parent);
              },
            }),
        },
      };
      expect(await redIn(name, overdue, sabotage)).toEqual(itMatters);
    },
  );

  it('without the trail of earlier attempts', async () => {
    const sabotage: Sabotage = {
      outlet: (outlet) =>
        withNetwork(outlet, {
          send: (frozen, sending) => outlet.network.send(frozen, { ...sending, trail: null, record: async () => {} }),
          find: (frozen) => outlet.network.find(frozen, null),
        }),
    };
    expect(await redIn('no keys: post', 'lost, and acted on late', sabotage)).toEqual(itMatters);
  });

  it('without leases', async () => {
    const sabotage: Sabotage = {
      ledger: unfenced,
      leases: (leases, ledger, process) => ({
        ...leases,
        hold: async ({ account, language }) => {
          const key = { account: accountKeyOf(account), language };
          const holder = { host: 'lab', pid: 1, nonce: process.name };
          const expiresAt = plusMillis(process.now(), 60_000);
          const over = (await ledger.leaseOf(key))?.token ?? null;
          return ledger.takeLease(key, { holder, now: process.now(), expiresAt, over });
        },
        permit: async () => {},
      }),
    };
    expect(await redIn('no keys: post', rows.two, sabotage)).toEqual(itMatters);
  });

  it('without fencing, when a process is paused', async () => {
    const sabotage: Sabotage = { ledger: unfenced, leases: (leases) => ({ ...leases, permit: async () => {} }) };
    expect(await redIn('no keys: post', rows.paused, sabotage)).toEqual(itMatters);
  });
});

describe('a record that another program writes in the last moment', () => {
  it.each([
    ['stays as it is', (call: XrpcCall) => call, 'somebody else was here first'],
    ['is written over without swapRecord', withoutSwap, 'ours'],
  ])('%s', async (_, xrpc, text) => {
    const world = worldAt(slotWith().due);
    const did = 'did:plc:defences';
    const model = pdsModel(did);
    const foreign = {
      $type: 'app.bsky.feed.post',
      text: 'somebody else was here first',
      langs: ['hu'],
      createdAt: '2027-10-23T13:00:00Z',
    };
    let rkey = '';
    const line = {
      world,
      process: processIn(world, 'one', () => false),
      random: randomFrom(1),
      tampering: { xrpc },
      fateFor: (request: string) => {
        if (request === 'putRecord' && model.records().length === 0) model.write(rkey, foreign);
        return fateOf('undisturbed');
      },
    };
    const network = blueskyOver(model, did, 'defences', line);
    const { frozen, picturing } = await frozenFor(network, { posts: [{ text: 'ours' }] });
    if (frozen.network !== 'bluesky') throw new Error('it is frozen for another network');
    rkey = frozen.posts[0].rkey;
    let ended = false;
    const sent = network.send(frozen, newDesk().sending(frozen, picturing)).finally(() => {
      ended = true;
    });
    await world.run(() => ended);
    await sent;
    expect(model.records().map(({ value }) => value['text'])).toEqual([text]);
  });
});

function withoutSwap(call: XrpcCall): XrpcCall {
  if (!call.nsid.endsWith('putRecord')) return call;
  const { swapRecord: _, ...body } = JSON.parse(new TextDecoder().decode(call.body)) as Record<string, unknown>;
  return { ...call, body: new TextEncoder().encode(JSON.stringify(body)) };
}

/** A ledger that takes writes from whoever comes. */
function unfenced(ledger: Ledger): Ledger {
  const newest = async (claim: Claim): Promise<Claim> => ({
    ...claim,
    token: (await ledger.leaseOf(claim))?.token ?? claim.token,
  });
  return replaced(ledger, {
    intend: async (claim, intent) => ledger.intend(await newest(claim), intent),
    trailed: async (claim, trail) => ledger.trailed(await newest(claim), trail),
    attempted: async (claim, failure, now) => ledger.attempted(await newest(claim), failure, now),
    published: async (claim, receipts, now) => ledger.published(await newest(claim), receipts, now),
  });
}
