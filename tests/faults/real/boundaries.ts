/**
 * Loaded before the real program with `--import`: passes by name every boundary between it and the world, that is every
 * step of an HTTP request, every commit to the ledger and every file put in place, so that a new one is counted by itself.
 * A statement inside a transaction is none: nobody sees it before its commit. At the boundary named in FAULTS_KILL_AT (or
 * at that number, from 0) the process is killed, at FAULTS_STOP_AT it stands still until somebody wakes it, and at
 * FAULTS_JUMP_AT its clock is set wrong by FAULTS_JUMP milliseconds (`start` is before the first).
 */

import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { setWrong, wake } from './setting.ts';

const {
  FAULTS_KILL_AT: killAt,
  FAULTS_STOP_AT: stopAt,
  FAULTS_JUMP_AT: jumpAt,
  FAULTS_JUMP: jump,
  FAULTS_LOG: log,
  FAULTS_SEATS: seated = '{}',
} = process.env;
/** Ids of the channels, by the address of their server or the key of their account. */
const seats = Object.entries(JSON.parse(seated) as Record<string, string>);
const times = new Map<string, number>();
let passed = -1;

function seatOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  return seats.find(([known]) => text === known || text.startsWith(`${known}#`))?.[1];
}

function reach(seat: string | undefined, what: string): void {
  const name = `${seat ?? 'all'}: ${what}`;
  const time = (times.get(name) ?? 0) + 1;
  times.set(name, time);
  passed += 1;
  const place = `${name} (${time})`;
  if (log !== undefined) appendFileSync(log, `${place}\n`);
  if (place === jumpAt) setWrong(Number(jump));
  if (place === killAt || String(passed) === killAt) process.kill(process.pid, 'SIGKILL');
  if (place === stopAt) {
    process.kill(process.pid, 'SIGSTOP');
    wake();
  }
}

if (jumpAt === 'start') setWrong(Number(jump));

type RequestMessage = {
  readonly request: { readonly origin: string; readonly method: string; readonly path: string };
};

for (const step of ['create', 'bodySent', 'headers', 'trailers']) {
  subscribe(`undici:request:${step}`, (message) => {
    const { origin, method, path } = (message as RequestMessage).request;
    reach(
      seatOf(origin),
      `${method} ${path.replace(/\?.*$/, '').replace(/(?<=\/)(\d+|[0-9A-Z]{20,})(?=\/|$)/g, ':id')}, ${step}`,
    );
  });
}

/** What the open transaction has written so far, and for whom. */
let written: string[] = [];
let writer: string | undefined;

const prepare = Database.prototype.prepare;
Database.prototype.prepare = function prepared(this: Database.Database, source: string) {
  const statement = prepare.call(this, source);
  const [, verb, table = ''] =
    /^\s*(begin|commit|insert into|update|delete from)\s*("\w+")?/i.exec(source)?.map((part) => part ?? '') ?? [];
  if (verb === undefined) return statement;
  const writing = `${verb} ${table.replaceAll('"', '')}`.trim();
  for (const name of ['run', 'all'] as const) {
    const method = statement[name];
    const carryOut = (args: readonly unknown[]): unknown => Reflect.apply(method, statement, args);
    Object.assign(statement, {
      [name]: (...args: readonly unknown[]) => {
        const seat = args
          .flat()
          .map(seatOf)
          .find((found) => found !== undefined);
        if (verb === 'begin') [written, writer] = [[], undefined];
        else if (verb === 'commit' && written.length > 0)
          return around(writer, `commit of ${written.join(', ')}`, () => carryOut(args));
        else if (this.inTransaction) [written, writer] = [[...written, writing], seat ?? writer];
        else return around(seat, writing, () => carryOut(args));
        return carryOut(args);
      },
    });
  }
  return statement;
} as typeof prepare;

function around(seat: string | undefined, what: string, work: () => unknown): unknown {
  reach(seat, `before ${what}`);
  const result = work();
  reach(seat, `after ${what}`);
  return result;
}

const rename = fs.rename;
fs.rename = async (from, to) => {
  const name = `${basename(String(to)).replace(/[0-9a-f]{16,}/, ':hash')} is put in place`;
  reach(undefined, `before ${name}`);
  await rename(from, to);
  reach(undefined, `after ${name}`);
};
syncBuiltinESMExports();
