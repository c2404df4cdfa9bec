/** Publishing on servers that answer otherwise than Mastodon: what was made ready, and what got no answer of theirs. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import { withoutAttempt } from '../../../bot/networks/by-hand.ts';
import { connectMastodon } from '../../../bot/networks/mastodon/connect.ts';
import type { RemoteNetwork } from '../../../bot/networks/network.ts';
import { publishNow } from '../../../bot/publish/by-hand/publish-now.ts';
import { resolve, type Word } from '../../../bot/publish/by-hand/resolve.ts';
import { prepareAhead } from '../../../bot/publish/carry-out/ahead.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { Outlet } from '../../../bot/publish/ports.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { type Bench, openBench, outletOn } from '../../support/bench.ts';
import { defaultToken, type MastodonMode } from '../../support/mastodon/options.ts';
import { type MastodonServer, startMastodon } from '../../support/mastodon/server.ts';
import { cardWith } from '../../support/slots.ts';
import { accountOn, campaignWith, entryWith } from '../../support/threads.ts';

const post = (text: string) => ({ hu: { bluesky: text, mastodon: text }, en: { bluesky: text, mastodon: text } });
const lateness = { graceMinutes: 20 };
const thread = [
  { text: post('Képpel'), card: cardWith() },
  { text: post('Második'), card: cardWith() },
] as const;
const pictured = campaignWith({ entries: [entryWith({ id: 'march', time: '15:00', thread: [...thread], lateness })] });
const plain = campaignWith({
  entries: [entryWith({ id: 'march', time: '15:00', thread: [{ text: post('Elindul'), card: null }], lateness })],
});
const posting = { method: 'POST', path: '/api/v1/statuses' } as const;

let bench: Bench;
let server: MastodonServer;
let network: RemoteNetwork;
let outlet: Outlet;

async function open(mode: MastodonMode, campaign: typeof plain): Promise<void> {
  bench = await openBench([campaign]);
  server = await startMastodon({ mode, now: () => bench.now() });
  const { url } = server;
  const reached = await connectMastodon({
    server: url,
    accessToken: defaultToken,
    now: () => bench.now(),
    pause: async () => {},
  });
  if ('failure' in reached) throw new Error(reached.failure.message);
  network = reached.network;
  outlet = outletOn(bench, 'mastodon', network);
  await passing();
}
afterEach(async () => {
  expect(server.violations).toEqual([]);
  await server.close();
  await bench.close();
});

const passing = () => pass(bench.ports([outlet]));
const [march] = slotsOf(plain, 2027);
const [picturedMarch] = slotsOf(pictured, 2027);
if (march === undefined || picturedMarch === undefined) throw new Error('the campaigns have an entry');
const key = { account: accountKeyOf(accountOn('mastodon')), language: 'hu', slot: march.id } as const;
const recorded = async () => (await bench.ledger.publications(key.account, 'hu'))[0];
const saying = (word: Word) => {
  const byHand = { withoutAttempt, standsAt: network.standsAt };
  return resolve(key, word, { ledger: bench.ledger, byHand, now: bench.now() });
};
const wholeThread = () => server.statuses.map(({ text, media, parent }) => [text, media.length, parent !== null]);
const asMeant = [
  ['Képpel', 1, false],
  ['Második', 1, true],
];

describe('a thread with pictures, where no upload can be asked for', () => {
  beforeEach(() => open('snac', pictured));

  it('is published whole when it was made ready ahead of time', async () => {
    bench.at('2027-10-23T12:52Z');
    expect(await prepareAhead(outlet, bench.ports([outlet]))).toEqual([]);
    bench.at('2027-10-23T13:00Z');
    expect(await passing()).toMatchObject([{ kind: 'published' }]);
    expect(wholeThread()).toEqual(asMeant);
  });

  it('is published whole without that', async () => {
    bench.at('2027-10-23T13:00Z');
    expect(await passing()).toMatchObject([{ kind: 'published' }]);
    expect(wholeThread()).toEqual(asMeant);
  });

  it('is published whole by a person’s wish after it was made ready and missed', async () => {
    bench.at('2027-10-23T12:52Z');
    await prepareAhead(outlet, bench.ports([outlet]));
    bench.at('2027-10-23T14:00Z');
    expect(await passing()).toMatchObject([{ kind: 'missed' }]);
    expect(await publishNow(picturedMarch, outlet, bench.ports([outlet]))).toBeNull();
    expect(wholeThread()).toEqual(asMeant);
  });

  it('is published whole after a person has said that it is not there', async () => {
    bench.at('2027-10-23T12:52Z');
    await prepareAhead(outlet, bench.ports([outlet]));
    bench.at('2027-10-23T13:00Z');
    server.fail(posting, { kind: 'page', status: 502, acted: false });
    await passing();
    bench.at('2027-10-23T13:12Z');
    expect(await passing()).toMatchObject([{ kind: 'failed', failure: { kind: 'uncertain' } }]);
    expect(await saying({ kind: 'not published' })).toEqual({ kind: 'not published' });
    expect(await publishNow(picturedMarch, outlet, bench.ports([outlet]))).toBeNull();
    expect(wholeThread()).toEqual(asMeant);
  });

  it('goes on in its thread after a person has given the address of its first post', async () => {
    bench.at('2027-10-23T13:00Z');
    server.fail(posting, { kind: 'page', status: 502, acted: true });
    for (let looks = 0; looks < 2; looks += 1)
      server.fail({ method: 'GET', path: /\/source$/ }, { kind: 'error', status: 404, acted: false });
    await passing();
    bench.at('2027-10-23T13:12Z');
    server.fail({ method: 'GET', path: /\/source$/ }, { kind: 'error', status: 404, acted: false });
    server.fail({ method: 'GET', path: /\/source$/ }, { kind: 'error', status: 404, acted: false });
    expect(await passing()).toMatchObject([{ kind: 'failed', failure: { kind: 'uncertain' } }]);
    const [{ id } = { id: '' }] = server.statuses;
    const mistyped = new URL(`https://mastodon.test/emleknap/p/${id}`);
    expect(await saying({ kind: 'published', address: mistyped })).toMatchObject({ kind: 'refusal' });
    const stamp = `${id.slice(0, 10)}.${id.slice(12)}${id.slice(10, 12)}`;
    const address = new URL(`https://mastodon.test/emleknap/p/${stamp}`);
    expect(await saying({ kind: 'published', address })).toEqual({ kind: 'begun', posted: 1, posts: 2 });
    expect(await publishNow(picturedMarch, outlet, bench.ports([outlet]))).toBeNull();
    expect(wholeThread()).toEqual(asMeant);
  });
});

describe.each(['none', 'snac'] as const)('a post that a proxy answered for and never passed on, on %s', (mode) => {
  beforeEach(() => open(mode, plain));

  it.each(['13:20:01', '13:24', '13:26', '17:00'])(
    'is uncertain at once after its limit, at %s, and not missed',
    async (time) => {
      bench.at('2027-10-23T13:18Z');
      server.fail(posting, { kind: 'page', status: 502, acted: false });
      expect(await passing()).toMatchObject([{ kind: 'postponed', failure: { kind: 'doubtful' } }]);
      bench.at(`2027-10-23T${time}Z`);
      expect(await passing()).toMatchObject([{ kind: 'failed', failure: { kind: 'uncertain' } }]);
      expect(await publishNow(march, outlet, bench.ports([outlet]))).toMatchObject({ kind: 'refusal' });
      expect(server.statuses).toEqual([]);
    },
  );

  it('is waited for while its request may still be under way', async () => {
    bench.at('2027-10-23T13:19:55Z');
    server.fail(posting, { kind: 'page', status: 502, acted: false });
    await passing();
    bench.at('2027-10-23T13:20:30Z');
    expect(await passing()).toMatchObject([{ kind: 'postponed' }]);
    expect(await recorded()).toMatchObject({ state: 'intended' });
  });
});

describe('a post that a proxy answered for and never passed on, on Mastodon', () => {
  beforeEach(() => open('4.6.7', plain));

  /** Its limit passes while the server is away. */
  async function missed(until: string): Promise<void> {
    bench.at('2027-10-23T13:00Z');
    server.fail(posting, { kind: 'page', status: 502, acted: false });
    expect(await passing()).toMatchObject([{ kind: 'postponed', failure: { kind: 'doubtful' } }]);
    bench.at(until);
    await passing();
  }

  it.each(['2027-10-23T13:40Z', '2027-10-23T19:00Z'])(
    'is missed while its key can tell that it is not there, and may be sent at %s all the same',
    async (later) => {
      await missed('2027-10-23T13:26Z');
      expect(await recorded()).toMatchObject({ state: 'missed' });
      bench.at(later);
      expect(await publishNow(march, outlet, bench.ports([outlet]))).toBeNull();
      expect(server.statuses).toHaveLength(1);
      expect(await recorded()).toMatchObject({ state: 'published' });
    },
  );

  it('is found and not sent again if it came through after all', async () => {
    await missed('2027-10-23T13:26Z');
    await fetch(`${server.url}/api/v1/statuses`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${defaultToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ status: 'Elindul', language: 'hu' }),
    });
    bench.at('2027-10-23T19:00Z');
    expect(await publishNow(march, outlet, bench.ports([outlet]))).toBeNull();
    expect(server.statuses).toHaveLength(1);
    expect(await recorded()).toMatchObject({ state: 'published' });
  });

  it('is uncertain, and not missed, if its key was forgotten before it could be looked for', async () => {
    await missed('2027-10-23T14:10Z');
    expect(await recorded()).toMatchObject({ state: 'failed', failure: { kind: 'uncertain' } });
  });

  it('that the server said it had published and nobody can see is uncertain, and not missed', async () => {
    bench.at('2027-10-23T13:00Z');
    server.fail(posting, { kind: 'dropped' });
    server.fail({ method: 'GET', path: /^\/api\/v1\/statuses\/[^/]+$/ }, { kind: 'error', status: 500, acted: false });
    expect(await passing()).toMatchObject([{ kind: 'postponed' }]);
    bench.at('2027-10-23T13:40Z');
    expect(await passing()).toMatchObject([{ kind: 'failed', failure: { kind: 'uncertain' } }]);
  });
});
