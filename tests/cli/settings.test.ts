import { readFileSync } from 'node:fs';
import { inspect, parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../bot/cli/settings/env-file.ts';
import { envLines } from '../../bot/cli/settings/env-lines.ts';
import { variables } from '../../bot/cli/settings/env-names.ts';
import { outboxChannels, parseSettings, type Settings } from '../../bot/cli/settings/settings.ts';
import { faultReport } from '../../bot/host/settings/fault.ts';

const exampleText = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');

type Environment = Readonly<Record<string, string>>;

const accepted = (environment: Environment, text: string | null = null): Settings => {
  const settings = parseSettings(text, environment);
  if (!settings.ok) throw new Error(faultReport(settings.faults));
  return settings.value;
};

const refusal = (environment: Environment, text: string | null = null): string => {
  const settings = parseSettings(text, environment);
  if (settings.ok) throw new Error('the settings were not refused');
  return faultReport(settings.faults);
};

describe('.env.example', () => {
  it('is accepted once its three examples are filled in', () => {
    const filled = exampleText
      .replace('your-handle.bsky.social', 'museum.example.org')
      .replace('xxxx-xxxx-xxxx-xxxx', 'abcd-efgh-2345-mnop')
      .replace('your-access-token', 'a-token');
    expect(accepted({}, filled).channels.map(({ id }) => id)).toEqual(['bluesky-hu', 'mastodon-en']);
  });

  it('is refused as it stands, by its examples and nothing else', () => {
    const lines = refusal({}, exampleText).split('\n').slice(1);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toContain('is still the example of .env.example');
  });

  it('shows every variable that the program knows, and explains each in a comment', () => {
    const lines = exampleText.split('\n');
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
    const settings = accepted({});
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

  it('the environment wins over a line of .env, and what the line holds is not looked at', () => {
    expect(accepted({ EMLEKNAP_DATA: 'there' }, 'EMLEKNAP_DATA=here').data).toBe('there');
    expect(accepted({ EMLEKNAP_LOG_LEVEL: 'warn' }, 'EMLEKNAP_LOG_LEVEL=loud').logLevel).toBe('warn');
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
    EMLEKNAP_CHANNEL_B_APP_PASSWORD: 'hunt-er22-hunt-er22',
  };

  it('a secret shows itself in no text, no JSON and no dump', () => {
    const settings = accepted(bluesky);
    const [channel] = settings.channels;
    expect(channel?.access).toMatchObject({ service: 'https://bsky.social', identifier: 'someone.example.org' });
    for (const shown of [
      inspect(settings, { depth: 9 }),
      JSON.stringify(settings),
      `${Object.values(channel?.access ?? {})}`,
    ]) {
      expect(shown).not.toContain('hunt-er22');
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

  it.each([
    'https://b\u00adsky.social',
    'https://bsky\u200b.social',
    'https://bsky\u2013social.org',
    '\u00a0https://bsky.social',
    '“https://bsky.social”',
  ])('the address %j is refused for the character in it', (address) => {
    expect(refusal({ ...bluesky, EMLEKNAP_CHANNEL_B_SERVICE: address })).toMatch(
      /EMLEKNAP_CHANNEL_B_SERVICE cannot be an address: character \d+ is an? .*\(U\+/,
    );
  });

  it('on this machine an address may do without encryption', () => {
    for (const service of ['http://localhost:2583', 'http://127.0.0.1:1', 'http://[::1]:1']) {
      expect(accepted({ ...bluesky, EMLEKNAP_CHANNEL_B_SERVICE: service }).channels).toHaveLength(1);
    }
  });

  it.each([
    'museum.bsky.social',
    'Museum.Example.org',
    'xn--mzeum-bva.hu',
    'did:plc:z72i7hdynmk6r22z27h6tvur',
    'did:web:example.org',
    'a.test',
  ])('the identifier %s is taken', (identifier) => {
    expect(accepted({ ...bluesky, EMLEKNAP_CHANNEL_B_IDENTIFIER: identifier }).channels).toHaveLength(1);
  });

  it.each([
    'museum',
    '@museum.example.org',
    'someone@example.org',
    'https://bsky.app/profile/museum.example.org',
    'bsky.app/profile/museum.example.org',
    'museum.example.org.',
    '.museum.example.org',
    'museum..example.org',
    '-museum.example.org',
    'museum.1',
    'múzeum.hu',
    'museum example.org',
    'did:plc:short',
    'did:web:',
    'museum.example\u2060.org',
  ])('the identifier %j is refused before a login, unshown', (identifier) => {
    const message = refusal({ ...bluesky, EMLEKNAP_CHANNEL_B_IDENTIFIER: identifier });
    expect(message).toContain('EMLEKNAP_CHANNEL_B_IDENTIFIER');
    if (identifier.length > 8) expect(message).not.toContain(identifier);
  });

  it.each(['hunter2', 'ABCD-EFGH-IJKL-MNOP', 'abcd-efgh-ijkl', 'abcdefghijklmnop', 'abcd efgh ijkl mnop'])(
    'the password %j is refused at bsky.social, which has app passwords of one shape',
    (password) => {
      const message = refusal({ ...bluesky, EMLEKNAP_CHANNEL_B_APP_PASSWORD: password });
      expect(message).toContain('EMLEKNAP_CHANNEL_B_APP_PASSWORD');
      expect(message).not.toContain(password);
    },
  );

  it('another server may have app passwords of another shape, in visible ASCII all the same', () => {
    const elsewhere = { ...bluesky, EMLEKNAP_CHANNEL_B_SERVICE: 'https://pds.example.org' };
    expect(accepted({ ...elsewhere, EMLEKNAP_CHANNEL_B_APP_PASSWORD: 'hunter2' }).channels).toHaveLength(1);
    for (const odd of ['hunter\u20132', 'hunter\u00a02', 'hunter 2', 'h\u200bunter2', '\ufeffhunter2', 'hunt\u00e9r2'])
      expect(refusal({ ...elsewhere, EMLEKNAP_CHANNEL_B_APP_PASSWORD: odd })).toMatch(/character \d is /);
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

  it.each(['abc\ndef', 'abc def', 'abc\u200bdef', 'ab\u0000', 'abc\u00adef', '“abc”', '"abcdef"'])(
    'the token %j is refused before a login, unshown',
    (token) => {
      const message = refusal({
        EMLEKNAP_CHANNEL_M_NETWORK: 'mastodon',
        EMLEKNAP_CHANNEL_M_LANGUAGE: 'en',
        EMLEKNAP_CHANNEL_M_DESTINATION: 'account',
        EMLEKNAP_CHANNEL_M_SERVER: 'https://mastodon.example',
        EMLEKNAP_CHANNEL_M_ACCESS_TOKEN: token,
      });
      expect(message).toContain('EMLEKNAP_CHANNEL_M_ACCESS_TOKEN');
      expect(message).not.toContain(token);
    },
  );

  it('certificates are checked wherever credentials go, however the check was switched off', () => {
    const off = 'NODE_TLS_REJECT_UNAUTHORIZED';
    expect(refusal({ ...bluesky, [off]: '0' })).toContain('Remove it');
    expect(refusal(bluesky, `${off}=0`)).toContain('Remove it');
    expect(refusal(bluesky, `export ${off}="0"`)).toContain('Remove it');
    expect(accepted({ ...bluesky, [off]: '1' }, `${off}=0`).channels).toHaveLength(1);
    expect(accepted({ [off]: '0' }).channelsAreDefaults).toBe(true);
    const here = { ...bluesky, EMLEKNAP_CHANNEL_B_SERVICE: 'http://localhost:1' };
    expect(accepted({ ...here, [off]: '0' }).channels).toHaveLength(1);
  });

  it('variables of other programs are none of its business', () => {
    const others = [
      ...[
        'PATH',
        'OTHER_CHANNEL',
        'HTTPS_PROXY',
        'DATABASE_URL',
        'NODE_ENV',
        'npm_package_name',
        'COMPOSE_PROJECT_NAME',
      ],
      ...['EMLEKNAPTAR_URL', 'EMLEKLAP_URL', 'EMLEKMU_DATA', 'NAP_DATA', 'CHANNEL_A_NETWORK', 'DATA', 'EMLEKNAP'],
    ];
    expect(accepted(Object.fromEntries(others.map((name) => [name, 'x']))).channelsAreDefaults).toBe(true);
    const text = others.map((name) => `${name}=x`).join('\n');
    expect(accepted({}, `${text}\nBROKEN\nA: b\n- c\nD="open\n`).channelsAreDefaults).toBe(true);
  });
});

describe('a .env', () => {
  it.each([
    [Buffer.from('EMLEKNAP_DATA=x', 'utf16le')],
    [Buffer.from('\ufeffEMLEKNAP_DATA=x', 'utf16le')],
    [Buffer.from('\ufeffEMLEKNAP_DATA=x', 'utf16le').swap16()],
    [Buffer.from('EMLEKNAP_DATA=x\n', 'utf16le').swap16()],
    [Buffer.from('E\0\0\0M\0\0\0', 'latin1')],
  ])('in another encoding than UTF-8 is refused with advice', (bytes) => {
    const text = textOf(bytes);
    expect(text.ok ? '' : text.faults[0].message).toContain('Save it as UTF-8');
  });

  it('with wrong bytes in a setting is refused by its line, and with wrong bytes in a comment is not', () => {
    const latin = (text: string) => {
      const decoded = textOf(Buffer.from(text, 'latin1'));
      return decoded.ok ? decoded.value : '';
    };
    expect(refusal({}, latin('# é\nEMLÉKNAP_DATA=x'))).toContain('.env:2  This line is not UTF-8');
    expect(refusal({}, latin('\nEMLEKNAP_DATA=emlék'))).toMatch(
      /\.env:2 {2}EMLEKNAP_DATA .*character 4 is a character/,
    );
    expect(accepted({}, latin('# é\nOTHER=é\nEMLEKNAP_DATA=x')).data).toBe('x');
  });

  it('begins with a byte order mark or not, and ends its lines as it likes', () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect(accepted({}, `\ufeffEMLEKNAP_DATA=x${end}EMLEKNAP_LOG_LEVEL=warn${end}`)).toMatchObject({
        data: 'x',
        logLevel: 'warn',
      });
  });

  it('sets what Node.js reads in it, wherever no fault is found and no value is empty', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'EMLEKNAP_DATA',
        'EMLEKNAP_PHOTOS',
        'EMLEKNAP_ALARM_COMMAND',
        'OTHER',
        'export ',
        '\n',
        '\n',
        '\r\n',
      ),
      fc.constantFrom('=', '=', '"', "'", '`', '#', ' ', '\t', '\\n', 'a', 'b c', 'é', ':', '-', 'emleknap_data'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { set, faults } = envLines(text);
        if (faults.length > 0 || /=[ \t]*[\r\n]/.test(text)) return;
        const ours = Object.entries(parseEnv(text)).filter(([name]) => name.startsWith('EMLEKNAP_'));
        const read = set.map(({ name, value }) => [name, value] as const);
        const filled = (entries: readonly (readonly [string, string | undefined])[]) =>
          Object.fromEntries(entries.filter(([, value]) => value !== ''));
        expect(filled(read)).toEqual(filled(ours));
      }),
      { numRuns: 3_000 },
    );
  });

  it('loses no line that names a variable of ours: it is set, or a fault tells of its line', () => {
    const name = fc.constantFrom('EMLEKNAP_DATA', 'emleknap_data', 'EMLÉKNAP_PHOTOS', 'EMLEKNAP_CHANEL_A_NETWORK');
    const between = fc.constantFrom('=', ' = ', ': ', ' ', '', '=\t', '：');
    const value = fc.constantFrom('x', '"x"', "'x", '"x', 'x # y', 'x#y', '`x` y', '');
    const line = fc.oneof(
      fc.tuple(fc.constantFrom('', 'export ', 'set ', '- ', '"'), name, between, value).map((parts) => parts.join('')),
      fc.constantFrom('OTHER=1', 'OTHER="', '"', '# c', ''),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const { set, faults } = envLines(lines.join('\n'));
        const told = new Set([...set, ...faults].map((each) => each.line));
        for (const [index, each] of lines.entries()) {
          if (/NAP_/i.test(each)) expect(told, each).toContain(index + 1);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
