/**
 * Loaded before the real program with `--import`: the time it believes in, and how long it has patience. FAULTS_CLOCK names
 * a file with how far the true time is ahead of this machine's, in milliseconds; it is read at the start, and again
 * whenever the process wakes. FAULTS_HURRY divides the timeouts of requests.
 */

import { readFileSync } from 'node:fs';

const file = process.env['FAULTS_CLOCK'];
const hurry = Number(process.env['FAULTS_HURRY'] ?? 1);
const Machine = Date;
const machineNow = Date.now;
const steadily = performance.now.bind(performance);
const begun = told();
let ahead = begun;
let wrongBy = 0;

function told(): number {
  return file === undefined ? 0 : Number(readFileSync(file, 'utf8'));
}

/** Time has gone on while this process stood still. */
export function wake(): void {
  ahead = told();
}

/** The machine's clock is set so many milliseconds ahead, which no steady clock sees. */
export function setWrong(millis: number): void {
  wrongBy = millis;
}

const now = (): number => machineNow() + ahead + wrongBy;
Machine.now = now;
performance.now = () => steadily() + ahead - begun;
globalThis.Date = new Proxy(Machine, {
  construct: (target, args, derived) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, derived) as object,
});

const timeoutAfter = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (millis) => timeoutAfter(Math.ceil(millis / hurry));
