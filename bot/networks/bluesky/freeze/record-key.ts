/** The record key of a post: a pure function of account, language, slot and position, so that a repeated attempt hits the same record. */

import { hash } from 'node:crypto';
import type { Language } from '../../../../schedule/model/language.ts';
import type { Instant } from '../../../../schedule/time/instant.ts';
import type { SlotId } from '../../../../schedule/time/slots.ts';
import type { AccountKey } from '../../../channel.ts';
import { maxClockId, type Tid, tidOf } from './tid.ts';

const minuteInMicros = 60_000_000;

/** Microseconds kept free at the end of the minute for the positions of a thread. */
const roomForPositions = 1_000;

/**
 * A TID inside the minute that begins at `due`: the hash of account, language and slot picks the microsecond and the
 * clock identifier, and position `i` comes `i` microseconds later. Changing this derivation would publish a season twice.
 * Throws a RangeError for a position outside 0 to 999.
 */
export function recordKeyOf(
  account: AccountKey,
  language: Language,
  slot: SlotId,
  due: Instant,
  position: number,
): Tid {
  if (!Number.isInteger(position) || position < 0 || position >= roomForPositions) {
    throw new RangeError(`${position} is no position in a thread`);
  }
  const hashed = hash('sha256', JSON.stringify([account, language, slot]), 'buffer');
  const offset = hashed.readUIntBE(0, 6) % (minuteInMicros - roomForPositions);
  const clockId = hashed.readUInt16BE(6) & maxClockId;
  return tidOf(due * 1_000 + offset + position, clockId);
}
