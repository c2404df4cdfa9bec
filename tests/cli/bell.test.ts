import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBell } from '../../bot/cli/bell.ts';
import { instantFromIso } from '../../schedule/instant.ts';
import { newFolder } from '../support/cli.ts';

const refused = { kind: 'unauthorised', message: 'no' } as const;

/** One process: opens the bell, meets what `act` says, and keeps what was raised. */
async function process(file: string, iso: string, act: (bell: Awaited<ReturnType<typeof openBell>>['bell']) => void) {
  const raised: string[] = [];
  const complaints: string[] = [];
  const { bell, keep } = await openBell({
    file,
    now: () => instantFromIso(iso),
    first: { raise: async ({ kind }) => void raised.push(kind) },
    command: null,
    complain: (message) => complaints.push(message),
  });
  act(bell);
  await keep();
  return { raised, complaints };
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
