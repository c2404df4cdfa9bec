/** A clock of this machine that is wrong is noticed by what servers say, keeps anything from being published, and is forgiven. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type ClockVerdict,
  createClockCheck,
  holdsBack,
  refuseBeyondMillis,
  verdictBy,
  warnBeyondMillis,
} from '../../bot/host/clock/clock-check.ts';
import { clockSentence } from '../../bot/host/clock/found-clocks.ts';
import type { ConfiguredChannel } from '../../bot/host/settings/channel-settings.ts';
import { Secret } from '../../bot/networks/settings/secret.ts';
import { instantFromIso, plusMillis } from '../../schedule/time/instant.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const start = instantFromIso('2027-10-23T13:00:00Z');

const reading = (aheadMillis: number, uncertaintyMillis = 500) => ({ aheadMillis, uncertaintyMillis, ageMillis: 0 });

describe('a verdict on this machine’s clock', () => {
  it.each<[number, ClockVerdict]>([
    [0, 'right'],
    [30 * second, 'right'],
    [31 * second, 'warning'],
    [-31 * second, 'warning'],
    [5 * minute, 'warning'],
    [5 * minute + second, 'limit'],
    [-hour, 'limit'],
  ])('by a server that is %i ms ahead is: %s', (ahead, verdict) => {
    expect(verdictBy(reading(ahead), [], null)).toBe(verdict);
  });

  it('is only passed on what is sure', () => {
    expect(verdictBy(reading(40 * second, 20 * second), [], null)).toBe('right');
    expect(verdictBy(reading(5 * minute + 10 * second, 20 * second), [], null)).toBe('warning');
  });

  it('is a warning at most where another server agrees with this clock', () => {
    expect(verdictBy(reading(hour), [reading(hour), reading(second)], null)).toBe('warning');
    expect(verdictBy(reading(hour), [reading(hour)], null)).toBe('limit');
  });

  it('does not waver at its bounds', () => {
    for (const [bound, verdict] of [
      [warnBeyondMillis, 'warning'],
      [refuseBeyondMillis, 'limit'],
    ] as const) {
      fc.assert(
        fc.property(fc.integer({ min: -second, max: second }), (jitter) => {
          expect(verdictBy(reading(bound + jitter), [], verdict)).toBe(verdict);
        }),
      );
      expect(verdictBy(reading(bound * 0.7), [], verdict)).not.toBe(verdict);
    }
  });

  it('is said in words', () => {
    expect(clockSentence('limit', hour + minute)).toContain('1 h 1 min behind the server’s: nothing is published');
    expect(clockSentence('limit', -12 * minute)).toContain('12 min ahead of the server’s');
    expect(clockSentence('warning', 45 * second)).toContain('45 s behind');
    expect(clockSentence('unsure', null)).toContain('does not answer');
    expect(clockSentence('right', 0)).toContain('agrees');
  });
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function missing(): never {
  throw new Error('there are two channels');
}

/** A machine whose clock can be set, and a server beside it that goes right, or tells no time. */
async function beside({ off = 0, isMute = false } = {}) {
  const world = { elapsed: 0, off, slept: 0 };
  let isAway = false;
  const trueNow = () => plusMillis(start, world.elapsed);
  let visits = 0;
  const server = createServer((_, response) => {
    visits += 1;
    if (isAway) {
      response.destroy();
      return;
    }
    response.sendDate = false;
    if (!isMute) response.setHeader('date', new Date(trueNow()).toUTCString());
    response.writeHead(401).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  const access = {
    destination: 'account',
    network: 'mastodon',
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accessToken: new Secret('t'),
  } as const;
  const channels = (['hu', 'en'] as const).map((language): ConfiguredChannel => {
    return { id: `m-${language}`, network: 'mastodon', language, campaigns: null, destination: 'account', access };
  });
  const check = createClockCheck(
    () => plusMillis(trueNow(), world.off),
    () => world.elapsed - world.slept,
  );
  return {
    world,
    channels,
    check,
    away: (is: boolean) => {
      isAway = is;
    },
    look: () => check.look(channels),
    verdicts: () => channels.map((channel) => check.verdictOn(channel)),
    visits: () => visits,
    /** Of the server's last word. */
    age: () => check.clockOf(channels[0] ?? missing())?.reading()?.ageMillis ?? 0,
  };
}

describe('a check of this machine’s clock', () => {
  it.each([hour, -hour])(
    'finds it wrong by %i, once for all channels of a server, and right again by itself',
    async (off) => {
      const { world, look, verdicts } = await beside({ off });
      const news = await look();
      expect(news).toMatchObject([{ channels: ['m-hu', 'm-en'], verdict: 'limit', last: null }]);
      expect(Math.abs((news[0]?.aheadMillis ?? 0) + off)).toBeLessThan(2 * second);
      expect(verdicts()).toEqual(['limit', 'limit']);
      expect(await look()).toEqual([]);
      world.off = 0;
      expect(await look()).toMatchObject([{ verdict: 'right', last: 'limit' }]);
      expect(verdicts()).toEqual(['right', 'right']);
    },
  );

  it('does not believe a clock that was set since, before it has looked again', async () => {
    const { world, look, check, channels, visits } = await beside({ off: 0 });
    await look();
    const [first = missing()] = channels;
    const before = visits();
    expect(check.believes(first)).toBe(true);
    for (const off of [hour, -hour]) {
      world.off = off;
      expect(check.believes(first)).toBe(false);
    }
    world.off = 0;
    expect(check.believes(first)).toBe(true);
    expect(visits()).toBe(before);
  });

  it('tells a channel that connects later, too', async () => {
    const { check, channels, world } = await beside({ off: hour });
    const [first = missing(), second = missing()] = channels;
    expect(await check.look([first])).toMatchObject([{ channels: ['m-hu'], verdict: 'limit', last: null }]);
    expect(await check.look([first, second])).toMatchObject([{ channels: ['m-en'], verdict: 'limit', last: null }]);
    world.off = 0;
    expect(await check.look([first, second])).toMatchObject([
      { channels: ['m-hu', 'm-en'], verdict: 'right', last: 'limit' },
    ]);
  });

  it('notices at the next look that the clock was set, without having to ask again', async () => {
    const { world, look, visits } = await beside();
    expect(await look()).toMatchObject([{ verdict: 'right', last: null }]);
    world.elapsed += 10 * second;
    world.off = hour;
    expect(await look()).toMatchObject([{ verdict: 'limit', last: 'right' }]);
    expect(visits()).toBe(1);
  });

  it('does not take a machine that slept for one whose clock is wrong', async () => {
    const { world, look, verdicts, visits } = await beside();
    await look();
    world.elapsed += 8 * hour;
    world.slept = 8 * hour;
    world.elapsed += minute;
    expect(await look()).toEqual([]);
    expect(verdicts()).toEqual(['right', 'right']);
    expect(visits()).toBe(2);
  });

  it('is unsure while a server was never heard, and judges when it is', async () => {
    const { world, look, verdicts, away } = await beside({ off: hour });
    away(true);
    expect(await look()).toMatchObject([{ verdict: 'unsure', last: null, aheadMillis: null }]);
    expect(verdicts().every(holdsBack)).toBe(true);
    expect(await look()).toEqual([]);
    away(false);
    world.elapsed += 30 * second;
    expect(await look()).toMatchObject([{ verdict: 'limit', last: 'unsure' }]);
  });

  it('is unsure after a sleep or a jump while the server is away, so that nothing counts as late by mistake', async () => {
    const { world, look, verdicts, away } = await beside();
    await look();
    away(true);
    world.elapsed += 8 * hour;
    world.slept = 8 * hour - minute;
    expect(await look()).toMatchObject([{ verdict: 'unsure', last: 'right' }]);
    expect(verdicts().every(holdsBack)).toBe(true);
    away(false);
    world.elapsed += 30 * second;
    expect(await look()).toMatchObject([{ verdict: 'right', last: 'unsure' }]);
  });

  it('lets a server that tells no time publish', async () => {
    const { world, look, verdicts, visits } = await beside({ isMute: true });
    expect(await look()).toMatchObject([{ verdict: 'right' }]);
    world.elapsed += minute;
    await look();
    expect(verdicts()).toEqual(['right', 'right']);
    expect(visits()).toBe(1);
  });

  it('keeps its verdict while the server is away', async () => {
    const { world, look, verdicts, away } = await beside({ off: hour });
    await look();
    away(true);
    world.elapsed += hour;
    await look();
    expect(verdicts()).toEqual(['limit', 'limit']);
  });

  it('asks a server that is silent otherwise every quarter of an hour, and one that disagrees every half minute', async () => {
    const { world, look, visits, age } = await beside();
    await look();
    for (let seconds = 0; seconds < 3_600; seconds += 10) {
      world.elapsed += 10 * second;
      const isOld = age() > 15 * minute;
      await look();
      if (isOld) await expect.poll(age).toBe(0);
    }
    expect(visits()).toBe(4);
    world.off = hour;
    for (let seconds = 0; seconds < 300; seconds += 10) {
      world.elapsed += 10 * second;
      await look();
    }
    expect(visits() - 4).toBeGreaterThan(6);
    expect(visits() - 4).toBeLessThan(12);
  });

  it('does not concern the outbox', async () => {
    const { check, channels } = await beside({ off: hour });
    const [first = missing()] = channels;
    const account = { network: 'mastodon', server: 'https://outbox.invalid', id: '1' } as const;
    const outbox: ConfiguredChannel = { ...first, destination: 'outbox', access: { destination: 'outbox', account } };
    expect(check.clockOf(outbox)).toBeNull();
    expect(await check.look([outbox])).toEqual([]);
    expect(check.verdictOn(outbox)).toBe('right');
  });
});
