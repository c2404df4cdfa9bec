/** Which account each channel turned out to be, kept for commands that open no socket. */

import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Account } from '../channel.ts';
import type { ConfiguredChannel } from './channel-settings.ts';
import { changeKept } from './kept-file.ts';

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
  await mkdir(dirname(file), { recursive: true });
  await changeKept(file, (text) => {
    const accounts = accountsOf(text);
    if (JSON.stringify(accounts[id]) === JSON.stringify(account)) return null;
    return `${JSON.stringify({ ...accounts, [id]: account }, null, 2)}\n`;
  });
}

async function accountsIn(file: string): Promise<Readonly<Record<string, Account>>> {
  return accountsOf(await readFile(file, 'utf8').catch(() => null));
}

/** What cannot be read counts as nothing: the file is written anew when channels connect. */
function accountsOf(text: string | null): Readonly<Record<string, Account>> {
  try {
    return accountsFile.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}
