/** An alarm that runs a command of the maintainer's: what happened goes to its standard input, and nothing else to it. */

import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { toIso } from '../../../schedule/time/instant.ts';
import type { Secret } from '../../networks/settings/secret.ts';
import type { Matter } from '../../publish/alarms/matter.ts';
import type { Alarm } from '../../publish/ports.ts';

/** A command line of the settings, which may hold a secret, and where its programs are looked for (PATH). */
export type AlarmCommand = { readonly line: Secret; readonly searchPath: string };

/** A command that takes longer is ended, with all that it started. */
const limitMillis = 10_000;

/**
 * Runs the command by the shell once for all matters that wait, one run at a time, with `{"matters":[…]}` and a newline on
 * its standard input and PATH as its only variable. The command line is the setting alone; no content becomes part of it.
 * What goes wrong is told to `complain`, without a word of the command or what it said, and rejects for every matter of
 * that run.
 */
export function commandAlarm(command: AlarmCommand, complain: (message: string) => void, limit = limitMillis): Alarm {
  let waiting: Waiting[] = [];
  let running = Promise.resolve();
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const matters = batch.map(({ matter }) => matterData(matter));
    const input = `${JSON.stringify({ matters })}\n`;
    const trouble = await runOnce(command, input, limit).catch(() => notStarted);
    for (const { passed } of batch) {
      if (trouble === null) passed.resolve();
      else passed.reject(new Error(`the alarm command ${trouble}`));
    }
    if (trouble !== null) complain(`the alarm command ${trouble}`);
  };
  return {
    raise(matter) {
      const passed = Promise.withResolvers<void>();
      waiting.push({ matter, passed });
      running = running.then(flush).catch(toldNowhere);
      return passed.promise;
    },
  };
}

type Waiting = { readonly matter: Matter; readonly passed: PromiseWithResolvers<void> };

/** A matter as plain data. */
export function matterData({ due, ...matter }: Matter) {
  return { ...matter, due: due === null ? null : toIso(due) };
}

const notStarted = 'could not be started';

/** Whoever waited for the run has its answer; only the complaint of it was lost. */
function toldNowhere(): void {}

/** What went wrong, or null; rejects where the system has not even room to try. */
function runOnce({ line, searchPath }: AlarmCommand, input: string, limit: number): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(line.reveal(), {
      shell: true,
      detached: true,
      env: { PATH: searchPath },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid);
    }, limit);
    const ended = (trouble: string | null): void => {
      clearTimeout(timer);
      resolve(trouble);
    };
    child.on('error', () => ended(notStarted));
    child.on('close', (code) => {
      if (timedOut) ended(`was ended after ${limit / 1000} s`);
      else ended(code === 0 ? null : `failed with exit code ${code ?? 'of a signal'}`);
    });
    const stdin: Writable | undefined = child.stdin;
    stdin?.on('error', () => undefined);
    stdin?.end(input);
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself in this very moment.
  }
}
