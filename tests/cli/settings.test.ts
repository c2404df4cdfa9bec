import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
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
    const shown = Object.keys(example);
    for (const name of variables.single) expect(shown).toContain(`EMLEKNAP_${name}`);
    for (const setting of variables.channel) expect(shown).toContain(`EMLEKNAP_CHANNEL_BLUESKY_HU_${setting}`);
    const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
    const unexplained = lines.filter(
      (line, index) => /_(BLUESKY_HU_\w+|DATA|LOG_LEVEL)=/.test(line) && !lines[index - 1]?.startsWith('#'),
    );
    expect(unexplained).toEqual([]);
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

  it('variables of other programs are none of its business', () => {
    expect(() => parseSettings({ PATH: '/bin', OTHER_CHANNEL: 'x' })).not.toThrow();
  });
});
