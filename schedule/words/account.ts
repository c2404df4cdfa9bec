/** How each network writes an account, in one place for campaign files and posts. */

const user = '[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*';
// Ruby's [[:word:]]
const word = String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]+`;

/** `user@server` as Mastodon finds it behind an @ (`Account::MENTION_RE`): dots and hyphens only within, no port. */
export const mastodonAccount = `${user}@${word}(?:[.-]+${word})+`;

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** Rule: https://atproto.com/specs/handle */
export const blueskyHandle = String.raw`(?=.{1,253}$)(?:${label}\.)+(?![0-9])${label}`;
