/** Record keys: valid TIDs inside the slot's minute, the same for ever. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../../bot/channel.ts';
import { recordKeyOf } from '../../../../bot/networks/bluesky/freeze/record-key.ts';
import { partsOfTid, tidOf } from '../../../../bot/networks/bluesky/freeze/tid.ts';
import { languages } from '../../../../schedule/model/language.ts';
import { instantFromIso, instantFromMillis } from '../../../../schedule/time/instant.ts';
import type { SlotId } from '../../../../schedule/time/slots.ts';
import { blueskyKey, slotWith } from '../../../support/threads.ts';

const valid = /^[234567abcdefghij][234567a-z]{12}$/;

describe('a TID', () => {
  it('reads back as the numbers it was made of, and is always valid', () => {
    const numbers = fc.tuple(fc.maxSafeNat(), fc.nat({ max: 1023 }));
    fc.assert(
      fc.property(numbers, ([micros, clockId]) => {
        const tid = tidOf(micros, clockId);
        expect(tid).toMatch(valid);
        expect(partsOfTid(tid)).toEqual({ micros, clockId });
      }),
    );
  });

  it('sorts as text in the order of time', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), fc.nat({ max: 1023 }), (a, b, clockId) => {
        expect(tidOf(a, clockId) < tidOf(b, clockId)).toBe(a < b);
      }),
    );
  });

  it('is the one of the specification for zero', () => {
    expect(tidOf(0, 0)).toBe('2222222222222');
  });

  it.each([
    [-1, 0],
    [0.5, 0],
    [2 ** 53, 0],
    [0, 1024],
    [0, -1],
  ])('does not exist for the time %d with the clock identifier %d', (micros, clockId) => {
    expect(() => tidOf(micros, clockId)).toThrow(RangeError);
  });

  it('is not read from a string that is none', () => {
    for (const text of ['', 'zzzzzzzzzzzzz', '3jzfcijpj2z2', '3jzfcijpj2z2aa', '0000000000000']) {
      expect(() => partsOfTid(text)).toThrow(`"${text}" is no TID`);
    }
  });
});

describe('a record key', () => {
  const did = fc
    .stringMatching(/^did:plc:[a-z2-7]{24}$/)
    .map((text) => accountKeyOf({ network: 'bluesky', did: text }));
  const slotId = fc.stringMatching(/^[a-z0-9-]{1,20}\/[a-z0-9-]{1,30}@2027-1[01]-[0-2][0-9]T[01][0-9]:[0-5][0-9]$/);
  const due = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2099, 0) }).map(instantFromMillis);
  const language = fc.constantFrom(...languages);

  it('lies inside the minute that begins at the due instant, at every position', () => {
    fc.assert(
      fc.property(did, language, slotId, due, fc.nat({ max: 999 }), (account, tongue, slot, at, position) => {
        const key = recordKeyOf(account, tongue, slot as SlotId, at, position);
        expect(key).toMatch(valid);
        const { micros } = partsOfTid(key);
        expect(micros).toBeGreaterThanOrEqual(at * 1_000);
        expect(micros).toBeLessThan((at + 60_000) * 1_000);
      }),
    );
  });

  it('rises by one microsecond from position to position', () => {
    fc.assert(
      fc.property(did, language, slotId, due, fc.nat({ max: 998 }), (account, tongue, slot, at, position) => {
        const here = recordKeyOf(account, tongue, slot as SlotId, at, position);
        const next = recordKeyOf(account, tongue, slot as SlotId, at, position + 1);
        expect(here < next).toBe(true);
        expect(partsOfTid(next)).toEqual({ ...partsOfTid(here), micros: partsOfTid(here).micros + 1 });
      }),
    );
  });

  it('differs between accounts, languages and slots that are due in the same minute', () => {
    const at = slotWith().due;
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(did, language, slotId), { minLength: 2, selector: String }), (channels) => {
        const keys = channels.map(([account, tongue, slot]) => recordKeyOf(account, tongue, slot as SlotId, at, 0));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('does not exist for a position outside a thread', () => {
    for (const position of [-1, 0.5, 1000]) {
      expect(() => recordKeyOf(blueskyKey, 'hu', slotWith().id, slotWith().due, position)).toThrow(RangeError);
    }
  });

  it('never changes for a slot: another key would publish it again', () => {
    const slot = 'hungary-1956/radio-silent@2027-11-04T08:07' as SlotId;
    const at = instantFromIso('2027-11-04T07:07Z');
    const keys = languages.flatMap((tongue) =>
      [0, 1].map((position) => recordKeyOf(blueskyKey, tongue, slot, at, position)),
    );
    expect(keys).toEqual(['3nw5mep3f3rs3', '3nw5mep3f3ss3', '3nw5mdzbfph3i', '3nw5mdzbfpi3i']);
  });
});
