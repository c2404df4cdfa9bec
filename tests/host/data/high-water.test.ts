/** A ledger that is an old copy is known by the mark outside of it, and no other is taken for one. */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standingIn } from '../../../bot/host/data/earlier-marks.ts';
import type { HighWater } from '../../../bot/host/data/high-water.ts';
import { ledgerIn } from '../../../bot/host/data/ledger-file.ts';
import { type Places, placesIn } from '../../../bot/host/data/places.ts';
import type { DataLedger } from '../../../bot/ledger/ledger.ts';
import { claim, doubt, intentFor, key, now, receipts, takeLeases, trail } from '../../ledger/samples.ts';
import { newFolder } from '../../support/cli.ts';
import { blueskyKey, mastodonKey, slotWith } from '../../support/threads.ts';

const slot = slotWith();
const hu = { account: blueskyKey, language: 'hu' } as const;
const en = { account: blueskyKey, language: 'en' } as const;

let places: Places;
let ledger: DataLedger;
let marks: HighWater;
const complaints: string[] = [];
const open = async () => {
  ({ ledger, marks } = await ledgerIn(places, (message) => complaints.push(message)));
  marks.add(hu);
};
beforeEach(async () => {
  complaints.length = 0;
  places = placesIn(newFolder());
  mkdirSync(places.folder, { recursive: true });
  await open();
  await takeLeases(ledger);
});
afterEach(() => ledger.close());

/** Closes the ledger and copies it. */
async function backup(): Promise<() => Promise<void>> {
  await ledger.close();
  const copy = `${newFolder()}/copy.sqlite`;
  cpSync(places.ledger, copy);
  await open();
  return async () => {
    await ledger.close();
    cpSync(copy, places.ledger);
    await open();
  };
}

describe('a ledger restored from a copy', () => {
  it.each([
    ['an intent', async () => void (await ledger.intend(claim, intentFor(slot)))],
    ['only an open attempt', () => ledger.attempted(claim, doubt, now)],
    ['how far a thread came', () => ledger.trailed(claim, trail)],
    ['receipts', () => ledger.published(claim, receipts, now)],
    ['what was missed', () => ledger.missed({ ...claim, slot: slotWith({ id: 'another' }).id }, slot.due, now)],
    ['what failed', () => ledger.failed(claim, slot.due, { kind: 'refused', message: 'no' }, now)],
  ])('is noticed where it lacks %s', async (what, change) => {
    if (what !== 'an intent') await ledger.intend(claim, intentFor(slot));
    const restore = await backup();
    await change();
    expect(await marks.standingOf(hu)).toEqual({ kind: 'whole' });
    await restore();
    expect(await marks.standingOf(hu)).toEqual({ kind: 'behind', changes: 1 });
    expect(await marks.standingOf(en)).toEqual({ kind: 'whole' });
  });

  it('is noticed where it lacks that something was sent again, or settled by a word', async () => {
    await ledger.intend(claim, intentFor(slot));
    await ledger.failed(claim, slot.due, { kind: 'uncertain', message: 'no' }, now);
    const restore = await backup();
    await ledger.resolve(key, { failure: { kind: 'refused', message: 'no' }, trail: null, now });
    await ledger.reopen(claim, intentFor(slot));
    await restore();
    expect(await marks.standingOf(hu)).toEqual({ kind: 'behind', changes: 2 });
  });

  it('is trusted again once it was brought up to date, and no other copy of before is', async () => {
    const restore = await backup();
    await ledger.intend(claim, intentFor(slot));
    await ledger.published(claim, receipts, now);
    const restoreLater = await backup();
    await restore();
    await ledger.intend(claim, intentFor(slot));
    expect(await marks.standingOf(hu)).toEqual({ kind: 'behind', changes: 1 });
    await marks.trust(hu);
    expect(await marks.standingOf(hu)).toEqual({ kind: 'whole' });
    await restoreLater();
    expect(await marks.standingOf(hu)).toMatchObject({ kind: 'behind' });
  });
});

