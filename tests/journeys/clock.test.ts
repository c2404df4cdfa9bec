/** A machine whose clock is wrong publishes nothing, says so wherever a person looks, and goes on when it is right. */

import { afterEach, describe, expect, inject, it } from 'vitest';
import { type ClockCheck, type ClockNews, createClockCheck } from '../../bot/host/clock/clock-check.ts';
import { placesIn } from '../../bot/host/data/places.ts';
import { passOn } from '../../bot/host/host.ts';
import type { ConfiguredChannel } from '../../bot/host/settings/channel-settings.ts';
import { openWorkshop } from '../../bot/host/workshop.ts';
import { Secret } from '../../bot/networks/settings/secret.ts';
import { hangBell } from '../../bot/publish/alarms/alarm.ts';
import type { Matter } from '../../bot/publish/alarms/matter.ts';
import { pass } from '../../bot/publish/carry-out/pass.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';
import { type Instant, instantFromIso, plusMillis } from '../../schedule/time/instant.ts';
import { newFolder, runCli } from '../support/cli.ts';
import { defaultToken } from '../support/mastodon/options.ts';
import { startMastodon } from '../support/mastodon/server.ts';
import { newAccount } from '../support/pds.ts';
import { type Meddling, startProxy } from '../support/proxy.ts';

const hour = 3_600_000;
const fixtures = new URL('../fixtures/sound', import.meta.url).pathname;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server whose `Date` is so far off. */
const lying =
  (millis: number): Meddling =>
  async (_, forward) => {
    const answer = await forward();
    const date = new Date(Date.now() + millis).toUTCString();
    return { ...answer, headers: { ...answer.headers, date } };
  };

/** A workshop with one channel, `m`, on a server of Mastodon's. */
async function workshopOn(
  server: string,
  now: () => Instant,
  clockCheck: ClockCheck,
  reportClock: (news: ClockNews) => void = () => {},
) {
  const secret = new Secret(defaultToken);
  const access = { destination: 'account', network: 'mastodon', server, accessToken: secret } as const;
  const about = { id: 'm', network: 'mastodon', language: 'hu', campaigns: null, destination: 'account' } as const;
  const channel: ConfiguredChannel = { ...about, access };
  const campaigns = await loadCampaigns(fixtures);
  if (!campaigns.ok) throw new Error('the fixture is sound');
  const workshop = await openWorkshop({
    places: placesIn(newFolder()),
    channels: [channel],
    campaigns: campaigns.value,
    now,
    clockCheck,
    tell: (news) => news.kind === 'clock' && reportClock(news.clock),
  });
  closing.push(workshop.close);
  return { workshop, channel };
}

