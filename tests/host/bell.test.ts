import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteHeard, type OpenBell, openBell } from '../../bot/host/alarms/bell.ts';
import { instantFromIso } from '../../schedule/time/instant.ts';
import { newFolder } from '../support/cli.ts';
import { blueskyKey, slotWith } from '../support/threads.ts';

const refused = { kind: 'unauthorised', message: 'no' } as const;

/** A process, until it is killed. */
async function begun(file: string, iso: string) {
  const raised: string[] = [];
  const complaints: string[] = [];
  const opened = await openBell({
    file,
    now: () => instantFromIso(iso),
    first: { raise: async ({ kind, channels }) => void raised.push(`${kind} ${channels}`) },
    command: null,
    complain: (message) => complaints.push(message),
  });
  return { ...opened, raised, complaints };
}

/** One process: opens the bell, meets what `act` says, and keeps what was raised. */
async function process(file: string, iso: string, act: (bell: OpenBell['bell']) => void) {
  const { bell, keep, raised, complaints } = await begun(file, iso);
  act(bell);
  await bell.quiet();
  await keep();
  return { raised: raised.map((each) => each.split(' ')[0]), complaints };
}

it('one process after the other raises a matter once, until it is settled', async () => {
  const file = join(newFolder(), 'alarms.json');
  const meets = (iso: string) => process(file, iso, (bell) => bell.unconnected('bluesky-hu', refused));
  expect((await meets('2027-10-23T13:00Z')).raised).toEqual(['unauthorised']);
  expect((await meets('2027-10-23T13:01Z')).raised).toEqual([]);
  expect((await meets('2027-10-23T13:40Z')).raised).toEqual(['stuck']);
  await process(file, '2027-10-23T13:41Z', (bell) => bell.connected('bluesky-hu'));
  expect((await meets('2027-10-23T13:42Z')).raised).toEqual(['unauthorised']);
});

it('a bell that cannot write down what it raised says so, and goes on', async () => {
  const file = join(newFolder(), 'no-such-folder/alarms.json');
  const { raised, complaints } = await process(file, '2027-10-23T13:00Z', (bell) =>
    bell.unconnected('bluesky-hu', refused),
  );
  expect(raised).toEqual(['unauthorised']);
  expect(complaints.join()).toContain('cannot be written, so alarms may come twice');
});

describe('two processes at the same time', () => {
  const iso = '2027-10-23T13:00:00.000Z';
  const slot = slotWith();
  const missedAt = slot.due;
  const missed = [
    { account: blueskyKey, language: 'hu', slot: slot.id, due: slot.due, state: 'missed', missedAt },
  ] as const;

  it('keep what the other has raised or settled', async () => {
    const file = join(newFolder(), 'alarms.json');
    await process(file, iso, (bell) => bell.unconnected('bluesky-hu', refused));
    const [a, b] = [await begun(file, iso), await begun(file, iso)];
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
    const kept = Object.keys(JSON.parse(readFileSync(file, 'utf8')).raised);
    expect(kept.map((key) => key.trim()).sort()).toEqual(['unauthorised bluesky-en', 'unauthorised mastodon-hu']);
  });

  it('recall a matter once, whichever of them finds it', async () => {
    const file = join(newFolder(), 'alarms.json');
    const [a, b] = [await begun(file, iso), await begun(file, iso)];
    for (const { bell, keep, recall } of [a, b, a]) {
      await recall('bluesky-hu', missed);
      await bell.quiet();
      await keep();
    }
    expect([a.raised, b.raised]).toEqual([['missed bluesky-hu'], []]);
  });

  it('recall nothing that a person knows of already', async () => {
    const file = join(newFolder(), 'alarms.json');
    const running = await begun(file, iso);
    await noteHeard({ file, now: instantFromIso(iso), complain: expect.fail }, [
      { channel: 'bluesky-hu', slot: slot.id },
    ]);
    await running.recall('bluesky-hu', missed);
    expect(running.raised).toEqual([]);
  });
});
