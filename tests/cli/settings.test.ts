import { readFileSync } from 'node:fs';
import { inspect, parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../../bot/cli/exit-codes.ts';
import { outboxChannels, parseSettings, variables } from '../../bot/cli/settings.ts';

const example = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8'));

const refusal = (environment: Record<string, string>): string => {
  try {
    parseSettings(environment);
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === 78) return error.message;
  }
  throw new Error('the settings were not refused');
};

describe('.env.example', () => {
  it('is accepted as it stands', () => {
    expect(parseSettings(example).channels.map(({ id }) => id)).toEqual(['bluesky-hu', 'mastodon-en']);
  });

  it('shows every variable that the program knows, and explains each in a comment', () => {
    const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
    const explained = (name: string) =>
      lines.some((line, index) => line.startsWith(`${name}=`) && lines[index - 1]?.startsWith('# '));
    for (const name of variables.single) expect(explained(`EMLEKNAP_${name}`), name).toBe(true);
    for (const setting of variables.channel) {
      const names = ['BLUESKY_HU', 'MASTODON_EN'].map((channel) => `EMLEKNAP_CHANNEL_${channel}_${setting}`);
      expect(names.some(explained), setting).toBe(true);
    }
  });
});

describe('settings', () => {
  it('with no channel, the outbox stands in for both networks in both languages', () => {
    const settings = parseSettings({});
    expect(settings.channelsAreDefaults).toBe(true);
    expect(settings.channels).toEqual(outboxChannels);
    expect(settings.channels.map(({ id }) => id)).toEqual(['bluesky-hu', 'bluesky-en', 'mastodon-hu', 'mastodon-en']);
  });

  it('everything wrong is said at once, with the names of the variables and never their values', () => {
    const message = refusal({
      EMLEKNAP_LOG_LEVEL: 'secret-level',
      EMLEKNAP_DATTA: 'secret-folder',
      EMLEKNAP_CHANNEL_A_NETWORK: 'secret-network',
      EMLEKNAP_CHANNEL_A_LANGAUGE: 'secret-language',
      EMLEKNAP_CHANNEL_A_DESTINATION: 'secret-destination',
    });
    expect(message).toContain('EMLEKNAP_LOG_LEVEL');
    expect(message).toContain('EMLEKNAP_DATTA is no setting. Did you mean "EMLEKNAP_DATA"?');
    expect(message).toContain('EMLEKNAP_CHANNEL_A_NETWORK has to be bluesky or mastodon');
    expect(message).toContain('Did you mean "EMLEKNAP_CHANNEL_A_LANGUAGE"?');
    expect(message).toContain('EMLEKNAP_CHANNEL_A_DESTINATION');
    expect(message).not.toContain('secret');
  });

  it('two channels of one account in one language are refused', () => {
    const channel = (name: string) => ({
      [`EMLEKNAP_CHANNEL_${name}_NETWORK`]: 'bluesky',
      [`EMLEKNAP_CHANNEL_${name}_LANGUAGE`]: 'hu',
      [`EMLEKNAP_CHANNEL_${name}_DESTINATION`]: 'outbox',
    });
    expect(refusal({ ...channel('ONE'), ...channel('TWO') })).toContain('one and two are the same account');
  });

  const bluesky = {
    EMLEKNAP_CHANNEL_B_NETWORK: 'bluesky',
    EMLEKNAP_CHANNEL_B_LANGUAGE: 'hu',
    EMLEKNAP_CHANNEL_B_DESTINATION: 'account',
    EMLEKNAP_CHANNEL_B_IDENTIFIER: 'someone.example.org',
    EMLEKNAP_CHANNEL_B_APP_PASSWORD: 'hunter2-hunter2',
  };

  it('a secret shows itself in no text, no JSON and no dump', () => {
    const settings = parseSettings(bluesky);
    const [channel] = settings.channels;
    expect(channel?.access).toMatchObject({ service: 'https://bsky.social', identifier: 'someone.example.org' });
    for (const shown of [
      inspect(settings, { depth: 9 }),
      JSON.stringify(settings),
      `${Object.values(channel?.access ?? {})}`,
    ]) {
      expect(shown).not.toContain('hunter2');
      expect(shown).toContain('[secret]');
    }
  });

  it.each([
    'http://bsky.social',
    'https://bsky.social/xrpc',
    'bsky.social',
    'https://user@bsky.social',
    'ftp://bsky.social',
  ])('the address %s is refused: only https, only an origin', (address) => {
    expect(refusal({ ...bluesky, EMLEKNAP_CHANNEL_B_SERVICE: address })).toContain(
      'EMLEKNAP_CHANNEL_B_SERVICE has to be an address',
    );
  });

  it('on this machine an address may do without encryption', () => {
    for (const service of ['http://localhost:2583', 'http://127.0.0.1:1', 'http://[::1]:1']) {
      expect(parseSettings({ ...bluesky, EMLEKNAP_CHANNEL_B_SERVICE: service }).channels).toHaveLength(1);
    }
  });

  it('an account needs its credentials, and none of the other network', () => {
    const message = refusal({
      EMLEKNAP_CHANNEL_M_NETWORK: 'mastodon',
      EMLEKNAP_CHANNEL_M_LANGUAGE: 'en',
      EMLEKNAP_CHANNEL_M_DESTINATION: 'account',
      EMLEKNAP_CHANNEL_M_APP_PASSWORD: 'x',
    });
    expect(message).toContain('EMLEKNAP_CHANNEL_M_APP_PASSWORD belongs to a channel on bluesky');
    expect(message).toContain('EMLEKNAP_CHANNEL_M_SERVER is missing');
    expect(message).toContain('EMLEKNAP_CHANNEL_M_ACCESS_TOKEN is missing');
  });

  it.each(['abc\ndef', 'abc def', 'abc\u200bdef', 'ab\u0000'])(
    'a token that no header can hold is refused unshown',
    (token) => {
      const message = refusal({
        EMLEKNAP_CHANNEL_M_NETWORK: 'mastodon',
        EMLEKNAP_CHANNEL_M_LANGUAGE: 'en',
        EMLEKNAP_CHANNEL_M_DESTINATION: 'account',
        EMLEKNAP_CHANNEL_M_SERVER: 'https://mastodon.example',
        EMLEKNAP_CHANNEL_M_ACCESS_TOKEN: token,
      });
      expect(message).toContain('EMLEKNAP_CHANNEL_M_ACCESS_TOKEN has to be a token');
      expect(message).not.toContain(token);
    },
  );

  it('variables of other programs are none of its business', () => {
    expect(() => parseSettings({ PATH: '/bin', OTHER_CHANNEL: 'x' })).not.toThrow();
  });
});
