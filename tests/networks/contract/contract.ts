/** What every network promises: sent means published once, whole and in order, however often it is asked or killed. */

import type { ChildProcess } from 'node:child_process';
import { type EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkName } from '../../../bot/networks/all.ts';
import type { Frozen, Network } from '../../../bot/networks/network.ts';
import type { PostReceipt } from '../../../bot/networks/receipt.ts';
import { type Desk, newDesk } from '../../support/desk.ts';
import { drawingWith, picturesOf, slotWith, type ThreadChanges, threadWith } from '../../support/threads.ts';
import { seriesOf } from './series.ts';

/** A post as a reader finds it on the network. */
export type SeenPost = {
  readonly id: string;
  readonly text: string;
  readonly parent: string | null;
  readonly language: string;
  readonly images: readonly {
    readonly alt: string;
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
  }[];
};

/** What is known of another process: it ends with the event `exit`, by itself or killed. */
export type Sender = EventEmitter & Pick<ChildProcess, 'exitCode' | 'kill'>;

/** A network nobody has published on, and ways to look at it from outside. */
export type Stage = {
  readonly name: NetworkName;
  readonly network: Network;
  /** All that was ever published there and can be seen, in order of publishing within a thread, threads in order of their slots. */
  seen(): Promise<readonly SeenPost[]>;
  /** Starts another process that sends `seriesOf(name, count)` and then ends. */
  startSender(count: number): Sender;
  close(): Promise<void>;
};

/** What not every network can promise. */
export type Guarantees = {
  /** A thread is there whole or not at all; elsewhere post by post, in order. */
  readonly atomicThreads: boolean;
  /** The client chooses where a post stands, so that it needs no trail to find it, and no other can take its place. */
  readonly ownKeys: boolean;
  /** A post whose fate cannot be learned is sent again; elsewhere it is left to a person. */
  readonly resends: boolean;
};

/** Freezes a thread for a network, with the way to fetch its pictures. */
export async function frozenFor<F extends Frozen>(network: Pick<Network<F>, 'freeze'>, changes: ThreadChanges) {
  const thread = threadWith(changes);
  const { pictures, picturing } = await picturesOf(thread);
  return { thread, pictures, frozen: await network.freeze(thread, pictures), picturing };
}

