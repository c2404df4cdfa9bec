/** Which account each channel turned out to be: for commands that open no socket, and for other processes of the data folder. */

import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Account } from '../../channel.ts';
import type { ConfiguredChannel } from '../settings/channel-settings.ts';
import { isLoopback } from '../settings/value-shapes.ts';
import { StopError } from '../stop.ts';
import { changeKept, readKept } from './kept-file.ts';
import { orCannotCreate } from './places.ts';

const accountEntry = z.union([
  z.strictObject({ network: z.string(), did: z.string() }),
  z.strictObject({
    network: z.string(),
    server: z.string(),
    id: z.string(),
    /** How the server names itself; missing in files of earlier versions. */
    domain: z.string().optional(),
  }),
]);
const accountsFile = z.record(z.string(), accountEntry);

type Entries = z.infer<typeof accountsFile>;

/** The account of a channel as it was when it was last connected; null if it never was. Throws a StopError if nobody can tell. */
export async function knownAccount(file: string, { id, access }: ConfiguredChannel): Promise<Account | null> {
  if (access.destination === 'outbox') return access.account;
  const kept = await readKept(file, accountsFile);
  if (kept.kind === 'damaged') {
    const message = `${file} is damaged, so nobody can tell which account ${id} is. ${kept.reason}. Delete it; \`tick\` and \`run\` write it anew when they connect.`;
    throw new StopError('settings', message);
  }
  const entry = kept.kind === 'absent' ? undefined : kept.value[id];
  if (entry === undefined) return null;
  return 'did' in entry ? entry : { network: entry.network, server: entry.server, id: entry.id };
}

/** Where accounts are kept, and who is told that the file was damaged. */
export type AccountsFile = { readonly file: string; readonly complain: (message: string) => void };

/**
 * Keeps which account a channel is, and gives it as it is to be known: by the address under which any channel reached it
 * first. All keys are made of that, so that another address of the same server, which names itself by its `domain`, is no
 * second account, in this process or in another.
 */
export async function rememberAccount<K extends Account>(
  file: AccountsFile,
  { id: channel }: Pick<ConfiguredChannel, 'id'>,
  account: K,
  domain?: string,
): Promise<K> {
  let known = account;
  await change(file, (entries) => {
    if ('did' in account) return { ...entries, [channel]: account };
    const { server, id } = account;
    const earlier = Object.values(entries).find(
      (entry) =>
        entry.network === account.network &&
        'server' in entry &&
        entry.id === id &&
        nameOf(entry.server, entry.domain) === nameOf(server, domain),
    );
    known = earlier !== undefined && 'server' in earlier ? { ...account, server: earlier.server } : account;
    return { ...entries, [channel]: { ...known, ...(domain !== undefined && { domain }) } };
  });
  return known;
}

/** What a server is called whatever its address; on this machine, where anybody can be called anything, its port tells. */
function nameOf(server: string, domain: string | undefined): string {
  const url = URL.parse(server);
  if (url === null) return server;
  return isLoopback(url) ? `port ${url.port}` : (domain ?? url.host);
}

async function change({ file, complain }: AccountsFile, changed: (entries: Entries) => Entries): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const changing = changeKept(file, accountsFile, (kept) => {
    if (kept.kind === 'damaged') {
      complain(`${file} is damaged and is written anew, with each channel once it connects. ${kept.reason}.`);
    }
    const entries = kept.kind === 'kept' ? kept.value : {};
    const after = changed(entries);
    return JSON.stringify(after) === JSON.stringify(entries) ? null : `${JSON.stringify(after, null, 2)}\n`;
  });
  await orCannotCreate(file, changing);
}
