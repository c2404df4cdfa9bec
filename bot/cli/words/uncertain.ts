/** What a person has to look at where something may have been published or not, and the two commands that settle it. */

import type { Publication } from '../../ledger/ledger.ts';
import { networkNamed } from '../../networks/all.ts';
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
  const account = networkNamed(frozen.network).byHand.placeOf(frozen, trail, others.flatMap(addressesOf));
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

function addressesOf(publication: Publication): readonly string[] {
  return publication.state === 'published' ? publication.receipts.flatMap(({ url }) => url ?? []) : [];
}

function beginning(text: string): string {
  const words = text.replaceAll(/\s+/g, ' ').trim();
  return `“${words.length > 80 ? `${words.slice(0, 80).trimEnd()}…` : words}”`;
}