export function networkContract(
  title: string,
  makeStage: () => Promise<Stage>,
  { atomicThreads, ownKeys, resends }: Guarantees = { atomicThreads: true, ownKeys: true, resends: true },
): void {
  describe(`the network ${title}`, () => {
    let stage: Stage;
    let desk: Desk;
    beforeEach(async () => {
      desk = newDesk();
      stage = await makeStage();
    });
    afterEach(() => stage.close());

    const frozen = (changes: ThreadChanges) => frozenFor(stage.network, { ...changes, network: stage.name });
    const send = async (changes: ThreadChanges): Promise<readonly PostReceipt[]> => {
      const { frozen: requests, picturing } = await frozen(changes);
      const result = await stage.network.send(requests, desk.sending(requests, picturing));
      if (result.kind === 'failure') throw new Error(result.failure.message);
      return result.receipts;
    };
    const thread = { posts: [{ text: 'első' }, { text: 'második' }, { text: 'harmadik' }] } as const;

    it('freezes the same thread into the same plain JSON every time', async () => {
      const [{ frozen: a }, { frozen: b }] = [await frozen(thread), await frozen(thread)];
      expect(a).toStrictEqual(b);
      expect(JSON.parse(JSON.stringify(a))).toStrictEqual(a);
    });

    it('publishes every post once, in order, each a reply to the one before', async () => {
      const receipts = await send(thread);
      const seen = await stage.seen();
      expect(seen.map(({ text }) => text)).toEqual(['első', 'második', 'harmadik']);
      expect(seen.map(({ parent }) => parent)).toEqual([null, seen[0]?.id, seen[1]?.id]);
      expect(seen.map(({ language }) => language)).toEqual(['hu', 'hu', 'hu']);
      expect(receipts.map(({ position, id }) => ({ position, id }))).toEqual(
        seen.map(({ id }, position) => ({ position, id })),
      );
    });

    it('publishes nothing more when asked again, and gives the same receipts', async () => {
      const first = await send(thread);
      const before = await stage.seen();
      expect(await send(thread)).toEqual(first);
      expect(await stage.seen()).toEqual(before);
    });

    it('asks before each write whether it still may, and writes nothing after a no', async () => {
      const denied = new Error('another process publishes here');
      const posts = [{ text: 'első', images: [drawingWith()] }, { text: 'második' }] as const;
      for (let allowed = 0; ; allowed += 1) {
        const { frozen: requests, picturing } = await frozen({ posts, slot: slotWith({ id: `denied-${allowed}` }) });
        const before = await stage.seen();
        const seenAtTheNo: Promise<readonly SeenPost[]>[] = [];
        let left = allowed;
        const permit = async () => {
          left -= 1;
          if (left >= 0) return;
          seenAtTheNo.push(stage.seen());
          throw denied;
        };
        const sending = { ...desk.sending(requests, picturing), permit };
        const result = await stage.network.send(requests, sending).catch((error: unknown) => error);
        if (allowed === 0) expect(await stage.seen()).toEqual(before);
        if (result === denied) expect(await stage.seen()).toEqual(await seenAtTheNo[0]);
        else expect(result).toMatchObject({ kind: 'sent' });
        expect(await stage.network.send(requests, desk.sending(requests, picturing))).toMatchObject({ kind: 'sent' });
        expect(await stage.seen()).toHaveLength(before.length + posts.length);
        if (result !== denied) {
          expect(allowed).toBeGreaterThan(0);
          break;
        }
      }
    });

    const illustrated = {
      posts: [{ text: 'első' }, { text: 'második', images: [drawingWith()] }, { text: 'harmadik' }],
    } as const;

    it('publishes nothing when it prepares, and once what was prepared, also twice over', async () => {
      const { frozen: requests, picturing } = await frozen(illustrated);
      for (let times = 0; times < 2; times += 1) {
        expect(await stage.network.prepare(requests, desk.sending(requests, picturing))).toBeNull();
      }
      expect(await stage.seen()).toEqual([]);
      const stored = JSON.parse(JSON.stringify(desk.trailOf(requests)));
      const sending = { ...desk.sending(requests, picturing), trail: stored, isPrepared: true };
      expect(await stage.network.send(requests, sending)).toMatchObject({ kind: 'sent' });
      expect((await stage.seen()).map(({ text, images }) => `${text} ${images.length}`)).toEqual([
        'első 0',
        'második 1',
        'harmadik 0',
      ]);
    });

    it('publishes also what was prepared and forgotten by the server', async () => {
      const { frozen: requests, picturing } = await frozen(illustrated);
      const sending = { ...desk.sending(requests, picturing), isPrepared: true };
      expect(await stage.network.send(requests, sending)).toMatchObject({ kind: 'sent' });
      expect(await stage.seen()).toHaveLength(3);
    });

    it('prepares nothing once it may not publish any more', async () => {
      const { frozen: requests, picturing } = await frozen(illustrated);
      const denied = new Error('another process publishes here');
      const sending = { ...desk.sending(requests, picturing), permit: () => Promise.reject(denied) };
      const result = await stage.network.prepare(requests, sending).catch((error: unknown) => error);
      expect([null, denied]).toContain(result);
    });

    it('sends requests that were stored as text in between', async () => {
      const { frozen: requests, picturing } = await frozen(thread);
      await stage.network.send(requests, desk.sending(requests, picturing));
      const stored = JSON.parse(JSON.stringify(requests)) as Frozen;
      expect(await stage.network.send(stored, desk.sending(stored, picturing))).toMatchObject({ kind: 'sent' });
      expect(await stage.seen()).toHaveLength(3);
    });

    only(ownKeys)('publishes once when asked twice at the same time', async () => {
      const { frozen: requests, picturing } = await frozen(thread);
      const results = await Promise.all(
        [1, 2].map(() => stage.network.send(requests, desk.sending(requests, picturing))),
      );
      expect(results.map(({ kind }) => kind)).toContain('sent');
      expect(await stage.seen()).toHaveLength(3);
    });

    it('finds nothing before sending, and the same receipts after', async () => {
      const { frozen: requests } = await frozen(thread);
      expect(await stage.network.find(requests, desk.trailOf(requests))).toEqual({ kind: 'absent' });
      const receipts = await send(thread);
      expect(await stage.network.find(requests, desk.trailOf(requests))).toEqual({ kind: 'found', receipts });
    });

    it('shows pictures with their alt texts, sizes and bytes', async () => {
      const images = [
        drawingWith(),
        drawingWith({ width: 120, height: 63, alt: 'Tér „zászlókkal” & <emberekkel>' }),
      ] as const;
      const { pictures } = await frozen({ posts: [{ images }] });
      await send({ posts: [{ images }, { text: 'kép nélkül' }, { images: [images[0]] }] });
      const shown = images.map(({ alt, width, height }, index) => {
        const bytes = pictures[0]?.[index]?.bytes.byteLength;
        return { alt, width, height, bytes };
      });
      expect((await stage.seen()).map((post) => post.images)).toEqual([shown, [], [shown[0]]]);
    });

    it('keeps languages and slots apart', async () => {
      await send(thread);
      await send({ ...thread, slot: slotWith({ id: 'another' }) });
      await send({ ...thread, language: 'en' });
      expect(new Set((await stage.seen()).map(({ id }) => id)).size).toBe(9);
    });

    only(ownKeys)('reports a conflict, and changes nothing, where another text stands in the place', async () => {
      await send(thread);
      const { frozen: other, picturing } = await frozen({ posts: [{ text: 'más szöveg' }] });
      const before = await stage.seen();
      expect(await stage.network.send(other, desk.sending(other, picturing))).toMatchObject({
        failure: { kind: 'conflict' },
      });
      expect(await stage.network.find(other, desk.trailOf(other))).toMatchObject({ failure: { kind: 'conflict' } });
      expect(await stage.seen()).toEqual(before);
    });

    only(!ownKeys)('changes nothing where its trail says that the slot was published with another text', async () => {
      const receipts = await send(thread);
      const before = await stage.seen();
      const others = await send({ posts: [{ text: 'más' }, { text: 'egészen más' }, { text: 'megint más' }] });
      expect(others).toEqual(receipts);
      expect(await stage.seen()).toEqual(before);
    });

    it('throws for requests that are frozen for another account', async () => {
      const { frozen: requests, picturing } = await frozen(thread);
      const foreign: Frozen =
        requests.network === 'bluesky'
          ? { ...requests, account: { ...requests.account, did: 'did:plc:someoneelse' } }
          : { ...requests, account: { ...requests.account, id: '2' } };
      await expect(stage.network.send(foreign, desk.sending(foreign, picturing))).rejects.toThrow('is frozen for');
      await expect(stage.network.find(foreign, desk.trailOf(foreign))).rejects.toThrow('is frozen for');
    });

    only(!atomicThreads)(
      `publishes each post at most once and in order while senders are killed, and ${
        resends ? 'goes on where a thread was cut off' : 'leaves off only where nobody can know'
      }`,
      async () => {
        const count = 6;
        const threads = seriesOf(stage.name, count).map(({ posts }) => posts?.map(({ text = '' }) => text) ?? []);
        for (const enough of [1, 2, 7, 12]) {
          await killSenderAt(stage, count, enough, (seen) => expectInOrder(seen, threads));
        }
        const [code] = await once(stage.startSender(count), 'exit');
        expect(code).toBe(0);
        const seen = await stage.seen();
        expectInOrder(seen, threads);
        if (resends) expect(seen.map(({ text }) => text)).toEqual(threads.flat());
      },
    );

    only(atomicThreads)(
      'shows only whole publications while senders are killed, and each exactly once in the end',
      async () => {
        const count = 24;
        for (let enough = 3; enough < count * 3; enough += 12) await killSenderAt(stage, count, enough, expectWhole);
        const [code] = await once(stage.startSender(count), 'exit');
        expect(code).toBe(0);
        const texts = (await stage.seen()).map(({ text }) => text);
        expect(texts).toEqual(seriesOf(stage.name, count).flatMap(({ posts }) => posts?.map(({ text }) => text)));
      },
    );
  });
}

