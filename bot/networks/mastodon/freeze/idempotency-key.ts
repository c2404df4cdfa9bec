/** The idempotency key of a status: a pure function of account, language, slot and position. */

import { hash } from 'node:crypto';
import type { Language } from '../../../../schedule/model/language.ts';
import type { SlotId } from '../../../../schedule/time/slots.ts';
import type { AccountKey } from '../../../channel.ts';

/**
 * A name-based UUID of version 8 over SHA-256 (RFC 9562, section 5.8 and appendix B.2). Changing this derivation would
 * let a repeated attempt publish twice.
 */
export function idempotencyKeyOf(account: AccountKey, language: Language, slot: SlotId, position: number): string {
  const bytes = hash('sha256', JSON.stringify([account, language, slot, position]), 'buffer').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
