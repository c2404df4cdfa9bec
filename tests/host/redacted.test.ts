import { expect, it } from 'vitest';
import { redacted } from '../../bot/host/redacted.ts';
import { Secret } from '../../bot/networks/settings/secret.ts';
import type { AccountAccess } from '../../bot/networks/settings/settings.ts';

const mastodon: AccountAccess = {
  destination: 'account',
  network: 'mastodon',
  server: 'https://mastodon.example',
  accessToken: new Secret('token'),
};
const bluesky: AccountAccess = {
  destination: 'account',
  network: 'bluesky',
  service: 'https://pds.example',
  identifier: 'bot.example',
  password: new Secret('password'),
};
const said = (message: string, access: AccountAccess) => redacted({ kind: 'refused', message }, 'm-hu', access).message;

it('a message names the settings and not their values', () => {
  expect(said('https://mastodon.example: no; GET https://mastodon.example/api/v1/statuses', mastodon)).toBe(
    'EMLEKNAP_CHANNEL_M_HU_SERVER: no; GET EMLEKNAP_CHANNEL_M_HU_SERVER/api/v1/statuses',
  );
  expect(said('https://pds.example does not know bot.example', bluesky)).toBe(
    'EMLEKNAP_CHANNEL_M_HU_SERVICE does not know EMLEKNAP_CHANNEL_M_HU_IDENTIFIER',
  );
});

it.each([
  '/@bot/1',
  '/bot/p/1796071746.059938',
  '/en/p/1796071746.059938',
  '/notice/AXyz9Q',
  '/post/0192f0c0-1956',
  '/objects/6c1d',
  '/apiary/p/1',
  '/users/bot/statuses/1',
])('a message keeps the address of a post as a person has to open it: %s', (path) => {
  const address = `delete https://mastodon.example${path}`;
  expect(said(address, mastodon)).toBe(address);
});

it.each(['', '/', ': no', '/api/v1/statuses', '/oauth/token', '/.well-known/nodeinfo', '/nodeinfo/2.0', '/ '])(
  'a message does not take what only programs ask for as the address of a post: %s',
  (path) =>
    expect(said(`GET https://mastodon.example${path}`, mastodon)).toBe(`GET EMLEKNAP_CHANNEL_M_HU_SERVER${path}`),
);

it('a message keeps the address of a profile', () => {
  const profile = 'look on https://bsky.app/profile/bot.example';
  expect(said(profile, bluesky)).toBe(profile);
});

it('a message keeps the address of another server that begins like the configured one', () => {
  for (const other of [
    'https://mastodon.example:8443',
    'https://mastodon.example.org',
    'https://mastodon.example-2.org',
  ]) {
    expect(said(`https://mastodon.example sends on to ${other}.`, mastodon)).toBe(
      `EMLEKNAP_CHANNEL_M_HU_SERVER sends on to ${other}.`,
    );
  }
  expect(said('bot.example: no; bot.example.org: yes.', bluesky)).toBe(
    'EMLEKNAP_CHANNEL_M_HU_IDENTIFIER: no; bot.example.org: yes.',
  );
  expect(said('It is https://mastodon.example.', mastodon)).toBe('It is EMLEKNAP_CHANNEL_M_HU_SERVER.');
});
