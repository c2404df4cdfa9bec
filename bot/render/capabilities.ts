/** What a server was last seen to allow, per account, with defaults that every server of its kind accepts. */

import { z } from 'zod';
import type { NetworkName } from '../../schedule/model/language.ts';
import type { AccountKey } from '../channel.ts';

const positive = z.int().min(1);
const count = z.int().min(0);
/** Null where the server sets no limit. Mastodon counts code points. */
const altLimit = positive.nullable();

const bluesky = z.strictObject({
  network: z.literal('bluesky'),
  maxGraphemes: positive,
  /** Of the text, in UTF-8. */
  maxBytes: positive,
  maxImages: count,
  maxImageBytes: positive,
  maxAltCharacters: altLimit,
});

const mastodon = z.strictObject({
  network: z.literal('mastodon'),
  /** Graphemes of warning and text together. */
  maxCharacters: positive,
  /** What every http(s) URL counts as, however long it is. */
  charactersReservedPerUrl: count,
  maxImages: count,
  maxImageBytes: positive,
  maxAltCharacters: altLimit,
});

const capabilities = z.discriminatedUnion('network', [bluesky, mastodon]).readonly();
/** As it is stored. */
export const capabilityFile = z
  .strictObject({
    accounts: z
      .record(z.string(), capabilities)
      .superRefine((accounts, ctx) => {
        for (const [account, { network }] of Object.entries(accounts)) {
          if (account.startsWith('did:') === (network === 'bluesky')) continue;
          ctx.addIssue({ code: 'custom', path: [account], message: 'has the limits of another network' });
        }
      })
      .readonly(),
  })
  .readonly();

export type BlueskyCapabilities = Readonly<z.infer<typeof bluesky>>;
export type MastodonCapabilities = Readonly<z.infer<typeof mastodon>>;
export type Capabilities = BlueskyCapabilities | MastodonCapabilities;
export type CapabilityFile = z.infer<typeof capabilityFile>;

/**
 * Limits that hold where nothing was read from the server. Bluesky's lexicon allows pictures of 2,000,000 bytes since
 * April 2026, but an older server refuses them without announcing it; Mastodon 4.4 and 4.5 allow 1,500 characters of
 * alt text, 4.6 more.
 */
const defaults: { readonly [N in NetworkName]: Extract<Capabilities, { network: N }> } = {
  bluesky: {
    network: 'bluesky',
    maxGraphemes: 300,
    maxBytes: 3000,
    maxImages: 4,
    maxImageBytes: 1_000_000,
    maxAltCharacters: null,
  },
  mastodon: {
    network: 'mastodon',
    maxCharacters: 500,
    charactersReservedPerUrl: 23,
    maxImages: 4,
    maxImageBytes: 1_000_000,
    maxAltCharacters: 1500,
  },
};

export function defaultCapabilities<N extends NetworkName>(network: N): Extract<Capabilities, { network: N }> {
  return defaults[network];
}

export const noCapabilities: CapabilityFile = { accounts: {} };

/** What is stored for an account, or its network's defaults. Throws if the file has the account on another network. */
export function capabilitiesOf<N extends NetworkName>(
  file: CapabilityFile,
  account: AccountKey,
  network: N,
): Extract<Capabilities, { network: N }> {
  const stored = file.accounts[account];
  if (stored === undefined) return defaultCapabilities(network);
  if (!isOf(stored, network)) {
    throw new Error(`the capability file has ${account} on ${stored.network}, not on ${network}`);
  }
  return stored;
}

function isOf<N extends NetworkName>(
  stored: Capabilities,
  network: N,
): stored is Extract<Capabilities, { network: N }> {
  return stored.network === network;
}
