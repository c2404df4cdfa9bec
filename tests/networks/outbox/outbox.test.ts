/** The outbox keeps the network contract for both networks, and is a folder a person can read. */

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkNames } from '../../../bot/networks/all.ts';
import type { FrozenBluesky } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import { asFailure, createOutbox } from '../../../bot/networks/outbox/outbox.ts';
import type { OutboxPublication } from '../../../bot/networks/outbox/publication.ts';
import { newDesk } from '../../support/desk.ts';
import { asOrdinaryUser } from '../../support/ordinary-user.ts';
import { accountOn, drawingWith, slotWith } from '../../support/threads.ts';
import { frozenFor, networkContract } from '../contract/contract.ts';
import { outboxStage, publicationFolders } from './stage.ts';

for (const name of networkNames) networkContract(`outbox standing for ${name}`, () => outboxStage(name));

describe('the outbox', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'outbox-'));
    await chmod(root, 0o755);
  });
  afterAll(() => rm(root, { recursive: true }));

  const illustrated = { posts: [{ images: [drawingWith()] }, { text: 'b' }] } as const;
  const openIn = async (folder: string) => {
    const outbox = createOutbox({ folder, account: accountOn('bluesky') });
    return { outbox, ...(await frozenFor(outbox, illustrated)) };
  };
  const fresh = async () => openIn(join(await mkdtemp(join(root, 'case-')), 'made', 'when-missing'));
  const sentOne = async () => {
    const folder = await mkdtemp(join(root, 'case-'));
    const opened = await openIn(folder);
    await opened.outbox.send(opened.frozen, newDesk().sending(opened.frozen, opened.picturing));
    const [place = ''] = await publicationFolders(folder);
    return { ...opened, folder, place };
  };

  it('makes its folder when it is missing', async () => {
    const { outbox, frozen, picturing } = await fresh();
    expect(await outbox.send(frozen, newDesk().sending(frozen, picturing))).toMatchObject({ kind: 'sent' });
  });

  it('names folders by network, language, account, local time and entry, for every file system', async () => {
    const { place } = await sentOne();
    const [channel, publication] = place.split('/').slice(-2);
    expect(channel).toMatch(/^bluesky-hu-did-plc-emleknaptestaccount23456-[0-9a-f]{8}$/);
    expect(publication).toMatch(/^2027-10-23T15-00-march-begins-[0-9a-f]{8}$/);
  });

  it('keeps entries of the same name and minute from two campaigns apart', async () => {
    const { outbox, folder, picturing, frozen } = await sentOne();
    const slot = slotWith();
    const twin = { ...slot, id: slot.id.replace('sample-1956', 'other') as typeof slot.id };
    const { frozen: other } = await frozenFor(outbox, { ...illustrated, slot: twin });
    expect(await outbox.send(other, newDesk().sending(other, picturing))).toMatchObject({ kind: 'sent' });
    expect(await outbox.find(frozen, null)).toMatchObject({ kind: 'found' });
    expect(await publicationFolders(folder)).toHaveLength(2);
  });

  it('writes down the exact requests, its answers, and the pictures beside them', async () => {
    const { place, frozen, thread } = await sentOne();
    const written = JSON.parse(await readFile(join(place, 'publication.json'), 'utf8')) as OutboxPublication;
    expect(written).toMatchObject({
      slot: 'sample-1956/march-begins@2027-10-23T15:00',
      local: '2027-10-23T15:00',
      due: '2027-10-23T13:00:00.000Z',
      fingerprint: thread.fingerprint,
    });
    expect(written.exchanges.map(({ answer }) => Object.keys(answer))).toEqual([['blob'], ['results']]);
    expect(written.receipts.map(({ id }) => id)).toEqual((frozen as FrozenBluesky).posts.map(({ uri }) => uri));
    expect((await readdir(place)).sort()).toEqual(['picture-1.jpg', 'publication.json']);
  });

  it('resolves references between Mastodon requests to its own ids', async () => {
    const outbox = createOutbox({ folder: await mkdtemp(join(root, 'case-')), account: accountOn('mastodon') });
    const { frozen, picturing } = await frozenFor(outbox, { ...illustrated, network: 'mastodon' });
    const result = await outbox.send(frozen, newDesk().sending(frozen, picturing));
    if (result.kind === 'failure') throw new Error(result.failure.message);
    const ids = result.receipts.map(({ id }) => id);
    for (const id of ids) expect(id).toMatch(/^status-[0-9a-f]{16}$/);
    expect(new Set(ids).size).toBe(2);
  });

  it('clears away what a killed process left, and nothing of a living one', async () => {
    const { outbox, place, picturing } = await sentOne();
    const channel = join(place, '..');
    const ours = `.unfinished-${process.ppid}-someone-else`;
    for (const name of ['.unfinished-4194304-dead-x', `.unfinished-${process.pid}-before-a-restart`, ours]) {
      await mkdir(join(channel, name));
      await writeFile(join(channel, name, 'picture-1.jpg'), 'half');
    }
    const { frozen: next } = await frozenFor(outbox, { ...illustrated, slot: slotWith({ id: 'next' }) });
    expect(await outbox.send(next, newDesk().sending(next, picturing))).toMatchObject({ kind: 'sent' });
    expect((await readdir(channel)).filter((name) => name.startsWith('.'))).toEqual([ours]);
  });

  it('reports a conflict when a picture is gone or changed', async () => {
    const { outbox, place, frozen, picturing } = await sentOne();
    await writeFile(join(place, 'picture-1.jpg'), 'other bytes');
    expect(await outbox.send(frozen, newDesk().sending(frozen, picturing))).toMatchObject({
      failure: { kind: 'conflict' },
    });
    await unlink(join(place, 'picture-1.jpg'));
    expect(await outbox.find(frozen, null)).toMatchObject({ failure: { kind: 'conflict' } });
  });

  it('throws, and publishes nothing, when a fetched picture has other bytes', async () => {
    const { outbox, frozen, picturing } = await fresh();
    const swapped = async (sha256: string) => ({ ...(await picturing(sha256)), bytes: new Uint8Array([1]) });
    await expect(outbox.send(frozen, newDesk().sending(frozen, swapped))).rejects.toThrow('has other bytes');
    expect(await outbox.find(frozen, null)).toEqual({ kind: 'absent' });
  });

  it('is unavailable where a file stands in the way', async () => {
    const folder = join(await mkdtemp(join(root, 'case-')), 'outbox');
    await writeFile(folder, 'a file');
    const { outbox, frozen, picturing } = await openIn(folder);
    const failure = {
      kind: 'unavailable',
      retryAt: null,
      message: expect.stringContaining('a file stands where a folder should be'),
    };
    expect(await outbox.send(frozen, newDesk().sending(frozen, picturing))).toEqual({ kind: 'failure', failure });
    expect(await outbox.find(frozen, null)).toEqual({ kind: 'failure', failure });
  });

  it('is unavailable where it may not write', async () => {
    const folder = await mkdtemp(join(root, 'case-'));
    await chmod(folder, 0o555);
    const { outbox, frozen, picturing } = await openIn(folder);
    await asOrdinaryUser([], async () => {
      expect(await outbox.send(frozen, newDesk().sending(frozen, picturing))).toEqual({
        kind: 'failure',
        failure: {
          kind: 'unavailable',
          retryAt: null,
          message: expect.stringContaining('this user may not write there'),
        },
      });
    });
  });

  it.each([
    ['ENOSPC', 'no space left'],
    ['EROFS', 'read-only'],
    ['EIO', 'i/o error'],
  ])('says what to do about %s', (code, words) => {
    const error = Object.assign(new Error('i/o error'), { code, syscall: 'write' });
    expect(asFailure('/outbox', error)).toEqual({
      kind: 'unavailable',
      retryAt: null,
      message: expect.stringContaining(words),
    });
  });

  it('does not take a mistake of its own for an answer of the system', () => {
    expect(() => asFailure('/outbox', new TypeError('a mistake'))).toThrow('a mistake');
  });
});
