import { expect, it } from 'vitest';
import { type AccountAccess, nameless } from '../../bot/cli/nameless.ts';
import { Secret } from '../../bot/cli/secret.ts';

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
const said = (message: string, access: AccountAccess) => nameless({ kind: 'refused', message }, 'm-hu', access).message;

it('a message names the settings and not their values', () => {
  expect(said('https://mastodon.example: no; GET https://mastodon.example/api/v1/statuses', mastodon)).toBe(
    'EMLEKNAP_CHANNEL_M_HU_SERVER: no; GET EMLEKNAP_CHANNEL_M_HU_SERVER/api/v1/statuses',
  );
  expect(said('https://pds.example does not know bot.example', bluesky)).toBe(
    'EMLEKNAP_CHANNEL_M_HU_SERVICE does not know EMLEKNAP_CHANNEL_M_HU_IDENTIFIER',
  );
});

it('a message keeps the address of a post as a person has to open it', () => {
  const address = 'delete https://mastodon.example/@bot/1';
  expect(said(address, mastodon)).toBe(address);
  const profile = 'look on https://bsky.app/profile/bot.example';
  expect(said(profile, bluesky)).toBe(profile);
});
