import { expect, it } from 'vitest';
import { passOn } from '../../bot/host/host.ts';
import type { ConfiguredChannel } from '../../bot/host/settings/channel-settings.ts';
import { hangBell } from '../../bot/publish/alarms/alarm.ts';
import { plusMillis, toIso } from '../../schedule/time/instant.ts';
import { openBench, outletOn } from '../support/bench.ts';
import { campaignWith, slotWith } from '../support/threads.ts';

it('a channel that pauses for long is told of after half an hour, although nobody tries to connect it', async () => {
  const bench = await openBench([campaignWith()]);
  const { due } = slotWith();
  const known = outletOn(bench, 'bluesky').channel;
  const channel: ConfiguredChannel = { ...known, access: { destination: 'outbox', account: known.account } };
  const failure = { kind: 'unavailable', message: 'busy', retryAt: null } as const;
  const raised: string[] = [];
  const bell = hangBell([{ raise: async ({ kind }) => void raised.push(kind) }], bench.now);
  const told: string[] = [];
  const workshop = {
    connect: async () => [],
    doubtOn: () => null,
    unconnected: () => [{ channel, failure }],
    ports: () => bench.ports([]),
  };
  const beat = (minutes: number) => {
    bench.at(toIso(plusMillis(due, minutes * 60_000)));
    return passOn(channel, workshop, { bell, recall: async () => {} }, ({ kind }) => told.push(kind));
  };
  await beat(0);
  await beat(30);
  expect(raised).toEqual([]);
  await beat(31);
  await beat(32);
  expect([raised, told]).toEqual([['stuck'], []]);
  await bench.close();
});
