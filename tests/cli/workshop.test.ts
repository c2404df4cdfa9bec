import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import { outboxAccount } from '../../bot/cli/channel-settings.ts';
import { systemNow } from '../../bot/cli/loading.ts';
import { placesIn } from '../../bot/cli/places.ts';
import { openWorkshop } from '../../bot/cli/workshop.ts';
import { pass } from '../../bot/publish/pass.ts';
import { loadCampaigns } from '../../schedule/load.ts';
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
    report: () => {},
    reportLease: () => {},
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
