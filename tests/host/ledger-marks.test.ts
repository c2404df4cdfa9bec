import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerMarks, ledgerMarks } from '../../bot/host/data/ledger-marks.ts';
import type { Ledger } from '../../bot/ledger/ledger.ts';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import type { MastodonTrail } from '../../bot/networks/mastodon/deliver/trail.ts';
import { claim, intentFor, now, takeLeases } from '../ledger/samples.ts';
import { newFolder } from '../support/cli.ts';
import { blueskyKey, slotWith } from '../support/threads.ts';

const slot = slotWith();

describe('a ledger whose records are noted outside it', () => {
  let file: string;
  let plain: Ledger;
  let marks: LedgerMarks;
  let noted: Ledger;
  beforeEach(async () => {
    const folder = newFolder();
    file = join(folder, 'marks.json');
    plain = await openLedger(join(folder, 'ledger.sqlite'));
    marks = ledgerMarks(file);
    marks.add(blueskyKey, 'hu');
    noted = marks.noting(plain);
    await takeLeases(plain);
  });
  afterEach(() => plain.close());
  const missingFromNew = async () => {
    const fresh = await openLedger(':memory:');
    const missing = await marks.missingFrom(fresh, blueskyKey, 'hu');
    await fresh.close();
    return missing;
  };

  it('lets an intent wait for nobody who writes another note, and writes its own in the end', async () => {
    const other = new Database(join(file, '..', 'kept.lock'));
    other.exec('begin exclusive');
    expect(await noted.intend(claim, intentFor(slot))).toBe(true);
    expect(await missingFromNew()).toBe(0);
    other.close();
    await noted.close();
    expect(await missingFromNew()).toBe(1);
  });

  it('settles although the note of it finds no place', async () => {
    mkdirSync(file);
    await noted.intend(claim, intentFor(slot));
    await noted.missed(claim, slot.due, now);
    expect(await plain.publications(blueskyKey, 'hu')).toMatchObject([{ state: 'missed' }]);
  });

  it('notes how far a thread has come, and knows a ledger that knows less of it', async () => {
    const post = { mediaIds: [], attempts: null, refusals: 0 };
    const next = { ...post, receipt: null };
    const sent = { ...post, receipt: { position: 0, id: '1', cid: null, url: null } };
    const trailOf = (posts: MastodonTrail['posts']) => ({ network: 'mastodon', anchor: null, posts }) as const;
    const missingWith = async (...posts: MastodonTrail['posts']) => {
      await plain.trailed(claim, trailOf(posts));
      return marks.missingFrom(plain, blueskyKey, 'hu');
    };
    await noted.intend(claim, intentFor(slot));
    for (const posts of [[next], [sent, next], [sent, sent, next]]) await noted.trailed(claim, trailOf(posts));
    const another = slotWith({ id: 'another' });
    await noted.missed({ ...claim, slot: another.id }, another.due, now);
    expect(await missingWith(sent, sent, next)).toBe(0);
    expect([await missingWith(next), await missingWith(sent, next), await missingWith(sent, sent)]).toEqual([1, 1, 0]);
    await plain.trailed(claim, null);
    await marks.trust(plain, blueskyKey, 'hu');
    expect(await missingWith(next)).toBe(0);
  });

  it('reopens nothing that it cannot note, which would make it look like an old copy', async () => {
    await noted.missed(claim, slot.due, now);
    rmSync(file);
    mkdirSync(file);
    await expect(noted.reopen(claim, intentFor(slot))).rejects.toThrow();
    expect(await plain.publications(blueskyKey, 'hu')).toMatchObject([{ state: 'missed' }]);
    rmSync(file, { recursive: true });
    expect(await noted.reopen(claim, intentFor(slot))).toBe(true);
    expect(await marks.missingFrom(plain, blueskyKey, 'hu')).toBe(0);
  });
});
