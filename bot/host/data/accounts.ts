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

const blueskyEntry = z.strictObject({ network: z.literal('bluesky'), did: z.string() });
const mastodonEntry = z.strictObject({
  network: z.literal('mastodon'),
  server: z.string(),
  id: z.string(),
  /** How the server names itself; missing in files of earlier versions. */
  domain: z.string().optional(),
});
const accountsFile = z.record(z.string(), z.discriminatedUnion('network', [blueskyEntry, mastodonEntry]));

type Entries = z.infer<typeof accountsFile>;
type Mastodon = Extract<Account, { network: 'mastodon' }>;

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
  return entry.network === 'bluesky' ? entry : { network: entry.network, server: entry.server, id: entry.id };
}

/** Where accounts are kept, and who is told that the file was damaged. */
export type AccountsFile = { readonly file: string; readonly complain: (message: string) => void };

/** Keeps an account that has one name, as those of Bluesky have. */
export function rememberAccount(
  { file, complain }: AccountsFile,
  { id }: Pick<ConfiguredChannel, 'id'>,
  account: Account,
): Promise<void> {
  return change({ file, complain }, (entries) => ({ ...entries, [id]: account }));
}

/**
 * The account as it is to be known: by the address under which any channel reached it first. All keys are made of that, so
 * that another address of the same server is no second account, in this process or in another.
 */
export async function rememberMastodon(
  file: AccountsFile,
  channel: string,
  { server, domain, id }: Omit<Mastodon, 'network'> & { readonly domain: string },
): Promise<Mastodon> {
  let first = server;
  await change(file, (entries) => {
    const earlier = Object.values(entries).find(
      (entry) =>
        entry.network === 'mastodon' &&
        entry.id === id &&
        nameOf(entry.server, entry.domain) === nameOf(server, domain),
    );
    first = earlier?.network === 'mastodon' ? earlier.server : server;
    return { ...entries, [channel]: { network: 'mastodon', server: first, id, domain } };
  });
  return { network: 'mastodon', server: first, id };
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
