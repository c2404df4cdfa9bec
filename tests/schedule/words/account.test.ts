import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { campaignSchema } from '../../../schedule/read/schema/campaign.ts';
import { blueskyHandle, mastodonAccount } from '../../../schedule/words/account.ts';
import { writtenMentions } from '../../support/mastodon/text.ts';

const account = new RegExp(`^${mastodonAccount}$`, 'u');
const handle = new RegExp(`^${blueskyHandle}$`, 'u');

describe('an account on Mastodon', () => {
  test.each([
    'museum@pixel.example',
    'city.museum@pixel.example',
    'open-archive@fedi.example',
    'Open.Archive@Fedi.Example',
    'a..b--c@x.y-z.example',
    '_56_@social.example.hu',
    'info@пример.рф',
    'info@xn--e1afmkfd.xn--p1ai',
  ])('may be %s', (address) => {
    expect(address).toMatch(account);
  });

  test.each([
    '@museum@pixel.example',
    'museum',
    'museum@localhost',
    '.museum@pixel.example',
    'museum-@pixel.example',
    'múzeum@pixel.example',
    'museum@pixel.example:3000',
    'museum@pixel.example.',
    'museum@-pixel.example',
    'museum@pixel.example/x',
  ])('cannot be %s', (address) => {
    expect(address).not.toMatch(account);
  });

  it('is one that its server finds whole, and every one it finds with a domain is', () => {
    const address = fc.string({ unit: fc.constantFrom(...'aZ9_.-@é本:'), maxLength: 14 });
    fc.assert(
      fc.property(address, (written) => {
        const whole = writtenMentions(`@${written}`)[0] === `@${written}`;
        expect(account.test(written)).toBe(whole && /@.*[^.-][.-]+[^.-]/u.test(written));
      }),
      { numRuns: 20000 },
    );
  });
});

describe('a handle on Bluesky', () => {
  test.each([
    'museum.example.org',
    'Museum.Bsky.Social',
    'a.b',
    '56.hu',
    'x--y.hu',
    `${'a'.repeat(63)}.hu`,
    'xn--e1afmkfd.xn--p1ai',
  ])('may be %s', (name) => {
    expect(name).toMatch(handle);
  });

  test.each([
    'museum',
    '@museum.hu',
    'mu_seum.hu',
    '-a.hu',
    'a-.hu',
    'a.1',
    'a..hu',
    'a.hu.',
    'múzeum.hu',
    `${'a'.repeat(64)}.hu`,
    `${'ab.'.repeat(84)}hu`,
  ])('cannot be %s', (name) => {
    expect(name).not.toMatch(handle);
  });
});

describe('the page of sources', () => {
  const parsed = (page: string) => campaignSchema.shape.sourcesPage.safeParse({ en: page }).success;

  test.each([
    'https://пример.рф/x',
    'https://xn--e1afmkfd.xn--p1ai/x',
    'http://őrség.hu:8080/út',
    'https://例え.テスト',
    'https://rev.hu',
    'HTTPS://REV.HU/a',
  ])('may be at %s', (page) => {
    expect(parsed(page)).toBe(true);
  });

  test.each([
    'https://localhost/x',
    'https://10.0.0.1/',
    'https://[::1]/',
    'ftp://rev.hu',
    'rev.hu',
    'https://a_b.hu',
    'https://a.h1',
  ])('cannot be at %s', (page) => {
    expect(parsed(page)).toBe(false);
  });
});
