/** When an intended publication is taken up again, and when it is given up: pure, with the chance handed in. */

import { createHash } from 'node:crypto';
import type { Instant } from '../../schedule/instant.ts';
import type { Publication } from '../ledger/ledger.ts';
import { namedRetry } from '../networks/network.ts';
import { heldUntil } from './pace.ts';

export type Intended = Extract<Publication, { state: 'intended' }>;

/** From 0 to below 1, spread evenly over publications and their attempts; the same for the same attempt. */
export type Chance = (publication: Intended) => number;

const second = 1000;
const minute = 60 * second;

/** After this many attempts a person has to look; with the longest pauses that is most of a day after the first. */
export const maxAttempts = 100;

/** The first pause and the longest, in milliseconds, where a slot may still go out. */
export const ordinary = { first: 5 * second, longest: 5 * minute };
/** A login that was refused is tried rarely: servers count them. */
export const unauthorised = { first: minute, longest: 15 * minute };
/** Nothing more is sent then, but for the rest of a thread: it is only looked for. */
const overdue = { first: 5 * second, longest: 30 * minute };

/**
 * At once if the last attempt was cut off without an answer, or lies in the future, as it does when a clock that was wrong
 * has been set back. Otherwise after a pause drawn evenly from one second up to a bound that doubles with every attempt
 * ("full jitter"), and never before the instant that the server named. What was only held back: when the hold is over.
 */
export function retryAt(publication: Intended, now: Instant, lastChance: Instant | null, chance: Chance): number {
  const { attempts, lastFailure } = publication;
  if (lastFailure === null || lastFailure.at > now) return Number.NEGATIVE_INFINITY;
  const { failure, at } = lastFailure;
  const held = heldUntil(failure);
  if (held !== null) return held;
  const { first, longest } =
    failure.kind === 'unauthorised' ? unauthorised : lastChance === null || at > lastChance ? overdue : ordinary;
  const bound = Math.min(longest, first * 2 ** (attempts - 1));
  const paused = at + second + Math.floor(chance(publication) * Math.max(0, bound - second));
  return Math.max(namedRetry(failure) ?? paused, paused);
}

/**
 * A chance that needs no memory: whoever decides, and however often, draws the same for the same attempt, and another for
 * every account, so that bots do not come back to a server in step.
 */
export const chanceByHash: Chance = ({ account, language, slot, attempts }) => {
  const hash = createHash('sha256').update(`${account} ${language} ${slot} ${attempts}`).digest();
  return hash.readUIntBE(0, 6) / 2 ** 48;
};
