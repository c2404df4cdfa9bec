/** The model servers keep the network contract as the real servers do, so that what a simulated run shows can be believed. */

import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { NetworkName } from '../../../bot/networks/all.ts';
import type { Network, RemoteNetwork } from '../../../bot/networks/network.ts';
import { ledgerContract } from '../../ledger/contract.ts';
import { networkContract, type SeenPost, type Sender, type Stage } from '../../networks/contract/contract.ts';
import { seriesOf } from '../../networks/contract/series.ts';
import { type Desk, newDesk } from '../../support/desk.ts';
import { picturesOf, slotWith, threadWith } from '../../support/threads.ts';
import { fateOf } from '../season/fates.ts';
import { ledgerInMemory } from '../season/memory-ledger.ts';
import { type Process, processIn } from '../season/process.ts';
import { randomFrom } from '../season/random.ts';
import { honoursKeys, modes } from '../season/season.ts';
import { type World, worldAt } from '../season/world.ts';
import { blueskyOver } from './bluesky-line.ts';
import { mastodonOver } from './mastodon-line.ts';
import { mastodonModel } from './mastodon-model.ts';
import { pdsModel } from './pds-model.ts';
import { standingOnMastodon, standingOnPds } from './standing.ts';

/** A network of a process, and what can be seen of its server. */
type Model = { readonly networkFor: (process: Process) => RemoteNetwork; readonly seen: () => readonly SeenPost[] };

/** Lets virtual time pass until something is settled. */
async function driven<T>(world: World, work: Promise<T>): Promise<T> {
  let settled = false;
  const noted = work.finally(() => {
    settled = true;
  });
  noted.catch(() => {});
  await world.run(() => settled);
  return noted;
}

function stageOver(name: Stage['name'], world: World, { networkFor, seen }: Model): Stage {
  const network = networkFor(processIn(world, 'the test', () => false));
  const inTime: Network = {
    account: network.account,
    freeze: network.freeze,
    prepare: (frozen, sending) => driven(world, network.prepare(frozen, sending)),
    send: (frozen, sending) => driven(world, network.send(frozen, sending)),
    find: (frozen, trail) => driven(world, network.find(frozen, trail)),
  };
  const desk = newDesk();
  return {
    name,
    network: inTime,
    seen: async () => {
      await setImmediate();
      return seen();
    },
    startSender: (count) => new SimulatedSender(world, networkFor, name, count, desk.sending),
    close: async () => {},
  };
}

/** Sends a series as the senders of the real servers do, in a process that can be killed; it lets time pass by itself. */
class SimulatedSender extends EventEmitter implements Sender {
  exitCode: number | null = null;
  readonly #process: Process;

  constructor(
    world: World,
    networkFor: Model['networkFor'],
    name: NetworkName,
    count: number,
    sending: Desk['sending'],
  ) {
    super();
    this.#process = processIn(world, 'a sender', () => false);
    const ended = this.#send(networkFor(this.#process), name, count, sending).then(
      () => this.#end(0),
      () => this.#end(1),
    );
    void Promise.all([ended, this.#letTimePass(world)]);
  }

  kill(): boolean {
    this.#process.kill();
    this.#end(137);
    return true;
  }

  #end(code: number): void {
    if (this.exitCode !== null) return;
    this.exitCode = code;
    process.nextTick(() => this.emit('exit', code));
  }

  async #letTimePass(world: World): Promise<void> {
    while (this.exitCode === null) {
      const until = world.now() + 20;
      world.apart(() => world.sleep(20));
      await world.run(() => world.now() >= until || this.exitCode !== null);
      await setImmediate();
    }
  }

  async #send(network: Network, name: NetworkName, count: number, sendingOf: Desk['sending']): Promise<void> {
    const threads = seriesOf(name, count).map(threadWith);
    const [first = threadWith()] = threads;
    const { pictures, picturing } = await seriesPictures(name, first);
    for (const thread of threads) {
      const frozen = await network.freeze(thread, pictures);
      for (let tries = 0; ; tries += 1) {
        const result = await network.send(frozen, sendingOf(frozen, picturing));
        if (result.kind === 'sent' || result.failure.kind === 'uncertain') break;
        if (result.failure.kind !== 'doubtful' || tries > 20) throw new Error(result.failure.message);
        await this.#process.sleep(120_000);
      }
    }
  }
}

/** Drawn once: noise takes its time. */
const drawn = new Map<NetworkName, ReturnType<typeof picturesOf>>();

function seriesPictures(name: NetworkName, thread: Parameters<typeof picturesOf>[0]): ReturnType<typeof picturesOf> {
  const known = drawn.get(name) ?? picturesOf(thread);
  drawn.set(name, known);
  return known;
}

const undisturbed = () => fateOf('undisturbed');

networkContract('of the model of Bluesky', async () => {
  const world = worldAt(slotWith().due);
  const did = 'did:plc:model';
  const model = pdsModel(did);
  const line = (process: Process) => ({ world, process, random: randomFrom(1), fateFor: undisturbed });
  return stageOver('bluesky', world, {
    networkFor: (process) => blueskyOver(model, did, process.name, line(process)),
    seen: () =>
      standingOnPds(model)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map((post) => ({
          ...post,
          images: post.images.map(({ cid, ...image }) => ({ ...image, bytes: model.blobs.get(cid) ?? 0 })),
        })),
  });
});

for (const mode of modes) {
  const guarantees = { atomicThreads: false, ownKeys: false, resends: honoursKeys(mode) };
  networkContract(
    `of the model of Mastodon ${mode}`,
    async () => {
      const world = worldAt(slotWith().due);
      const account = { network: 'mastodon', server: 'https://model.invalid', id: '1' } as const;
      const model = mastodonModel(mode, world, randomFrom(2));
      const line = (process: Process) => ({ world, process, random: randomFrom(1), fateFor: undisturbed });
      return stageOver('mastodon', world, {
        networkFor: (process) => mastodonOver(model, account, line(process)),
        seen: () => standingOnMastodon(model),
      });
    },
    guarantees,
  );
}

ledgerContract('memory, as simulated runs keep it', ledgerInMemory);
