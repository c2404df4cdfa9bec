import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import { publishNow } from '../../../bot/publish/by-hand/publish-now.ts';
import { prepareAhead } from '../../../bot/publish/carry-out/ahead.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { PublishEvent } from '../../../bot/publish/ports.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { type Bench, openBench, outletOn } from '../../support/bench.ts';
import { namesIn } from '../../support/outbox.ts';
import { patches, storedPhotograph } from '../../support/photographs.ts';
import { cardWith, onBoth } from '../../support/slots.ts';
import { accountOn, campaignWith, entryWith } from '../../support/threads.ts';

const text = { hu: onBoth('Minta'), en: onBoth('Sample') };
const busy = { kind: 'failure', failure: { kind: 'unavailable', message: 'busy', retryAt: null } } as const;

let folder: string;
let bench: Bench;
let campaign: ReturnType<typeof campaignWith>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'emleknap-lost-'));
  const size = { width: 1500, height: 1000 };
  const photograph = await storedPhotograph({ folder, id: 'boots', ...size }, patches(size.width, size.height));
  const card = cardWith({ photo: { id: 'boots', photograph } });
  campaign = campaignWith({
    entries: [
      entryWith({
        id: 'march',
        thread: [
          { text, card: null },
          { text, card },
        ],
      }),
      entryWith({ id: 'plain', thread: [{ text, card: null }] }),
    ],
  });
  bench = await openBench([campaign]);
  await publishing();
  bench.at('2027-10-23T13:00Z');
});
afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

const photo = (name: string) => join(folder, name);
const lose = () => renameSync(photo('boots.jpg'), photo('away.jpg'));
const bringBack = () => renameSync(photo('away.jpg'), photo('boots.jpg'));
const march = () => {
  const slot = slotsOf(campaign, 2027).find(({ entry }) => entry.id === 'march');
  if (slot === undefined) throw new Error('the campaign has the entry');
  return slot;
};
const publishing = (outlet = outletOn(bench, 'bluesky')) => pass(bench.ports([outlet]));
const said = (events: readonly PublishEvent[]) => events.map(({ kind, slot }) => `${kind} ${slot.split(/[/@]/)[1]}`);
const standing = () => namesIn(`${bench.folder}/outbox`).map((name) => name.split(/[/@]/)[1]);
const recorded = () => bench.ledger.publications(accountKeyOf(accountOn('bluesky')), 'hu');
const advice = (file: string) =>
  new RegExp(
    `^sample\\.yaml:1:1 the card .*${file} is not there.*\`npm run -s bot -- photo check\`.*\`npm run -s bot -- publish ${march().id}`,
  );

describe('a photograph that was deleted', () => {
  it('fails its own slot before anything is sent, says where and what to do, and holds up no other', async () => {
    lose();
    const events = await publishing();
    expect(said(events).sort()).toEqual(['failed march', 'published plain']);
    expect(standing()).toEqual(['plain']);
    const failure = { kind: 'refused', message: expect.stringMatching(advice(photo('boots.jpg'))) };
    expect(await recorded()).toMatchObject([{ slot: march().id, state: 'failed', failure, intent: null }, {}]);
    expect(await publishing()).toEqual([]);
  });

  it('and was brought back is no hindrance to `publish`', async () => {
    lose();
    await publishing();
    const outlet = outletOn(bench, 'bluesky');
    expect(await publishNow(march(), outlet, bench.ports([outlet]))).toMatchObject({
      message: expect.stringContaining('is not there'),
    });
    bringBack();
    expect(await publishNow(march(), outlet, bench.ports([outlet]))).toBeNull();
    expect(standing().sort()).toEqual(['march', 'plain']);
  });

  it('is not asked for while its picture is in the cache', async () => {
    await publishing(outletOn(bench, 'bluesky', { send: async () => busy }));
    lose();
    bench.at('2027-10-23T13:00:30Z');
    expect(said(await publishing()).sort()).toEqual(['published march', 'published plain']);
  });

  it('fails what was begun when the cache is lost too, says so, and holds up no other', async () => {
    await publishing(outletOn(bench, 'bluesky', { send: async () => busy }));
    lose();
    rmSync(join(bench.folder, 'pictures'), { recursive: true });
    bench.at('2027-10-23T13:00:30Z');
    expect(said(await publishing()).sort()).toEqual(['failed march', 'published plain']);
    expect(standing()).toEqual(['plain']);
    const failure = { kind: 'refused', message: expect.stringMatching(advice(photo('boots.jpg'))) };
    expect(await recorded()).toMatchObject([{ slot: march().id, state: 'failed', failure }, {}]);
    bringBack();
    const outlet = outletOn(bench, 'bluesky');
    expect(await publishNow(march(), outlet, bench.ports([outlet]))).toBeNull();
    expect(standing().sort()).toEqual(['march', 'plain']);
  });

  it('is told of ten minutes ahead, and keeps nothing else from being made ready', async () => {
    lose();
    bench.at('2027-10-23T12:50Z');
    const outlet = outletOn(bench, 'bluesky');
    const failure = { kind: 'refused', message: expect.stringContaining('is not there') };
    expect(await prepareAhead(outlet, bench.ports([outlet]))).toMatchObject([{ slot: march().id, failure }]);
    const [, plain] = slotsOf(campaign, 2027);
    if (plain === undefined) throw new Error('the campaign has two entries');
    const key = { account: accountKeyOf(accountOn('bluesky')), language: 'hu' } as const;
    expect(await bench.ledger.preparation({ ...key, slot: plain.id })).toMatchObject({ isComplete: true });
    bringBack();
    expect(await prepareAhead(outlet, bench.ports([outlet]))).toEqual([]);
    expect(await bench.ledger.preparation({ ...key, slot: march().id })).toMatchObject({ isComplete: true });
  });
});

it('a disk that takes no picture postpones what has one, and nothing else', async () => {
  const pictures = join(bench.folder, 'pictures');
  writeFileSync(pictures, 'no folder');
  expect(said(await publishing()).sort()).toEqual(['postponed march', 'published plain']);
  expect(await recorded()).toMatchObject([{ state: 'published' }]);
  rmSync(pictures);
  bench.at('2027-10-23T13:00:10Z');
  expect(said(await publishing())).toEqual(['published march']);
});
