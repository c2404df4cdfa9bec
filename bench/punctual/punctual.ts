/** `punctual`: from the due instant to the commit in the ledger, by the real daemon on real servers, with troubled channels beside. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDaemon } from '../../bot/host/daemon.ts';
import { placesIn } from '../../bot/host/data/places.ts';
import { openHost } from '../../bot/host/host.ts';
import type { News } from '../../bot/host/news.ts';
import type { ConfiguredChannel } from '../../bot/host/settings/channel-settings.ts';
import { Secret } from '../../bot/networks/settings/secret.ts';
import { type Instant, plusMillis } from '../../schedule/time/instant.ts';
import { slotsOf } from '../../schedule/time/slots.ts';
import { defaultToken } from '../../tests/support/mastodon/options.ts';
import { newAccount } from '../../tests/support/pds.ts';
import { startPds } from '../../tests/support/pds-server.ts';
import { installServers } from '../../tests/support/servers-install.ts';
import type { Run, Terms } from '../benches.ts';
import { columnsOf, figure } from '../measure/result.ts';
import { quantile, spreadOf } from '../measure/spread.ts';
import { startServer } from '../publish/mastodon/start.ts';
import { leapingClock } from './clock.ts';
import { campaignOf, year } from './slots.ts';

const mostSlots = 300;
/** How late the slow server answers everything. */
const slowMillis = 5000;
/** A publication that takes longer counts as this long. */
const patienceMillis = 30_000;

/** The channels that are measured, by what they are called in the table. */
const measured = { pds: 'on a PDS', mastodon: 'on a Mastodon server' } as const;

export const punctual: Run = async (terms) => {
  await installServers();
  const folder = mkdtempSync(join(tmpdir(), 'bench-punctual-'));
  const stops: (() => Promise<void>)[] = [];
  try {
    terms.progress.say('starting the servers');
    const pds = await startPds();
    stops.push(pds.stop);
    const { service, handle, appPassword } = await newAccount(pds.service);
    const channels: ConfiguredChannel[] = [
      {
        ...common('pds'),
        network: 'bluesky',
        access: {
          destination: 'account',
          network: 'bluesky',
          service,
          identifier: handle,
          password: new Secret(appPassword),
        },
      },
    ];
    for (const [id, late, conduct] of [
      ['mastodon', 0, 'publish'],
      ['slow', slowMillis, 'publish'],
      ['refusing', 0, 'refuse'],
    ] as const) {
      const server = await startServer(late, conduct);
      stops.push(server.stop);
      channels.push({
        ...common(id),
        network: 'mastodon',
        access: {
          destination: 'account',
          network: 'mastodon',
          server: server.origin,
          accessToken: new Secret(defaultToken),
        },
      });
    }
    return found(await delaysOf(channels, folder, terms));
  } finally {
    for (const stop of stops) await stop();
    rmSync(folder, { recursive: true });
  }
};

function common(id: string) {
  return { id, language: 'hu', campaigns: null, destination: 'account' } as const;
}

type Delays = ReadonlyMap<string, number[]>;

/** Milliseconds by channel; one after the other until all slots or the seconds are through. */
async function delaysOf(channels: readonly ConfiguredChannel[], folder: string, terms: Terms): Promise<Delays> {
  const campaign = campaignOf(mostSlots);
  const slots = slotsOf(campaign, year);
  const delays = new Map(Object.keys(measured).map((id): [string, number[]] => [id, []]));
  const [opening] = slots;
  if (opening === undefined) throw new Error('there is no slot');
  const clock = leapingClock(plusMillis(opening.due, -leadMillis));
  let heard = (_publication: string, _millis: number): void => {};
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => {});
  const tell = (news: News): void => {
    if (news.kind === 'stopped') stopped.reject(news.error);
    if (news.kind !== 'publication' || news.event.kind !== 'published') return;
    const { channel, due } = news.event;
    heard(nameOf(channel.id, due), clock.now() - due);
  };
  const host = await openHost({
    places: placesIn(folder),
    channels,
    campaigns: [campaign],
    now: clock.now,
    tell,
    alarmCommand: null,
  });
  const daemon = startDaemon({ host, channels, tell, passed: () => {} });
  try {
    terms.progress.say('the first slots are made ready');
    await new Promise((resolve) => setTimeout(resolve, settleMillis));
    const end = performance.now() + terms.seconds * 1000;
    for (const [index, { due }] of slots.entries()) {
      if (index >= leastSlots && performance.now() > end) break;
      terms.progress.say(`slot ${index + 1} of at most ${slots.length}`);
      const waiting = new Map([...delays].map(([id, own]) => [nameOf(id, due), own]));
      const through = new Promise<void>((resolve) => {
        setTimeout(resolve, patienceMillis).unref();
        heard = (publication, millis) => {
          waiting.get(publication)?.push(millis);
          waiting.delete(publication);
          if (waiting.size === 0) resolve();
        };
      });
      clock.leapTo(due);
      await Promise.race([through, stopped.promise]);
      for (const own of waiting.values()) own.push(patienceMillis);
    }
  } finally {
    await daemon.stop();
  }
  return delays;
}

function nameOf(channel: string, due: Instant): string {
  return `${channel} ${due}`;
}

/** Before the first slot: long enough that all channels are connected, and the first slots ready. */
const leadMillis = 120_000;
const settleMillis = 25_000;
const leastSlots = 10;

const figures = [figure('millis', 'ms', 0), figure('p99', 'p99 ms (p98–longest)', 0)];

function found(delays: Delays) {
  const rows = Object.entries(measured).map(([id, name]) => {
    const all = [...(delays.get(id) ?? [])].sort((a, b) => a - b);
    const p99 = { median: quantile(all, 0.99), from: quantile(all, 0.98), to: quantile(all, 1) };
    return { name, turns: all.length, figures: { millis: spreadOf(all), p99 } };
  });
  const about = `from the due instant until the publication of a post with a picture stands in the ledger, by the daemon with two more channels: one whose server answers after ${slowMillis / 1000} s, and one whose server refuses every post with 503`;
  return { about, settings: {}, columns: columnsOf(figures), rows };
}
