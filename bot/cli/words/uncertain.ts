/** What a person has to look at where something may have been published or not, and the two commands that settle it. */

import type { Publication } from '../../ledger/ledger.ts';
import { doubtedPost } from '../../networks/by-hand.ts';
import type { Failure } from '../../networks/network.ts';
import { pasted } from '../../pasted.ts';
import { styled } from './output.ts';

type Intent = Extract<Publication, { state: 'failed' }>['intent'];

/** Where, when and what; null where nothing was ever intended. `others` are publications of the same channel. */
export function whatToLookFor(intent: Intent, others: readonly Publication[]) {
  if (intent === null) return null;
  const { frozen, trail } = intent;
  const { position, posts, text, lastAttempt } = doubtedPost(frozen, trail);
  const account =
    frozen.network === 'bluesky'
      ? `https://bsky.app/profile/${frozen.account.did}`
      : (profileAmong(others) ?? namedOn(frozen.account.server, trail?.username ?? null));
  return { account, lastAttempt: lastAttempt ?? frozen.due, post: position + 1, posts, text };
}

type Look = NonNullable<ReturnType<typeof whatToLookFor>>;

export function doubtLines(
  slot: string,
  channel: string,
  { kind, message }: Failure,
  look: Look | null,
): readonly string[] {
  const heading = `  ${styled('red', kind)}  ${slot}: ${message}`;
  const notThere = pasted(`resolve ${slot} --channel ${channel} --not-published`);
  const there = pasted(`resolve ${slot} --channel ${channel} --published 'its address'`);
  if (look === null) return [heading, `          Look at it. If nothing of it is public:  ${notThere}`];
  const { account, lastAttempt, post, posts, text } = look;
  const which = posts === 1 ? 'a post' : `post ${post} of ${posts}`;
  return [
    heading,
    `          Look on ${account} for ${which} of about ${lastAttempt.slice(0, 16).replace('T', ' ')} UTC that begins: ${beginning(text)}`,
    `          It is there:      ${there}`,
    `          It is not there:  ${notThere}`,
  ];
}

/** Not every software has an address for a profile that could be told from its name. */
function namedOn(server: string, username: string | null): string {
  return username === null ? server : `@${username} on ${server}`;
}

/** The profile's address, if a post of the account has told it: `https://mastodon.example/@name/1` begins with it. */
function profileAmong(publications: readonly Publication[]): string | null {
  for (const each of publications) {
    const receipts = each.state === 'published' ? each.receipts : [];
    const profile = receipts.map(({ url }) => /^(https?:\/\/[^/]+\/@[^/]+)\/[^/]+$/.exec(url ?? '')?.[1]).find(Boolean);
    if (profile !== undefined) return profile;
  }
  return null;
}

function beginning(text: string): string {
  const words = text.replaceAll(/\s+/g, ' ').trim();
  return `“${words.length > 80 ? `${words.slice(0, 80).trimEnd()}…` : words}”`;
}
