import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import { placesIn } from '../../bot/host/data/places.ts';
import { type ConfiguredChannel, outboxAccount } from '../../bot/host/settings/channel-settings.ts';
import { systemNow } from '../../bot/host/system-clock.ts';
import { openWorkshop } from '../../bot/host/workshop.ts';
import { Secret } from '../../bot/networks/settings/secret.ts';
import { pass } from '../../bot/publish/carry-out/pass.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';
import { instantFromIso, plusMillis } from '../../schedule/time/instant.ts';
import { newFolder } from '../support/cli.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('a process keeps its leases while it passes over nothing, however long a server takes', async () => {
  const campaigns = await loadCampaigns(new URL('../fixtures/sound', import.meta.url).pathname);
  if (!campaigns.ok) throw new Error('the fixture is sound');
  const account = outboxAccount('bluesky');
  const about = { id: 'b', network: 'bluesky', language: 'hu', campaigns: null, destination: 'outbox' } as const;
  const workshop = await openWorkshop({
    places: placesIn(newFolder()),
    channels: [{ ...about, access: { destination: 'outbox', account } }],
    campaigns: campaigns.value,
    now: systemNow,
    tell: () => {},
  });
  await workshop.connect();
  const ports = workshop.ports();
  await pass(ports);
  for (let seconds = 0; seconds < 90; seconds += 10) {
    vi.advanceTimersByTime(10_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const expiry = async () =>
    (await ports.ledger.leaseOf({ account: accountKeyOf(account), language: 'hu' }))?.expiresAt;
  await expect.poll(expiry).toBe(systemNow() + 60_000);
  await workshop.close();
});

it('a channel whose try to connect throws pauses like one that was refused, and keeps no other from connecting', async () => {
  const campaigns = await loadCampaigns(new URL('../fixtures/sound', import.meta.url).pathname);
  if (!campaigns.ok) throw new Error('the fixture is sound');
  const places = placesIn(newFolder());
  writeFileSync(places.sessions, 'where a folder should be');
  const about = { network: 'bluesky', language: 'hu', campaigns: null } as const;
  const login = { service: 'http://127.0.0.1:1', identifier: 'nobody', password: new Secret('none') };
  const thrower: ConfiguredChannel = {
    ...about,
    id: 'thrower',
    destination: 'account',
    access: { ...login, network: 'bluesky', destination: 'account' },
  };
  const other: ConfiguredChannel = {
    ...about,
    id: 'other',
    destination: 'outbox',
    access: { destination: 'outbox', account: outboxAccount('bluesky') },
  };
  let at = instantFromIso('2027-03-20T14:00Z');
  const workshop = await openWorkshop({
    places,
    channels: [thrower, other],
    campaigns: campaigns.value,
    now: () => at,
    tell: () => {},
  });
  await expect(workshop.connect()).rejects.toThrow('EEXIST');
  expect(workshop.ports().outlets.map(({ channel }) => channel.id)).toEqual(['other']);
  at = plusMillis(at, 59_000);
  expect(await workshop.connect()).toEqual([]);
  expect(workshop.unconnected()).toMatchObject([{ channel: { id: 'thrower' }, failure: { kind: 'unavailable' } }]);
  at = plusMillis(at, 1000);
  await expect(workshop.connect()).rejects.toThrow('EEXIST');
  await workshop.close();
});
