/** Only an address that can be the doubted post's counts as a person's word for it. */

import { describe, expect, it } from 'vitest';
import { byHand } from '../../bot/networks/by-hand.ts';
import { freezeMastodon } from '../../bot/networks/mastodon/freeze.ts';
import type { MastodonTrail } from '../../bot/networks/mastodon/trail.ts';
import { mastodonAccount, threadWith } from '../support/threads.ts';

const server = 'https://pelda.social';
const frozen = freezeMastodon(
  { ...mastodonAccount, server },
  threadWith({ network: 'mastodon', posts: [{ text: 'Elindul a tüntetés.' }] }),
  [[]],
);
const trail: MastodonTrail = { network: 'mastodon', anchor: null, posts: [], username: 'Emleknap' };
const said = (path: string, of: MastodonTrail | null = trail) => byHand.publishedAt(frozen, of, new URL(path, server));

describe('the address of a post on Mastodon', () => {
  it.each([
    ['/@emleknap/102', '102'],
    ['/@emleknap/102/', '102'],
    ['/@emleknap/102?from=app#top', '102'],
    ['/@emleknap@pelda.social/102', '102'],
    ['/web/@emleknap/102', '102'],
    ['/deck/@emleknap/102', '102'],
    ['/users/emleknap/statuses/102', '102'],
    ['/@emleknap/statuses/01FBVD42CQ3ZEEVMW180SBX03B', '01FBVD42CQ3ZEEVMW180SBX03B'],
    ['/emleknap/p/1698066000.123456', '1698066000.123456'],
    ['/notice/AXyz9Q', 'AXyz9Q'],
    ['/post/0192f0c0-1956-7000-8000-000000000000', '0192f0c0-1956-7000-8000-000000000000'],
    ['/web/statuses/102', '102'],
  ])('%s gives its number', (path, id) => {
    const { pathname } = new URL(path, server);
    const url = `${server}${pathname.replace(/\/$/, '')}`;
    expect(said(path)).toEqual({ kind: 'whole', receipts: [{ position: 0, id, cid: null, url }] });
  });

  it.each([
    '/',
    '/tags/1956',
    '/users/kepek1956',
    '/@emleknap',
    '/@emleknap/tagged/1956',
    '/@emleknap/followers',
    '/a/b/102',
  ])('%s is none', (path) => {
    for (const of of [trail, null])
      expect(said(path, of)).toMatchObject({
        kind: 'wrong address',
        message: expect.stringContaining('ends with its number'),
      });
  });

  it.each(['/@valaki-mas/102', '/@emleknap@masik.social/102', '/users/valaki/statuses/102', '/valaki/p/102'])(
    '%s is that of somebody else',
    (path) =>
      expect(said(path)).toMatchObject({ kind: 'wrong address', message: expect.stringContaining('the account is') }),
  );

  it('may name anybody of the server where it was not written down who publishes', () => {
    expect(said('/@valaki/102', null).kind).toBe('whole');
    expect(said('/@valaki@masik.social/102', null).kind).toBe('wrong address');
  });
});

it('a person’s word that nothing was published also takes back what the server had said', () => {
  const attempts = { firstAt: '2027-10-23T13:00:00Z', lastAt: '2027-10-23T13:00:00Z' };
  const answered = { id: '7', url: null };
  const post = { mediaIds: [], attempts, answered, refusals: 0, receipt: null };
  expect(byHand.withoutAttempt({ ...trail, posts: [post] })).toMatchObject({
    posts: [{ attempts: null, answered: null }],
  });
});
