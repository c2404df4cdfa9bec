/** The embedded network: it publishes into a folder, whole or not at all, and never twice. */

import { hash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, makeFolder, sweep, syncFolder, unfinishedName, writeSynced } from '../../../media/whole-file.ts';
import { type Account, accountKeyOf } from '../../channel.ts';
import { loadedNetwork } from '../loaded.ts';
import {
  type Failure,
  type FindResult,
  type Frozen,
  type Network,
  type Picturing,
  pictureBy,
  type Sending,
  type SendResult,
} from '../network.ts';
import { channelFolderName, type OutboxPublication, publicationFolderName, publicationOf } from './publication.ts';

/** The file of a publication's folder that describes it. */
export const publicationFile = 'publication.json';

/**
 * A network that stands for the account's own: it freezes what that would be sent, and publishes by moving a finished
 * folder into place under `folder`, which is made when it is missing. Nothing is read or written before the first call.
 */
export function createOutbox({ folder, account }: { folder: string; account: Account }): Network {
  const placeOf = async (frozen: Frozen): Promise<Place> => {
    const key = accountKeyOf(account);
    if (frozen.network !== account.network || accountKeyOf(frozen.account) !== key) {
      throw new Error(`${frozen.slot} is frozen for ${accountKeyOf(frozen.account)}, not for ${key}`);
    }
    const channel = join(folder, channelFolderName(frozen.network, frozen.language, key));
    const publication = await publicationOf(frozen);
    const json = `${JSON.stringify(publication, null, 2)}\n`;
    return { channel, path: join(channel, publicationFolderName(frozen)), publication, json };
  };
  return {
    account,

    freeze: async (thread, pictures) => (await loadedNetwork(account.network)).freeze(account, thread, pictures),

    prepare: async () => null,

    async send(frozen, { picturing, permit }) {
      const place = await placeOf(frozen);
      const pictures = await fetched(place.publication, picturing);
      return sent(place, pictures, permit).catch(
        (error: unknown): SendResult => ({ kind: 'failure', failure: asFailure(folder, error) }),
      );
    },

    async find(frozen) {
      const place = await placeOf(frozen);
      return found(place).catch(
        (error: unknown): FindResult => ({ kind: 'failure', failure: asFailure(folder, error) }),
      );
    },
  };
}

type Place = {
  readonly channel: string;
  readonly path: string;
  readonly publication: OutboxPublication;
  /** What stands in its file, byte for byte. */
  readonly json: string;
};

type NamedPicture = { readonly name: string; readonly bytes: Uint8Array };

async function fetched({ files }: OutboxPublication, picturing: Picturing): Promise<readonly NamedPicture[]> {
  return Promise.all(
    files.map(async ({ name, sha256 }) => ({ name, bytes: (await pictureBy(picturing, sha256)).bytes })),
  );
}

async function sent(place: Place, pictures: readonly NamedPicture[], permit: Sending['permit']): Promise<SendResult> {
  let standing = await whatStands(place);
  if (standing === 'nothing') {
    try {
      await publish(place, pictures, permit);
    } catch (error) {
      standing = await whatStands(place);
      if (standing === 'nothing') throw error;
    }
  }
  if (standing === 'something else') return { kind: 'failure', failure: conflictAt(place) };
  try {
    await syncFolder(place.channel);
  } catch (error) {
    const message = `${place.path} is written, but may not survive a loss of power: ${String(error)}`;
    return { kind: 'failure', failure: { kind: 'doubtful', message } };
  }
  return { kind: 'sent', receipts: place.publication.receipts };
}

async function found(place: Place): Promise<FindResult> {
  switch (await whatStands(place)) {
    case 'nothing':
      return { kind: 'absent' };
    case 'this publication':
      return { kind: 'found', receipts: place.publication.receipts };
    case 'something else':
      return { kind: 'failure', failure: conflictAt(place) };
  }
}

async function publish(
  { channel, path, json }: Place,
  pictures: readonly NamedPicture[],
  permit: Sending['permit'],
): Promise<void> {
  await makeFolder(channel);
  await sweep(channel);
  const unfinished = join(channel, unfinishedName());
  try {
    await mkdir(unfinished);
    for (const { name, bytes } of pictures) await writeSynced(join(unfinished, name), bytes);
    await writeSynced(join(unfinished, publicationFile), json);
    await syncFolder(unfinished);
    await permit();
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function whatStands({
  path,
  publication,
  json,
}: Place): Promise<'nothing' | 'this publication' | 'something else'> {
  if ((await orIfAbsent(stat(path))) === null) return 'nothing';
  const written = await orIfAbsent(readFile(join(path, publicationFile)));
  if (written?.toString() !== json) return 'something else';
  for (const { name, sha256 } of publication.files) {
    const bytes = await orIfAbsent(readFile(join(path, name)));
    if (bytes === null || hash('sha256', bytes) !== sha256) return 'something else';
  }
  return 'this publication';
}

/** Null where there is no such file or folder; any other refusal is thrown on. */
export function orIfAbsent<T>(result: Promise<T>): Promise<T | null> {
  return result.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
}

function conflictAt({ path }: Place): Failure {
  return { kind: 'conflict', message: `${path} holds something other than this publication; move it away, or keep it` };
}

/** A refusal of the operating system as a Failure; any other error is ours and is thrown on. */
export function asFailure(folder: string, error: unknown): Failure {
  const code = codeOf(error);
  if (code === null) throw error;
  return {
    kind: 'unavailable',
    retryAt: null,
    message: `cannot write to the outbox ${folder}: ${reasonFor(code, String(error))} (${code})`,
  };
}

function reasonFor(code: string, otherwise: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'there is no space left; free some';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not write there; give it write access';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOTDIR':
      return 'a file stands where a folder should be; move it away';
    default:
      return otherwise;
  }
}