describe('a ledger that was not restored', () => {
  it('is whole after a death between a change and its mark', async () => {
    await ledger.intend(claim, intentFor(slot));
    const marked = readFileSync(places.highWater);
    await ledger.attempted(claim, doubt, now);
    writeFileSync(places.highWater, marked);
    expect(await marks.standingOf(hu)).toEqual({ kind: 'whole' });
    await ledger.attempted(claim, doubt, now);
    expect(JSON.parse(readFileSync(places.highWater, 'utf8'))).toEqual({ revisions: { [`${blueskyKey} hu`]: 3 } });
  });

  it('changes although its mark finds no place, and the next mark stands for it, too', async () => {
    mkdirSync(places.highWater);
    expect(await ledger.intend(claim, intentFor(slot))).toBe(true);
    rmSync(places.highWater, { recursive: true });
    await ledger.attempted(claim, doubt, now);
    expect(JSON.parse(readFileSync(places.highWater, 'utf8'))).toEqual({ revisions: { [`${blueskyKey} hu`]: 2 } });
  });

  it('corrects a mark that fell back since, as where a paused process wrote late', async () => {
    await ledger.intend(claim, intentFor(slot));
    const late = readFileSync(places.highWater);
    await ledger.attempted(claim, doubt, now);
    writeFileSync(places.highWater, late);
    marks.add(en);
    await ledger.missed({ ...claim, language: 'en', slot: slot.id }, slot.due, now);
    const { revisions } = JSON.parse(readFileSync(places.highWater, 'utf8'));
    expect(revisions).toEqual({ [`${blueskyKey} hu`]: 2, [`${blueskyKey} en`]: 1 });
  });

  it('leaves no mark of what changes nothing, or on channels of the outbox', async () => {
    await ledger.intend(claim, intentFor(slot));
    const marked = readFileSync(places.highWater, 'utf8');
    expect(await ledger.intend(claim, intentFor(slot))).toBe(false);
    await ledger.missed({ ...claim, account: mastodonKey }, slot.due, now).catch(() => undefined);
    expect(readFileSync(places.highWater, 'utf8')).toBe(marked);
  });
});

describe('the notes of version 0.1', () => {
  const noted = (notes: unknown) =>
    writeFileSync(places.earlier.marks, typeof notes === 'string' ? notes : JSON.stringify(notes));
  const hold = { [`${blueskyKey} hu`]: { [slot.id]: 'settled' } };
  const again = async () => {
    await ledger.close();
    rmSync(places.highWater, { force: true });
    return { notedAs: noted, open };
  };

  it('become marks, so that a copy of before is noticed', async () => {
    await ledger.intend(claim, intentFor(slot));
    await ledger.published(claim, receipts, now);
    await again();
    noted(hold);
    await open();
    expect(await marks.standingOf(hu)).toEqual({ kind: 'whole' });
    expect(JSON.parse(readFileSync(places.highWater, 'utf8'))).toEqual({ revisions: { [`${blueskyKey} hu`]: 2 } });
    expect(() => readFileSync(places.earlier.marks)).toThrow('ENOENT');
  });

  it.each([
    ['nothing of it', async () => {}],
    ['it as begun', async () => void (await ledger.intend(claim, intentFor(slot)))],
  ])('tell an old copy that knows %s, before they are taken over and after', async (_, know) => {
    await know();
    noted(hold);
    expect(await standingIn(places, ledger, hu)).toEqual({ kind: 'behind', changes: 1 });
    await again();
    await open();
    expect(await marks.standingOf(hu)).toEqual({ kind: 'behind', changes: 1 });
  });

  it('that are damaged are set aside, and hold every channel until it is trusted', async () => {
    await again();
    noted('{"half');
    await open();
    expect(complaints).toEqual([expect.stringMatching(/ledger-marks\.json is damaged, so nobody can tell whether/)]);
    expect(await marks.standingOf(hu)).toEqual({
      kind: 'unknown',
      reason: expect.stringContaining('was damaged, and nothing in it is about this channel'),
    });
    await marks.trust(hu);
    expect((await marks.standingOf(hu)).kind).toBe('whole');
    expect((await marks.standingOf(en)).kind).toBe('unknown');
  });
});
