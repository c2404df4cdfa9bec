import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import { verdictWords } from '../../bot/cli/words/verdict.ts';
import { outboxAccount } from '../../bot/host/settings/channel-settings.ts';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { instantFromIso, instantFromMillis, plusMillis } from '../../schedule/time/instant.ts';
import { intentFor } from '../ledger/samples.ts';
import { newFolder } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';
import { blueskyKey, slotWith } from '../support/threads.ts';

const campaigns = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
const minute = 60_000;

describe('tick --explain', () => {
  let cwd = '';
  const explain = (now: string, ...more: readonly string[]) =>
    runHere(['tick', '--explain', '--now', now, ...campaigns, ...more], { cwd, isOffline: true });
  beforeAll(async () => {
    cwd = newFolder();
    await runHere(['tick', '--now', '2027-03-20T13:00Z', ...campaigns], { cwd });
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

  it.each(['1971-01-01T00:00Z', '2250-12-31T23:59Z'])('answers for %s', async (now) => {
    expect(await explain(now)).toMatchObject({ code: 0 });
  });

  it.each(['1955-10-23T13:00Z', '1970-12-31T23:59Z', '2251-01-01T00:00Z', '9999-12-31T23:59Z'])(
    'turns %s away as no year of ours',
    async (now) => {
      expect(await explain(now)).toMatchObject({ code: 64, stderr: expect.stringContaining('from 1971 to 2250') });
    },
  );

  it('gives the same as JSON, where nothing is due too', async () => {
    const quiet = JSON.parse((await explain('2027-03-20T13:30Z', '--json')).stdout);
    expect(quiet.channels).toHaveLength(4);
    expect(quiet.channels[0]).toEqual({
      channel: 'bluesky-hu',
      startedAt: '2027-03-20T13:00:00.000Z',
      lease: null,
      clock: null,
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
    const { stdout } = await runHere(['tick', '--explain', '--now', '2027-03-20T14:05Z', ...campaigns], { cwd: empty });
    expect(stdout).toContain('never ran');
    expect(stdout).toContain('was due before the channel first ran: it is left alone');
    expect(readdirSync(join(empty, 'data'))).toEqual(['compiled']);
  });
});

describe('status and tick --explain', () => {
  it('say who publishes on a channel, and that its clock keeps everything back', async () => {
    const cwd = newFolder();
    await runHere(['tick', '--now', '2027-03-20T13:00Z', ...campaigns], { cwd });
    const ledger = await openLedger(join(cwd, 'data/ledger.sqlite'), storedForms);
    const account = accountKeyOf(outboxAccount('mastodon'));
    const holder = { host: 'alfa', pid: 1956, nonce: '00000000-0000-4000-8000-000000000001' };
    const now = instantFromMillis(Date.now());
    const terms = { holder, now, expiresAt: plusMillis(now, 10 * minute), over: null };
    await ledger.takeLease({ account, language: 'hu' }, terms);
    const seenAt = instantFromIso('2027-03-20T13:00:00.000Z');
    await ledger.keepClocks({ 'mastodon-hu': { verdict: 'limit', aheadMillis: 600_000, seenAt } });
    await ledger.close();
    for (const command of [['status'], ['tick', '--explain']]) {
      const { stdout } = await runHere([...command, ...campaigns], { cwd });
      expect(stdout.match(/process 1956 on alfa publishes here, at least until/g)).toHaveLength(1);
      expect(stdout).toContain('clock  this machine’s clock is 10 min behind the server’s: nothing is published here');
    }
    const { channels } = JSON.parse((await runHere(['status', '--json', ...campaigns], { cwd })).stdout);
    expect(channels.flatMap(({ lease }: { lease: unknown }) => lease ?? [])).toMatchObject([
      { holder: { host: 'alfa', pid: 1956 } },
    ]);
  });
});

describe('what was missed', () => {
  it('is said with the command that sends it all the same, which warns of a silence', async () => {
    const cwd = newFolder();
    const slot = 'hungary-1956/radio-silent@2027-11-04T08:07';
    await runHere(['tick', '--now', '2027-11-04T07:06:00Z'], { cwd });
    const { stdout } = await runHere(['tick', '--now', '2027-11-08T12:00:00Z'], { cwd });
    expect(stdout).toContain(`to send it all the same: npm run -s bot -- publish ${slot} --channel mastodon-hu`);
    expect((await runHere(['status'], { cwd })).stdout).toContain(
      `npm run -s bot -- publish ${slot} --channel mastodon-hu`,
    );
    const options = ['--channel', 'mastodon-hu', '--now', '2027-11-04T09:00:00Z'];
    const published = await runHere(['publish', slot, ...options], { cwd });
    expect(published).toMatchObject({ code: 0, stdout: expect.stringContaining('published') });
    expect(published.stderr).toContain('hungary-1956 keeps a silence until 2027-11-04T12:00:00.000Z');
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
      verdictWords({ kind: 'publish', slot, wording: 'as-written' }, later(0), true),
      'waits until this machine’s clock is known to be right; by this clock it is published now: it is at its minute',
    ],
    [verdictWords({ kind: 'upcoming', slot }, later(-3), true), 'is due in 3 min'],
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
