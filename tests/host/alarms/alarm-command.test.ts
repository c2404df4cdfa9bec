import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandAlarm } from '../../../bot/host/alarms/alarm-command.ts';
import { Secret } from '../../../bot/networks/settings/secret.ts';
import type { Matter } from '../../../bot/publish/alarms/matter.ts';
import { newFolder } from '../../support/cli.ts';
import { slotWith } from '../../support/threads.ts';

const slot = slotWith();
const matter: Matter = {
  kind: 'failed',
  channels: ['bluesky-hu'],
  slot: slot.id,
  due: slot.due,
  message: 'refused: "; touch caught; $(touch caught) `touch caught`',
};

function alarmOf(command: string, limit?: number) {
  const complaints: string[] = [];
  const alarm = commandAlarm(
    { line: new Secret(command), searchPath: process.env['PATH'] ?? '' },
    (message) => complaints.push(message),
    limit,
  );
  return { alarm, complaints };
}

describe('an alarm command', () => {
  it('gets the matter as JSON on its standard input, and nothing of it on its command line', async () => {
    const folder = newFolder();
    const { alarm, complaints } = alarmOf(`cd ${folder} && cat > matters.json`);
    await alarm.raise(matter);
    expect(JSON.parse(readFileSync(join(folder, 'matters.json'), 'utf8'))).toEqual({
      matters: [{ ...matter, due: '2027-10-23T13:00:00.000Z' }],
    });
    expect(existsSync(join(folder, 'caught'))).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('gets PATH and no other variable of the bot', async () => {
    const folder = newFolder();
    await alarmOf(`env > ${folder}/variables`).alarm.raise(matter);
    const names = readFileSync(join(folder, 'variables'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    const ofTheShell = ['PWD', 'OLDPWD', 'SHLVL', '_'];
    expect(names.filter((name) => !ofTheShell.includes(name ?? ''))).toEqual(['PATH']);
  });

  it('runs once at a time, for all that has come together meanwhile', async () => {
    const folder = newFolder();
    const { alarm } = alarmOf(`cat >> ${folder}/runs && sleep 0.1`);
    await Promise.all(Array.from({ length: 5 }, () => alarm.raise(matter)));
    const runs = readFileSync(join(folder, 'runs'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).matters.length);
    expect(runs.reduce((sum: number, length: number) => sum + length, 0)).toBe(5);
    expect(runs.length).toBeLessThan(5);
  });

  it.each([
    ['exit 3', 'the alarm command failed with exit code 3'],
    ['/does/not/exist secret-word', 'the alarm command failed with exit code 127'],
  ])('that fails (%s) rejects, and its failure is told without a word of it', async (command, complaint) => {
    const { alarm, complaints } = alarmOf(command);
    const results = await Promise.allSettled([alarm.raise(matter), alarm.raise(matter)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(complaints).toEqual([complaint]);
  });

  it('that cannot be started at all is one that failed, and the next is tried', async () => {
    const { alarm, complaints } = alarmOf('true \0');
    for (let times = 0; times < 2; times += 1) await expect(alarm.raise(matter)).rejects.toThrow();
    expect(complaints).toEqual(Array.from({ length: 2 }, () => 'the alarm command could not be started'));
  });

  it('ends nothing else when this process may open no more files', () => {
    const script = `
      import { openSync } from 'node:fs';
      import { commandAlarm } from '${new URL('../../../bot/host/alarms/alarm-command.ts', import.meta.url)}';
      const alarm = commandAlarm({ line: { reveal: () => 'true' }, searchPath: process.env.PATH }, () => undefined);
      try { for (;;) openSync('/dev/null'); } catch {}
      await alarm.raise({ kind: 'stopped', channels: [], slot: null, due: null, message: '' }).catch(() => undefined);
      process.exitCode = 3;`;
    const few = 'ulimit -n 64; exec "$0" --input-type=module --eval "$1"';
    expect(spawnSync('sh', ['-c', few, process.execPath, script]).status).toBe(3);
  });

  it('that takes too long is ended with all it started', async () => {
    const folder = newFolder();
    const { alarm, complaints } = alarmOf(`sleep 600 & echo $! > ${folder}/started; wait`, 500);
    await expect(alarm.raise(matter)).rejects.toThrow('was ended');
    expect(complaints).toEqual(['the alarm command was ended after 0.5 s']);
    const started = readFileSync(join(folder, 'started'), 'utf8').trim();
    await expect.poll(() => spawnSync('ps', ['-o', 'stat=', '-p', started]).stdout.toString()).toMatch(/^Z?[+s]*\s*$/);
  });
});
