/** What processes keep for one another, and how a folder of version 0.1, which kept it in files, is taken over. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import { foundClocks, keepFoundClocks } from '../../../bot/host/clock/found-clocks.ts';
import { rememberAccount } from '../../../bot/host/data/accounts.ts';
import { keptIn } from '../../../bot/host/data/earlier-files.ts';
import { ledgerIn } from '../../../bot/host/data/ledger-file.ts';
import { type Places, placesIn } from '../../../bot/host/data/places.ts';
import type { DataLedger } from '../../../bot/ledger/ledger.ts';
import { networks } from '../../../bot/networks/all.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';
import { newFolder } from '../../support/cli.ts';
import { mastodonAccount } from '../../support/threads.ts';

const iso = '2027-10-23T13:00:00.000Z';
const now = instantFromIso(iso);
const writers = Array.from({ length: 24 }, (_, index) => index);
const limits = { ...networks.bluesky.rules.defaults, maxImageBytes: 1000 };
const known = { ...mastodonAccount, domain: null };

let places: Places;
let ledger: DataLedger;
const complaints: string[] = [];
const open = async () => {
  ({ ledger } = await ledgerIn(places, (message) => complaints.push(message)));
  return ledger;
};
beforeEach(() => {
  places = placesIn(newFolder());
  complaints.length = 0;
});
afterEach(() => ledger.close());

describe('what processes keep for one another', () => {
  it.each([
    [
      'accounts',
      (n: number) => ledger.rememberAccount(`c-${n}`, () => known),
      async () => Object.keys(await ledger.accounts()),
    ],
    [
      'capabilities',
      (n: number) => ledger.storeCapabilities(accountKeyOf({ network: 'bluesky', did: `did:plc:${n}` }), limits),
      async () => Object.keys((await ledger.capabilities()).accounts),
    ],
    [
      'clocks',
      (n: number) =>
        keepFoundClocks(ledger, [{ channels: [`c-${n}`], verdict: 'right', last: null, aheadMillis: n }], now),
      async () => Object.keys(await foundClocks(ledger)),
    ],
    [
      'alarms',
      (n: number) =>
        ledger.changeAlarms(({ raised, away }) => ({ raised: { ...raised, [`stuck c-${n} `]: now }, away })),
      async () => Object.keys((await ledger.alarms()).raised),
    ],
  ] as const)('loses nothing when several write at once: %s', async (_, write, kept) => {
    await open();
    await Promise.all(writers.map((n): Promise<unknown> => write(n)));
    expect(await kept()).toHaveLength(writers.length);
  });

  it('loses nothing when several processes write at once', async () => {
    await open();
    const script = fileURLToPath(new URL('./keeper.ts', import.meta.url));
    const names = ['a', 'b', 'c'].map((process) => writers.map((n) => `${process}-${n}`));
    const ended = names.map((of) =>
      once(spawn(process.execPath, [script, places.ledger, ...of], { stdio: 'inherit' }), 'exit'),
    );
    expect(await Promise.all(ended)).toEqual(names.map(() => [0, null]));
    expect(Object.keys(await ledger.accounts()).sort()).toEqual(names.flat().sort());
  });
});

const first = 'https://museum.example';
const files = {
  accounts: {
    hu: { network: 'mastodon', server: first, id: '7', domain: 'museum.example' },
    en: { network: 'mastodon', server: first, id: '8' },
    b: { network: 'bluesky', did: 'did:plc:abc' },
  },
  capabilities: { accounts: { 'did:plc:abc': limits } },
  clocks: { hu: { verdict: 'limit', aheadMillis: 600_000.5, seenAt: iso } },
  alarms: { raised: { 'stuck hu ': iso }, away: { hu: iso } },
} as const;
const keptSince = {
  accounts: { ...files.accounts, en: { ...files.accounts.en, domain: null } },
  capabilities: files.capabilities,
  clocks: { hu: { ...files.clocks.hu, seenAt: now } },
  alarms: { raised: { 'stuck hu ': now }, away: { hu: now } },
};
const write = () => {
  mkdirSync(places.folder, { recursive: true });
  for (const name of ['accounts', 'capabilities', 'clocks', 'alarms'] as const)
    writeFileSync(places.earlier[name], JSON.stringify(files[name]));
};
const namesLeft = () => readdirSync(places.folder).filter((name) => name.includes('.json'));
const allIn = async (kept: ReturnType<typeof keptIn>) => ({
  accounts: await kept.accounts(),
  capabilities: await kept.capabilities(),
  clocks: await kept.clocks(),
  alarms: await kept.alarms(),
});

describe('what version 0.1 kept in files', () => {
  it('is read where nothing has taken it over, and stays as it is', async () => {
    write();
    expect(await allIn(keptIn(places, null, expect.fail))).toEqual(keptSince);
    expect(namesLeft()).toHaveLength(4);
    await open();
  });

  it('is taken over whole by the ledger when it is opened to publish, and its files go', async () => {
    write();
    await open();
    expect(await allIn(ledger)).toEqual(keptSince);
    expect([namesLeft(), complaints]).toEqual([[], []]);
  });

  it('never takes the place of what the ledger knows already, as after a death before its files went', async () => {
    write();
    await open();
    await ledger.rememberAccount('hu', () => ({ ...known, server: 'https://other.example' }));
    await ledger.changeAlarms(() => ({ raised: {}, away: { hu: instantFromIso('2027-10-24T13:00Z') } }));
    await ledger.close();
    write();
    await open();
    expect(await allIn(keptIn(places, ledger, expect.fail))).toEqual(await allIn(ledger));
    expect((await ledger.accounts())['hu']).toMatchObject({ server: 'https://other.example' });
    expect((await ledger.alarms()).away).toEqual({ hu: instantFromIso('2027-10-24T13:00Z') });
    expect(namesLeft()).toEqual([]);
  });

  it('keeps the address under which an account was reached first, of which all keys are made', async () => {
    write();
    await open();
    const again = { network: 'mastodon', server: 'https://www.museum.example', id: '7' };
    const known = await rememberAccount(ledger, { id: 'another' }, again, 'museum.example');
    expect(known).toEqual({ network: 'mastodon', server: first, id: '7' });
    expect((await ledger.accounts())['another']).toEqual(keptSince.accounts.hu);
  });

  it('is set aside where it is damaged, and known anew', async () => {
    write();
    for (const name of ['accounts', 'clocks', 'alarms'] as const) writeFileSync(places.earlier[name], '{"half');
    await open();
    expect(complaints).toEqual([
      expect.stringMatching(
        /accounts\.json is damaged, so each channel is known anew once it connects; it is .*accounts\.json\.damaged/,
      ),
      expect.stringMatching(/clocks\.json is damaged, so what was found of this machine’s clock is not known/),
      expect.stringMatching(/alarms\.json is damaged, so alarms may come twice/),
    ]);
    expect(namesLeft().sort()).toEqual(['accounts.json.damaged', 'alarms.json.damaged', 'clocks.json.damaged']);
    expect(readFileSync(`${places.earlier.accounts}.damaged`, 'utf8')).toBe('{"half');
    expect(await ledger.capabilities()).toEqual(files.capabilities);
  });
});
