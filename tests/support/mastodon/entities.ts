/** Accounts and statuses in the shapes of Mastodon's REST serializers. */

import { createHash } from 'node:crypto';
import type { Accounts, ServerAccount } from './accounts.ts';
import { type Media, mediaEntity } from './media.ts';
import type { Settings } from './options.ts';
import type { Status, Statuses } from './statuses.ts';
import { htmlOf, mentionsOf, tagsOf } from './text.ts';

export type Shelves = {
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly media: Media;
  readonly statuses: Statuses;
};

export function accountEntity({ id, user, createdAt }: ServerAccount, { settings, statuses }: Shelves): object {
  const { username } = user;
  const own = statuses.all().filter(({ account }) => account.id === id);
  const latest = own.at(-1);
  const address = `https://${settings.domain}`;
  return {
    id,
    username,
    acct: username,
    display_name: username,
    locked: false,
    bot: false,
    discoverable: null,
    indexable: false,
    group: false,
    created_at: `${new Date(createdAt).toISOString().slice(0, 10)}T00:00:00.000Z`,
    note: '',
    url: `${address}/@${username}`,
    uri: `${address}/users/${username}`,
    avatar: `${address}/avatars/original/missing.png`,
    avatar_static: `${address}/avatars/original/missing.png`,
    header: `${address}/headers/original/missing.png`,
    header_static: `${address}/headers/original/missing.png`,
    followers_count: 0,
    following_count: 0,
    statuses_count: own.length,
    last_status_at: latest === undefined ? null : new Date(latest.createdAt).toISOString().slice(0, 10),
    hide_collections: null,
    noindex: false,
    emojis: [],
    roles: [],
    fields: [],
  };
}

/** With what only the owner may know (`REST::CredentialAccountSerializer`). */
export function credentialEntity(account: ServerAccount, shelves: Shelves): object {
  const { language = null, visibility = shelves.settings.defaultVisibility } = account.user;
  return {
    ...accountEntity(account, shelves),
    source: { privacy: visibility, sensitive: false, language, note: '', fields: [], follow_requests_count: 0 },
    role: { id: '-99', name: '', permissions: '65536', color: '', highlighted: false },
  };
}

/** Where a post is shown, and what it is called among servers: the same with snac. */
function addressesOf(id: string, username: string, { addresses, webOrigin }: Settings) {
  const users = `${webOrigin}/users/${username}/statuses/${id}`;
  const word = createHash('sha256').update(id).digest('hex').slice(0, 18);
  switch (addresses) {
    case '/@name/id':
      return { uri: users, url: `${webOrigin}/@${username}/${id}` };
    case '/name/p/…': {
      const url = `${webOrigin}/${username}/p/${id.slice(0, 10)}.${id.slice(12)}${id.slice(10, 12)}`;
      return { uri: url, url };
    }
    case '/notice/…':
      return { uri: `${webOrigin}/objects/${word}`, url: `${webOrigin}/notice/${word}` };
    case '/post/…':
      return { uri: `${webOrigin}/objects/${word}`, url: `${webOrigin}/post/${word}` };
    case '/objects/…':
      return { uri: `${webOrigin}/objects/${word}`, url: `${webOrigin}/objects/${word}` };
  }
}

/** As the viewer sees it; `source` gives the text to write it again instead of its HTML. */
export function statusEntity(status: Status, viewer: ServerAccount | null, shelves: Shelves, source = false): object {
  const { settings, accounts, media, statuses } = shelves;
  const { id, account, text, spoilerText, parent } = status;
  const address = `https://${settings.domain}`;
  const { username } = account.user;
  const { uri, url } = addressesOf(id, username, settings);
  const isSnac = settings.mode === 'snac';
  const all = statuses.all();
  const content = htmlOf(text, accounts.byUsername, settings.domain);
  return {
    id,
    created_at: new Date(status.createdAt).toISOString(),
    in_reply_to_id: parent,
    in_reply_to_account_id: all.find((other) => other.id === parent)?.account.id ?? null,
    sensitive: status.sensitive,
    spoiler_text: spoilerText,
    visibility: status.visibility,
    language: isSnac ? 'en' : status.language,
    uri,
    url,
    replies_count: all.filter((other) => other.parent === id).length,
    reblogs_count: 0,
    favourites_count: 0,
    quotes_count: 0,
    edited_at: null,
    ...(viewer !== null && { favourited: false, reblogged: false, muted: false, bookmarked: false, filtered: [] }),
    ...(viewer === account && { pinned: false }),
    ...(source ? { text } : { content }),
    reblog: null,
    application: { name: 'Test application', website: null },
    account: accountEntity(account, shelves),
    media_attachments: media
      .ofStatus(id, status.mediaOrder)
      .map((attachment) => mediaEntity(attachment, settings.domain))
      .map((entity, index) => (isSnac ? { ...entity, id: `${uri}_${index}` } : entity)),
    mentions: mentionsOf(text, accounts.byUsername).map((person) => ({
      id: person.id,
      username: person.user.username,
      acct: person.user.username,
      url: `${address}/@${person.user.username}`,
    })),
    tags: tagsOf(text).map((name) => ({ name, url: `${address}/tags/${encodeURIComponent(name)}` })),
    emojis: [],
    quote: null,
    card: null,
    poll: null,
  };
}
