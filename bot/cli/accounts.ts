/** Which account each channel turned out to be, kept for commands that open no socket. */

import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../../media/whole-file.ts';
import type { Account } from '../channel.ts';
import type { ConfiguredChannel } from './channel-settings.ts';

const accountsFile = z.record(
  z.string(),
  z.discriminatedUnion('network', [
    z.strictObject({ network: z.literal('bluesky'), did: z.string() }),
    z.strictObject({ network: z.literal('mastodon'), server: z.string(), id: z.string() }),
  ]),
);

/** The account of a channel as it was when it was last connected; null if it never was. */
export async function knownAccount(file: string, { id, access }: ConfiguredChannel): Promise<Account | null> {
  return access.destination === 'outbox' ? access.account : ((await accountsIn(file))[id] ?? null);
}

export async function rememberAccount(file: string, { id }: ConfiguredChannel, account: Account): Promise<void> {
  const accounts = await accountsIn(file);
  if (JSON.stringify(accounts[id]) === JSON.stringify(account)) return;
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, `${JSON.stringify({ ...accounts, [id]: account }, null, 2)}\n`);
}

/** What cannot be read counts as nothing: the file is written anew when channels connect. */
async function accountsIn(file: string): Promise<Readonly<Record<string, Account>>> {
  try {
    return accountsFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}