/** Leaves out the tests of what a network cannot promise. */
function only(promised: boolean): (title: string, test: () => Promise<void>) => void {
  return promised ? it : () => {};
}

/** Lets a sender run until so many posts can be seen, then kills it; each look has to find what is allowed. */
async function killSenderAt(
  stage: Stage,
  count: number,
  enough: number,
  expectAllowed: (seen: readonly SeenPost[]) => void,
): Promise<void> {
  const sender = stage.startSender(count);
  const ended = once(sender, 'exit');
  let seen = await stage.seen();
  while (seen.length < enough && sender.exitCode === null) {
    seen = await stage.seen();
    expectAllowed(seen);
  }
  sender.kill('SIGKILL');
  await ended;
  expectAllowed(await stage.seen());
}

function expectWhole(seen: readonly SeenPost[]): void {
  const heads = seen.filter(({ parent }) => parent === null);
  expect(seen).toHaveLength(heads.length * 3);
  expect(heads.flatMap(({ images }) => images)).toHaveLength(heads.length * 4);
}

/** Of each thread the first posts, each once and a reply to the one before; threads one after the other. */
function expectInOrder(seen: readonly SeenPost[], threads: readonly (readonly string[])[]): void {
  const texts = seen.map(({ text }) => text);
  expect(texts).toEqual(
    threads.flatMap((thread) => thread.slice(0, texts.filter((text) => thread.includes(text)).length)),
  );
  const before = new Map(seen.map(({ parent }, index) => [parent, seen[index - 1]?.id]));
  for (const [parent, id] of before) if (parent !== null) expect(parent).toBe(id);
}
