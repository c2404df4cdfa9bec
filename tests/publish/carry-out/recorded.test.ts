/** An attempt that ended with its process is taken for one, whatever the clocks of the two processes say. */

import { expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import type { Failure } from '../../../bot/networks/network.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import { openBench, outletOn } from '../../support/bench.ts';
import { accountOn, campaignWith, entryWith } from '../../support/threads.ts';

const campaign = campaignWith({ entries: [entryWith({ id: 'march', time: '15:00', lateness: { graceMinutes: 15 } })] });
const away: Failure = { kind: 'unavailable', message: 'away', retryAt: null };

it.each([
  ['set back before the next process began', '2027-10-23T13:02Z'],
  ['right', '2027-10-23T13:06Z'],
])('calls nothing missed that a killed process may have sent, with a clock that was %s', async (_, next) => {
  const first = await openBench([campaign], undefined, 'gone');
  await pass(first.ports([outletOn(first, 'bluesky')]));
  first.at('2027-10-23T13:04Z');
  await pass(first.ports([outletOn(first, 'bluesky', { send: async () => ({ kind: 'failure', failure: away }) })]));
  first.at('2027-10-23T13:05Z');
  await new Promise<void>((resolve) => {
    const send = () => {
      resolve();
      return new Promise<never>(() => {});
    };
    void pass(first.ports([outletOn(first, 'bluesky', { send })]));
  });

  const second = await openBench([campaign], first.folder);
  const outlet = outletOn(second, 'bluesky', { find: async () => ({ kind: 'failure', failure: away }) });
  for (const iso of [next, '2027-10-23T13:25Z', '2027-10-23T13:40Z']) {
    second.at(iso);
    await pass(second.ports([outlet]));
  }
  const [publication] = await second.ledger.publications(accountKeyOf(accountOn('bluesky')), 'hu');
  expect(publication).toMatchObject({ state: 'intended', doubts: 1 });
  await second.close();
  await first.close();
});
