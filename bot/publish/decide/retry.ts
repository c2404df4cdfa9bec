/** When an intended publication is taken up again, and when it is given up: pure, with the chance handed in. */

import { hash } from 'node:crypto';
import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import type { Publication } from '../../ledger/ledger.ts';
import { type Failure, namedRetry } from '../../networks/network.ts';
import { setbackWords } from './pace.ts';

export type Intended = Extract<Publication, { state: 'intended' }>;

/** From 0 to below 1, spread evenly over publications and their attempts; the same for the same attempt. */
export type Chance = (publication: Intended) => number;

const second = 1000;
const minute = 60 * second;

/** After this many attempts past the last chance a person has to look; their pauses add up to about a day. */
const maxAttempts = 100;

/** A request that was sent in the last moment and lost may come through some minutes later, whoever sent it. */
export const settlingMillis = 5 * minute;

/** Bots that were told the same instant come back within so many milliseconds after it, and not all at once. */
export const longestSpread = 10 * second;

/** The first pause and the longest, in milliseconds, where a slot may still go out. */
export const ordinary = { first: 5 * second, longest: 5 * minute };
/** A login that was refused is tried rarely: servers count them. */
export const unauthorised = { first: minute, longest: 15 * minute };
/** Nothing more is sent then, but for the rest of a thread: it is only looked for. */
const overdue = { first: 5 * second, longest: 30 * minute };

/** The longest pause after so many failures in a row: it doubles with every one. */
export function backoff({ first, longest }: typeof ordinary, failures: number): number {
  return Math.min(longest, first * 2 ** (failures - 1));
}

/**
 * At once if the last attempt was cut off without an answer, or lies in the future, as it does when a clock that was wrong
 * has been set back. Otherwise after a pause drawn evenly from one second up to a bound that doubles with every attempt
 * ("full jitter"), and a little after the instant that the server named. What was only held back: when the hold is over.
 * However long any of it is, not after the instant at which it is known whether the slot was missed.
 */
export function retryAt(publication: Intended, now: Instant, lastChance: Instant | null, chance: Chance): number {
  const { lastFailure } = publication;
  if (lastFailure === null || lastFailure.at > now) return Number.NEGATIVE_INFINITY;
  const { failure, at } = lastFailure;
  const until =
    failure.kind === 'held' ? failure.hold.until : pausedUntil(publication, { failure, at }, lastChance, chance);
  const isSettled = lastChance === null ? null : lastChance + settlingMillis + 1;
  return isSettled === null || at >= isSettled ? until : Math.min(until, isSettled);
}

function pausedUntil(
  publication: Intended,
  { failure, at }: { readonly failure: Failure; readonly at: Instant },
  lastChance: Instant | null,
  chance: Chance,
): number {
  const pauses =
    failure.kind === 'unauthorised' ? unauthorised : lastChance === null || at > lastChance ? overdue : ordinary;
  const bound = backoff(pauses, publication.attempts);
  const drawn = chance(publication);
  const paused = at + second + Math.floor(drawn * Math.max(0, bound - second));
  const named = namedRetry(failure);
  return named === null ? paused : Math.max(spreadAfter(named, at, drawn), paused);
}

/** A while after an instant that a server named at `at`: up to a tenth of the pause, and some seconds at most. */
export function spreadAfter(named: Instant, at: Instant, chance: number): Instant {
  return plusMillis(named, Math.floor(chance * Math.min(longestSpread, Math.max(0, named - at) / 10)));
}

/**
 * Whether it was looked for so often that a person has to look: what is tried before its last chance counts for nothing,
 * because until then it may still go out.
 */
export function isExhausted({ attempts, attemptedAt }: Intended, lastChance: Instant | null): boolean {
  const counted = lastChance === null ? attempts : attemptedAt.filter((at) => at > lastChance).length;
  return counted >= maxAttempts;
}

/** Why it is given up then: it may be public or not. */
export function givenUp({ attempts, lastFailure }: Intended): Failure {
  const last = lastFailure === null ? 'none' : setbackWords(lastFailure.failure);
  const message = `given up after ${attempts} attempts, and it is not known whether it is public; the last answer: ${last}`;
  return { kind: 'uncertain', message };
}

/**
 * A chance that needs no memory: whoever decides, and however often, draws the same for the same attempt, and another for
 * every account, so that bots do not come back to a server in step.
 */
export const chanceByHash: Chance = ({ account, language, slot, attempts }) =>
  drawnFor(`${account} ${language} ${slot} ${attempts}`);

/** From 0 to below 1, spread evenly over words; the same for the same. */
export function drawnFor(word: string): number {
  return hash('sha256', word, 'buffer').readUIntBE(0, 6) / 2 ** 48;
}
