import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verdictWords } from '../../bot/cli/verdict-words.ts';
import { plusMillis } from '../../schedule/instant.ts';
import { intentFor } from '../ledger/samples.ts';
import { newFolder, runCli } from '../support/cli.ts';
import { noSockets } from '../support/no-sockets.ts';
import { blueskyKey, slotWith } from '../support/threads.ts';

const campaigns = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
const minute = 60_000;

describe('tick --explain', () => {
  let cwd = '';
  const explain = (now: string, ...more: readonly string[]) =>
    runCli(['tick', '--explain', '--now', now, ...campaigns, ...more], { cwd, nodeOptions: noSockets });
  beforeAll(async () => {
    cwd = newFolder();
    await runCli(['tick', '--now', '2027-03-20T13:00Z', ...campaigns], { cwd });
  });

  it('says what is due, how late it is and what comes next, and does nothing of it', async () => {
    const before = readdirSync(join(cwd, 'data/outbox'));
    const { code, stdout } = await explain('2027-03-20T14:03Z');
    expect(code).toBe(0);
    expect(stdout).toContain('is published now: it is 3 min late, within its grace of 10 min, as it is written');
    expect(stdout).toContain('liberty-2000/about-us@2027-03-20T16:30\n    is due in 87 min');
    expect(readdirSync(join(cwd, 'data/outbox'))).toEqual(before);
    expect((await explain('2027-03-20T14:03Z')).stdout).toBe(stdout);
  });

  it('gives the same as JSON, where nothing is due too', async () => {
    const quiet = JSON.parse((await explain('2027-03-20T13:30Z', '--json')).stdout);
    expect(quiet.channels).toHaveLength(4);
    expect(quiet.channels[0]).toEqual({
      channel: 'bluesky-hu',
      startedAt: '2027-03-20T13:00:00.000Z',
      slots: [
        {
          slot: 'liberty-2000/first-steps@2027-03-20T15:00',
          due: '2027-03-20T14:00:00.000Z',
          verdict: 'upcoming',
          words: 'is due in 30 min',
        },
      ],
    });
  });

  it('says that what was due before a channel first ran is left alone, and creates no ledger', async () => {
    const empty = newFolder();
    const { stdout } = await runCli(['tick', '--explain', '--now', '2027-03-20T14:05Z', ...campaigns], { cwd: empty });
    expect(stdout).toContain('never ran');
    expect(stdout).toContain('was due before the channel first ran: it is left alone');
    expect(existsSync(join(empty, 'data'))).toBe(false);
  });
});

describe('the words for a verdict', () => {
  const slot = slotWith({ lateness: { graceMinutes: 15, rewordedMinutes: 120 } });
  const later = (minutes: number) => plusMillis(slot.due, minutes * minute);
  const hold = { why: 'silence', until: later(60) } as const;
  const { frozen } = intentFor(slot);
  const publication = {
    ...({ account: blueskyKey, language: 'hu', slot: slot.id, due: slot.due, state: 'intended', frozen } as const),
    ...{ fingerprint: 'f', trail: null, intendedAt: slot.due, attempts: 3, attemptedAt: [later(1)], doubts: 3 },
    lastFailure: { failure: { kind: 'doubtful', message: 'no answer' }, at: later(1) },
  } as const;

  it.each([
    [verdictWords({ kind: 'publish', slot, wording: 'as-written' }, later(0)), 'is published now: it is at its minute'],
    [
      verdictWords({ kind: 'publish', slot, wording: 'late' }, later(40)),
      'is published now: it is 40 min late, after its grace of 15 min and within its limit of 120 min, so with its late texts',
    ],
    [
      verdictWords({ kind: 'held', slot, hold }, later(40)),
      'is 40 min late, and waits until 2027-10-23T14:00:00.000Z: nothing is published in this silence',
    ],
    [
      verdictWords({ kind: 'settle', slot, publication, hold: null }, later(40)),
      'was begun and its outcome is not recorded: it is looked for, and sent as it was first frozen if it is not there',
    ],
    [
      verdictWords({ kind: 'settle', slot, publication, hold }, later(40)),
      'was begun and its outcome is not recorded: it is looked for, and if it is not there, waits until 2027-10-23T14:00:00.000Z: nothing is published in this silence',
    ],
    [
      verdictWords({ kind: 'waiting', publication, until: later(2) }, later(1)),
      'was tried 3 times, and the last answer was “no answer”: not again before 2027-10-23T13:02:00.000Z',
    ],
    [
      verdictWords({ kind: 'miss', slot }, later(121)),
      'is 2 h 1 min late, past its limit of 120 min: it is recorded as missed',
    ],
    [
      verdictWords({ kind: 'orphan', publication }, later(1)),
      'was begun, but its entry has left the campaign: it is looked for, and never sent',
    ],
    [
      verdictWords({ kind: 'abandon', publication }, later(1)),
      'was tried 3 times: it is given up as uncertain, and a person has to look',
    ],
  ])('%s', (words, expected) => {
    expect(words).toBe(expected);
  });
});
