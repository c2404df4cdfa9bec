import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { noteHeard, type OpenBell, openBell } from '../../../bot/host/alarms/bell.ts';
import type { DataLedger } from '../../../bot/ledger/ledger.ts';
import { openLedger } from '../../../bot/ledger/sqlite.ts';
import { storedForms } from '../../../bot/networks/stored-forms.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';
import { newFolder } from '../../support/cli.ts';
import { blueskyKey, slotWith } from '../../support/threads.ts';

const refused = { kind: 'unauthorised', message: 'no' } as const;

const opened: DataLedger[] = [];
const newLedger = async (): Promise<DataLedger> => {
  const ledger = await openLedger(join(newFolder(), 'ledger.sqlite'), storedForms);
  opened.push(ledger);
  return ledger;
};
afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
});

/** A process, until it is killed. */
async function begun(book: DataLedger, iso: string) {
  const raised: string[] = [];
  const complaints: string[] = [];
  const hung = await openBell({
    book,
    now: () => instantFromIso(iso),
    first: { raise: async ({ kind, channels }) => void raised.push(`${kind} ${channels}`) },
    command: null,
    complain: (message) => complaints.push(message),
  });
  return { ...hung, raised, complaints };
}

/** One process: opens the bell, meets what `act` says, and keeps what was raised. */
async function process(book: DataLedger, iso: string, act: (bell: OpenBell['bell']) => void) {
  const { bell, keep, raised, complaints } = await begun(book, iso);
  act(bell);
  await bell.quiet();
  await keep();
  return { raised: raised.map((each) => each.split(' ')[0]), complaints };
}

it('one process after the other raises a matter once, until it is settled', async () => {
  const ledger = await newLedger();
  const meets = (iso: string) => process(ledger, iso, (bell) => bell.unconnected('bluesky-hu', refused));
  expect((await meets('2027-10-23T13:00Z')).raised).toEqual(['unauthorised']);
  expect((await meets('2027-10-23T13:01Z')).raised).toEqual([]);
  expect((await meets('2027-10-23T13:40Z')).raised).toEqual(['stuck']);
  await process(ledger, '2027-10-23T13:41Z', (bell) => bell.connected('bluesky-hu'));
  expect((await meets('2027-10-23T13:42Z')).raised).toEqual(['unauthorised']);
});

it('a bell that cannot write down what it raised says so, and goes on', async () => {
  const ledger = await newLedger();
  const broken: DataLedger = { ...ledger, changeAlarms: () => Promise.reject(new Error('the disk is full')) };
  const { raised, complaints } = await process(broken, '2027-10-23T13:00Z', (bell) =>
    bell.unconnected('bluesky-hu', refused),
  );
  expect(raised).toEqual(['unauthorised']);
  expect(complaints.join()).toContain('cannot be kept, so alarms may come twice');
});

describe('two processes at the same time', () => {
  const iso = '2027-10-23T13:00:00.000Z';
  const slot = slotWith();
  const missedAt = slot.due;
  const missed = [
    { account: blueskyKey, language: 'hu', slot: slot.id, due: slot.due, state: 'missed', missedAt },
  ] as const;

  it('keep what the other has raised or settled', async () => {
    const ledger = await newLedger();
    await process(ledger, iso, (bell) => bell.unconnected('bluesky-hu', refused));
    const [a, b] = [await begun(ledger, iso), await begun(ledger, iso)];
    a.bell.connected('bluesky-hu');
    a.bell.unconnected('bluesky-en', refused);
    b.bell.unconnected('mastodon-hu', refused);
    for (const { bell, keep } of [a, b, a]) {
      await bell.quiet();
      await keep();
    }
    a.bell.unconnected('mastodon-hu', refused);
    b.bell.unconnected('bluesky-en', refused);
    expect([a.raised, b.raised]).toEqual([['unauthorised bluesky-en'], ['unauthorised mastodon-hu']]);
    const kept = Object.keys((await ledger.alarms()).raised);
    expect(kept.map((key) => key.trim()).sort()).toEqual(['unauthorised bluesky-en', 'unauthorised mastodon-hu']);
  });

  it('recall a matter once, whichever of them finds it', async () => {
    const ledger = await newLedger();
    const [a, b] = [await begun(ledger, iso), await begun(ledger, iso)];
    for (const { bell, keep, recall } of [a, b, a]) {
      await recall('bluesky-hu', missed);
      await bell.quiet();
      await keep();
    }
    expect([a.raised, b.raised]).toEqual([['missed bluesky-hu'], []]);
  });

  it('recall nothing that a person knows of already', async () => {
    const ledger = await newLedger();
    const running = await begun(ledger, iso);
    await noteHeard({ book: ledger, now: instantFromIso(iso), complain: expect.fail }, [
      { channel: 'bluesky-hu', slot: slot.id },
    ]);
    await running.recall('bluesky-hu', missed);
    expect(running.raised).toEqual([]);
  });
});
