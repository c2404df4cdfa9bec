/**
 * Loaded before the real program with `--import`: counts its boundaries with the world (every step of an HTTP request, every
 * writing SQL statement, every file put in place), and kills it at the one named in FAULTS_KILL_AT. A new request or
 * statement is counted by itself.
 */

import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';

const killAt = Number(process.env['FAULTS_KILL_AT'] ?? Number.NaN);
const log = process.env['FAULTS_LOG'];
let passed = -1;

function reach(name: string): void {
  passed += 1;
  if (log !== undefined) appendFileSync(log, `${name}\n`);
  if (passed === killAt) process.kill(process.pid, 'SIGKILL');
}

type RequestMessage = { readonly request: { readonly method: string; readonly path: string } };

for (const step of ['create', 'bodySent', 'headers', 'trailers']) {
  subscribe(`undici:request:${step}`, (message) => {
    const { method, path } = (message as RequestMessage).request;
    reach(`${method} ${path.replace(/\?.*$/, '').replace(/[0-9A-Z]{8,}/g, ':id')}: ${step}`);
  });
}

const prepare = Database.prototype.prepare;
Database.prototype.prepare = function prepared(this: Database.Database, source: string) {
  const statement = prepare.call(this, source);
  const verb = /^\s*(insert|update|delete|begin|commit)[^(]*/i.exec(source)?.[0].trim().replaceAll('"', '');
  if (verb === undefined) return statement;
  for (const name of ['run', 'all'] as const) {
    const method = statement[name];
    Object.assign(statement, {
      [name]: (...args: unknown[]) => {
        reach(`before: ${verb.slice(0, 40)}`);
        const result: unknown = Reflect.apply(method, statement, args);
        reach(`after: ${verb.slice(0, 40)}`);
        return result;
      },
    });
  }
  return statement;
} as typeof prepare;

const rename = fs.rename;
fs.rename = async (from, to) => {
  reach('before: a file is put in place');
  await rename(from, to);
  reach('after: a file is put in place');
};
syncBuiltinESMExports();
