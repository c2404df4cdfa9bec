import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bePresent } from '../../../bot/host/data/presence.ts';
import type { Holder } from '../../../bot/ledger/lease.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'presence-')), 'processes');
});

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Another process that is present until it is told to end, or killed. */
async function startPresent() {
  const script = fileURLToPath(new URL('./present.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await once(child, 'exit');
  };
  return { child, end, holder: JSON.parse(String(line)) as Holder };
}

describe('the presence of a process', () => {
  it('is seen by others while it lives, also while it is paused, and ends with a SIGKILL at once', async () => {
    const other = await startPresent();
    const { isGone, end } = bePresent(folder);
    expect(isGone(other.holder)).toBe(false);
    other.child.kill('SIGSTOP');
    expect(isGone(other.holder)).toBe(false);
    await other.end('SIGKILL');
    expect(isGone(other.holder)).toBe(true);
    expect(isGone(other.holder)).toBe(true);
    end('owing nothing');
  });

  it('is never denied to itself, nor to a process nothing is known of', () => {
    const { holder, isGone, end } = bePresent(folder);
    expect(isGone(holder)).toBe(false);
    expect(isGone({ ...holder, nonce: '00000000-0000-4000-8000-000000000000' })).toBe(false);
    expect(isGone({ ...holder, nonce: '../../etc/passwd' })).toBe(false);
    end('owing nothing');
  });

  it('that ends with leases it could not give back is seen to be gone', () => {
    const { isGone, end } = bePresent(folder);
    const other = bePresent(folder);
    other.end('holding leases');
    expect(isGone(other.holder)).toBe(true);
    end('owing nothing');
  });

  it('leaves nothing behind when it ends in peace', () => {
    const { end } = bePresent(folder);
    expect(readdirSync(folder)).toHaveLength(1);
    end('owing nothing');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('begins although a file that was listed is gone when it is looked at', () => {
    bePresent(folder).end('owing nothing');
    symlinkSync(join(folder, 'gone'), join(folder, 'was-here.lock'));
    const { end } = bePresent(folder);
    end('owing nothing');
    expect(readdirSync(folder)).toEqual(['was-here.lock']);
  });

  it('removes what others left that have been gone for more than a day, and nothing of those who live', async () => {
    const dead = await startPresent();
    const alive = await startPresent();
    await dead.end('SIGKILL');
    const fileOf = ({ holder }: typeof dead) => join(folder, `${holder.nonce}.lock`);
    bePresent(folder).end('owing nothing');
    expect(existsSync(fileOf(dead))).toBe(true);
    const longAgo = Date.now() / 1000 - 2 * 24 * 60 * 60;
    for (const each of [dead, alive]) utimesSync(fileOf(each), longAgo, longAgo);
    bePresent(folder).end('owing nothing');
    expect([existsSync(fileOf(dead)), existsSync(fileOf(alive))]).toEqual([false, true]);
    await alive.end('SIGKILL');
  });
});
