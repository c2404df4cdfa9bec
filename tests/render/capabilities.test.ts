import { describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import {
  capabilitiesOf,
  defaultCapabilities,
  noCapabilities,
  readCapabilities,
} from '../../bot/render/capabilities.ts';

const account = accountKeyOf({ network: 'mastodon', server: 'https://social.example.hu', id: '42' });
const seen = { ...defaultCapabilities('mastodon'), maxCharacters: 5000, maxAltCharacters: 10_000 };

describe('a capability file', () => {
  it('says what an account’s server allows', () => {
    const file = readCapabilities(JSON.parse(JSON.stringify({ accounts: { [account]: seen } })));
    expect(capabilitiesOf(file, account, 'mastodon')).toEqual(seen);
  });

  it('leaves accounts it does not name with the defaults of their network', () => {
    expect(capabilitiesOf(noCapabilities, account, 'mastodon')).toEqual({
      network: 'mastodon',
      maxCharacters: 500,
      charactersReservedPerUrl: 23,
      maxImages: 4,
      maxImageBytes: 1_000_000,
      maxAltCharacters: 1500,
    });
    expect(capabilitiesOf(noCapabilities, account, 'bluesky')).toMatchObject({ maxGraphemes: 300, maxBytes: 3000 });
  });

  it('is refused with the name of every wrong field', () => {
    const broken = { accounts: { [account]: { ...seen, maxCharacters: 0, maxImages: 'four', extra: true } } };
    expect(() => readCapabilities(broken)).toThrowErrorMatchingInlineSnapshot(`
      [Error: the capability file is not as it should be:
      ✖ Unrecognized key: "extra"
        → at accounts["https://social.example.hu#42"]
      ✖ Too small: expected number to be >=1
        → at accounts["https://social.example.hu#42"].maxCharacters
      ✖ Invalid input: expected number, received string
        → at accounts["https://social.example.hu#42"].maxImages]
    `);
    expect(() => readCapabilities([])).toThrow(/not as it should be/);
  });

  it('cannot give an account the limits of another network', () => {
    const file = readCapabilities({ accounts: { [account]: seen } });
    expect(() => capabilitiesOf(file, account, 'bluesky')).toThrow(/on mastodon, not on bluesky/);
  });
});
