/** Which account each channel turned out to be: for commands that open no socket, and for other processes of the data folder. */

import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Account } from '../channel.ts';
import type { ConfiguredChannel } from './channel-settings.ts';
import { changeKept } from './kept-file.ts';
import { isLoopback } from './value-shapes.ts';

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

/** The account of a channel as it was when it was last connected; null if it never was. */
export async function knownAccount(file: string, { id, access }: ConfiguredChannel): Promise<Account | null> {
  if (access.destination === 'outbox') return access.account;
  const entry = entriesOf(await readFile(file, 'utf8').catch(() => null))[id];
  if (entry === undefined) return null;
  return entry.network === 'bluesky' ? entry : { network: entry.network, server: entry.server, id: entry.id };
}

/** Keeps an account that has one name, as those of Bluesky have. */
export function rememberAccount(file: string, { id }: Pick<ConfiguredChannel, 'id'>, account: Account): Promise<void> {
  return change(file, (entries) => ({ ...entries, [id]: account }));
}

/**
 * The account as it is to be known: by the address under which any channel reached it first. All keys are made of that, so
 * that another address of the same server is no second account, in this process or in another.
 */
export async function rememberMastodon(
  file: string,
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

async function change(file: string, changed: (entries: Entries) => Entries): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await changeKept(file, (text) => {
    const entries = entriesOf(text);
    const after = changed(entries);
    return JSON.stringify(after) === JSON.stringify(entries) ? null : `${JSON.stringify(after, null, 2)}\n`;
  });
}

/** What cannot be read counts as nothing: the file is written anew when channels connect. */
function entriesOf(text: string | null): Entries {
  try {
    return accountsFile.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}
