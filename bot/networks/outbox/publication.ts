/** What the outbox writes down of a publication: the exact requests of the network it stands for, and the answers it plays. */

import { hash } from 'node:crypto';
import type { Language, NonEmpty } from '../../../schedule/model/language.ts';
import { type AccountKey, accountKeyOf } from '../../channel.ts';
import type { Exchange } from '../definition.ts';
import { distinctPictures, type FrozenHead } from '../frozen.ts';
import { loadedNetwork } from '../loaded.ts';
import type { Frozen } from '../network.ts';
import type { PostReceipt } from '../receipt.ts';

/** The content of a `publication.json`. */
export type OutboxPublication = FrozenHead & {
  readonly format: 1;
  readonly account: AccountKey;
  /** Files beside this one, each distinct picture once. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly receipts: NonEmpty<PostReceipt>;
  /** The name of the network. */
  readonly network: string;
  readonly exchanges: readonly Exchange[];
};

/** The same frozen requests give the same words. */
export async function publicationOf(frozen: Frozen): Promise<OutboxPublication> {
  const { slot, entry, language, local, due, fingerprint, network } = frozen;
  const { exchanges, receipts } = (await loadedNetwork(network)).exchanges(frozen);
  const files = distinctPictures(frozen.posts).map(({ sha256 }, index) => ({
    name: `picture-${index + 1}.jpg`,
    sha256,
  }));
  return {
    format: 1,
    ...{ slot, entry, language, local, due, fingerprint },
    account: accountKeyOf(frozen.account),
    files,
    receipts,
    network,
    exchanges,
  };
}

/** `bluesky-hu-did-plc-…-1a2b3c4d`: readable, and distinct on file systems that know no case and few characters. */
export function channelFolderName(network: Frozen['network'], language: Language, account: AccountKey): string {
  return `${network}-${language}-${plain(account)}-${hash('sha256', account).slice(0, 8)}`;
}

/** `2027-10-23T15-00-march-begins-1a2b3c4d`: sorts by time. */
export function publicationFolderName({ local, entry, slot }: FrozenHead): string {
  return `${plain(local)}-${plain(entry)}-${hash('sha256', slot).slice(0, 8)}`;
}

function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60);
}
