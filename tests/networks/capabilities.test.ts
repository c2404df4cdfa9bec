import { describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import { networks } from '../../bot/networks/all.ts';
import { capabilitiesOf, noCapabilities } from '../../bot/networks/capabilities.ts';
import { capabilityFile } from '../../bot/networks/stored-forms.ts';

const account = accountKeyOf({ network: 'mastodon', server: 'https://social.example.hu', id: '42' });
const seen = { ...networks.mastodon.rules.defaults, maxCharacters: 5000, maxAltCharacters: 10_000 };

describe('a capability file', () => {
  it('says what an account’s server allows', () => {
    const file = capabilityFile.parse(JSON.parse(JSON.stringify({ accounts: { [account]: seen } })));
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
    const { error } = capabilityFile.safeParse(broken);
    const at = ['accounts', account];
    expect(error?.issues.map(({ path }) => path)).toEqual(
      expect.arrayContaining([at, [...at, 'maxCharacters'], [...at, 'maxImages']]),
    );
    expect(capabilityFile.safeParse([]).success).toBe(false);
  });

  it('cannot give an account the limits of another network', () => {
    const other = { accounts: { [account]: networks.bluesky.rules.defaults } };
    expect(capabilityFile.safeParse(other).error?.issues[0]?.path).toEqual(['accounts', account]);
    expect(() => capabilitiesOf(other, account, 'mastodon')).toThrow(/on bluesky, not on mastodon/);
  });
});
