import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import type { Network } from '../../../bot/networks/network.ts';
import type { PostReceipt } from '../../../bot/networks/receipt.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import { type Bench, openBench, outletOn } from '../../support/bench.ts';
import { makeSmallDisk, type SmallDisk } from '../../support/small-disk.ts';
import { accountOn, campaignWith } from '../../support/threads.ts';

const probe = makeSmallDisk(64);
probe?.close();

describe.runIf(probe !== null)('publishing on a disk that fills up', () => {
  let disk: SmallDisk;
  let bench: Bench;
  let sent: string[];
  beforeEach(async () => {
    const made = makeSmallDisk(1024);
    if (made === null) throw new Error('a disk could be made before');
    disk = made;
    bench = await openBench([campaignWith()], disk.folder);
    sent = [];
  });
  afterEach(async () => {
    await bench.close();
    disk.close();
  });

  /** A network that sends whatever it is given, as often as it is given. */
  const network = (afterwards: () => void = () => {}): Partial<Network> => {
    const receipts = (slot: string): [PostReceipt] => [{ position: 0, id: slot, cid: null, url: null }];
    return {
      send: async ({ slot }, { permit }) => {
        await permit();
        sent.push(slot);
        afterwards();
        return { kind: 'sent', receipts: receipts(slot) };
      },
      find: async ({ slot }) =>
        sent.includes(slot) ? { kind: 'found', receipts: receipts(slot) } : { kind: 'absent' },
    };
  };
  const passWith = (of: Partial<Network>) => pass(bench.ports([outletOn(bench, 'bluesky', of)]));
  const states = async () =>
    (await bench.ledger.publications(accountKeyOf(accountOn('bluesky')), 'hu')).map(({ state }) => state);
  const failure = async (of: Partial<Network>): Promise<string> => {
    const error: unknown = await passWith(of).catch((cause: unknown) => cause);
    if (!(error instanceof AggregateError)) throw new Error('the pass went through');
    return error.errors.map(String).join();
  };

  it('sends nothing without an intent on disk, says why, and goes on when there is room', async () => {
    await passWith(network());
    bench.at('2027-10-23T13:00Z');
    disk.fill();
    for (let beats = 0; beats < 3; beats += 1) expect(await failure(network())).toContain('the disk is full');
    expect(sent).toEqual([]);
    expect(await states()).toEqual([]);
    disk.free();
    expect(await passWith(network())).toMatchObject([{ kind: 'published', found: false }]);
    expect(sent).toHaveLength(1);
  });

  it('finds again what it sent when the receipt finds no room, and sends it no second time', async () => {
    await passWith(network());
    bench.at('2027-10-23T13:00Z');
    expect(await failure(network(disk.fill))).toContain('the disk is full');
    expect(sent).toHaveLength(1);
    expect(await states()).toEqual(['intended']);
    await failure(network());
    disk.free();
    expect(await passWith(network())).toMatchObject([{ kind: 'published', found: true }]);
    expect(await states()).toEqual(['published']);
    expect(sent).toHaveLength(1);
  });
});
