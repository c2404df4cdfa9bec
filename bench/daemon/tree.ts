/** What a process that runs, with all it has started, holds and uses. Linux only. */

import { readdirSync, readFileSync } from 'node:fs';

export type Held = {
  /** Megabytes resident, shared pages counted for each process. */
  readonly memory: number;
  /** Milliseconds of user and system time since each began, in steps of ten. */
  readonly cpu: number;
};

/** Hundredths of a second on every Linux, whatever its kernel goes by (`USER_HZ`). */
const millisPerTick = 10;

/** Throws an Error if the process is gone. */
export function heldBy(pid: number): Held {
  const processes = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [statOf(Number(name))] : []));
  const known = processes.filter((each) => each !== null);
  const own = known.find((each) => each.pid === pid);
  if (own === undefined) throw new Error(`process ${pid} is gone`);
  const family = [own];
  for (const each of family) family.push(...known.filter(({ parent }) => parent === each.pid));
  return {
    memory: family.reduce((sum, each) => sum + residentOf(each.pid), 0),
    cpu: family.reduce((sum, { ticks }) => sum + ticks * millisPerTick, 0),
  };
}

/** Null for a process that has gone meanwhile. */
function statOf(pid: number): { readonly pid: number; readonly parent: number; readonly ticks: number } | null {
  const line = read(`/proc/${pid}/stat`);
  if (line === null) return null;
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
  return { pid, parent: parent ?? 0, ticks: (user ?? 0) + (system ?? 0) };
}

function residentOf(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s*(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '') ?? [];
  return Number(kilobytes) / 1024;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
