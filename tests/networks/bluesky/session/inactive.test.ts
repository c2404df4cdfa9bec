/** An account that is not active gets the advice that fits, whatever its server says of it. */

import { expect, it } from 'vitest';
import { inactivityIn } from '../../../../bot/networks/bluesky/wire/inactive.ts';

const did = 'did:plc:abcdefghijklmnopqrstuvwx';
const home = (serviceEndpoint: unknown, id = '#atproto_pds') => ({
  id: did,
  service: [
    { id: '#bsky_notif', serviceEndpoint: 'https://other.example' },
    { id, serviceEndpoint },
  ],
});
const messageOf = (said: unknown, service = 'https://pds.example') => inactivityIn(said, did, service)?.message ?? null;
const plain = (status: string) => `the account ${did} is ${status}; sign in with a browser to see what it needs`;

it.each([
  ['active', { active: true, didDoc: home('https://new.example') }],
  ['said to be neither', { didDoc: home('https://new.example') }],
  ['described in another way', { active: 'no', status: 7 }],
  ['not described', null],
])('an account that is %s has no failure', (_, said) => {
  expect(messageOf(said ?? {})).toBeNull();
});

it.each([
  ['names this server', home('https://pds.example')],
  ['names this server with a path', home('https://pds.example/xrpc')],
  ['is not told', undefined],
  ['is no document', 'did'],
  ['names no server', { id: did, service: [] }],
  ['names nonsense', home('pds')],
  ['names a number', home(7)],
  ['names what is no web server', home('ftp://new.example')],
  ['names the server of something else', home('https://new.example', '#atproto_labeler')],
])('an account whose identity %s is looked at with a browser', (_, didDoc) => {
  expect(messageOf({ active: false, status: 'suspended', didDoc })).toBe(plain('suspended'));
  expect(messageOf({ active: false, didDoc })).toBe(plain('not active'));
});

it('an account behind bsky.social has not moved as long as it is on a server of Bluesky', () => {
  const said = (server: string) => ({ active: false, status: 'deactivated', didDoc: home(server) });
  const entryway = 'https://bsky.social';
  expect(messageOf(said('https://morel.us-east.host.bsky.network'), entryway)).toBe(plain('deactivated'));
  for (const elsewhere of [
    'https://new.example',
    'https://host.bsky.network.new.example',
    'https://evilhost.bsky.network',
  ]) {
    expect(messageOf(said(elsewhere), entryway)).toContain(`set ${entryway} to ${elsewhere},`);
  }
  expect(messageOf(said('https://morel.us-east.host.bsky.network'))).toContain(
    'set https://pds.example to https://morel',
  );
});

it('the server in an identity is told as an origin alone', () => {
  const didDoc = home('https://user:geheim@new.example:8443/geheim?x#y', `${did}#atproto_pds`);
  expect(messageOf({ active: false, status: 'a\n\u001b[1m', didDoc })).toBe(
    `${plain('a [1m')}; its identity names https://new.example:8443 as its server: if it has moved there, set https://pds.example to https://new.example:8443, and configure an app password made there`,
  );
});