describe('a wrong clock', () => {
  it.each([
    [hour, 'behind'],
    [-hour, 'ahead of'],
  ])('is seen by tick and status on both networks when servers are %i ms ahead', async (off, words) => {
    const account = await newAccount();
    const mastodon = await startMastodon();
    const [pds, front] = [await startProxy(inject('pds')), await startProxy(mastodon.url)];
    closing.push(pds.stop, front.stop, mastodon.close);
    const env = {
      EMLEKNAP_CHANNEL_B_NETWORK: 'bluesky',
      EMLEKNAP_CHANNEL_B_LANGUAGE: 'hu',
      EMLEKNAP_CHANNEL_B_DESTINATION: 'account',
      EMLEKNAP_CHANNEL_B_SERVICE: pds.origin,
      EMLEKNAP_CHANNEL_B_IDENTIFIER: account.handle,
      EMLEKNAP_CHANNEL_B_APP_PASSWORD: account.appPassword,
      EMLEKNAP_CHANNEL_M_NETWORK: 'mastodon',
      EMLEKNAP_CHANNEL_M_LANGUAGE: 'hu',
      EMLEKNAP_CHANNEL_M_DESTINATION: 'account',
      EMLEKNAP_CHANNEL_M_SERVER: front.origin,
      EMLEKNAP_CHANNEL_M_ACCESS_TOKEN: defaultToken,
    };
    const cwd = newFolder();
    const bot = (...args: string[]) => runCli([...args, '--campaigns', fixtures], { cwd, env });
    const sentence = `1 h 0 min ${words} the server’s: nothing is published`;

    expect(await bot('tick')).toMatchObject({ code: 0, stderr: '' });
    for (const proxy of [pds, front]) proxy.meddle(lying(off));
    const wrong = await bot('tick');
    expect(wrong.code).toBe(75);
    for (const channel of ['b', 'm']) expect(wrong.stderr).toMatch(new RegExp(`clock +${channel}: .*${sentence}`));
    expect((await bot('status')).stdout.split(sentence)).toHaveLength(3);
    expect(JSON.parse((await bot('status', '--json')).stdout).channels).toMatchObject([
      { channel: 'b', clock: { verdict: 'limit' } },
      { channel: 'm', clock: { verdict: 'limit' } },
    ]);

    for (const proxy of [pds, front]) proxy.meddle(null);
    expect(await bot('tick')).toMatchObject({ code: 0, stderr: '' });
    expect((await bot('status')).stdout).not.toContain('clock');
    expect(mastodon.violations).toEqual([]);
  });

  it.each([hour, -hour])(
    'set by %i publishes nothing of what it takes for due, and all of it once it is right',
    async (off) => {
      const due = instantFromIso('2027-03-20T14:00:00Z');
      const mastodon = await startMastodon({ now: () => due });
      closing.push(mastodon.close);
      const news: ClockNews[] = [];
      let clock = plusMillis(due, -1_000);
      const check = createClockCheck(() => clock);
      const { workshop } = await workshopOn(
        mastodon.url,
        () => clock,
        check,
        (each) => news.push(each),
      );
      const beat = async () => {
        await workshop.connect();
        return (await pass(workshop.ports())).map(({ kind }) => kind);
      };

      expect(await beat()).toEqual([]);
      clock = plusMillis(due, off);
      expect(await beat()).toEqual([]);
      expect(await beat()).toEqual([]);
      expect(mastodon.statuses).toEqual([]);
      clock = due;
      expect(await beat()).toEqual(['published']);
      expect(mastodon.statuses.length).toBeGreaterThan(0);
      expect(news.map(({ verdict }) => verdict)).toEqual(['right', 'limit', 'right']);
    },
  );

  it('is an alarm each time it is wrong anew, whichever process finds it', async () => {
    const mastodon = await startMastodon();
    const front = await startProxy(mastodon.url);
    closing.push(front.stop, mastodon.close);
    const env = {
      EMLEKNAP_CHANNEL_M_NETWORK: 'mastodon',
      EMLEKNAP_CHANNEL_M_LANGUAGE: 'hu',
      EMLEKNAP_CHANNEL_M_DESTINATION: 'account',
      EMLEKNAP_CHANNEL_M_SERVER: front.origin,
      EMLEKNAP_CHANNEL_M_ACCESS_TOKEN: defaultToken,
    };
    const cwd = newFolder();
    const rings: number[] = [];
    for (const off of [hour, hour, 0, hour]) {
      front.meddle(off === 0 ? null : lying(off));
      const { stdout } = await runCli(['tick', '--json', '--campaigns', fixtures], { cwd, env });
      rings.push(JSON.parse(stdout).alarms.length);
    }
    expect(rings).toEqual([1, 0, 0, 1]);
  });

  it('of which nobody can tell whether it is right is an alarm after half an hour', async () => {
    let passed = 0;
    let slept = 0;
    const now = () => plusMillis(instantFromIso('2027-06-01T08:00:00Z'), passed + slept);
    const mastodon = await startMastodon({ now });
    const front = await startProxy(mastodon.url);
    closing.push(front.stop, mastodon.close);
    front.meddle(async (_, forward) => {
      const answer = await forward();
      return { ...answer, headers: { ...answer.headers, date: new Date(now()).toUTCString() } };
    });
    const raised: Matter[] = [];
    const bell = hangBell([{ raise: async (matter) => void raised.push(matter) }], now);
    const { workshop, channel } = await workshopOn(
      front.origin,
      now,
      createClockCheck(now, () => passed),
    );
    const beat = () => passOn(channel, workshop, { bell, recall: async () => {} }, () => {});

    await beat();
    front.meddle(async () => 'lost');
    slept = 8 * hour;
    passed += 60_000;
    await beat();
    passed += 29 * 60_000;
    await beat();
    expect(raised).toEqual([]);
    passed += 2 * 60_000;
    await beat();
    await beat();
    expect(raised).toMatchObject([
      { kind: 'stuck', channels: ['m'], message: expect.stringContaining('clock is right') },
    ]);
  });
});
