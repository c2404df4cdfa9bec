import { describe, expect, it } from 'vitest';
import { type AccountKey, accountKeyOf } from '../../bot/channel.ts';
import type { Publication } from '../../bot/ledger/ledger.ts';
import { type Decision, decide } from '../../bot/publish/decide.ts';
import { instantFromIso, plusMillis } from '../../schedule/instant.ts';
import { type Slot, slotsOf } from '../../schedule/slots.ts';
import { intentFor } from '../ledger/samples.ts';
import { campaignWith, entryWith } from '../support/threads.ts';

const minute = 60_000;
const slots = slotsOf(
  campaignWith({
    entries: [
      entryWith({ id: 'march', time: '15:00', lateness: { graceMinutes: 15 } }),
      entryWith({ id: 'parliament', time: '18:00', lateness: { graceMinutes: 15 } }),
      entryWith({ id: 'strict', time: '20:00', lateness: { graceMinutes: 0 } }),
    ],
  }),
  2027,
);
const [march, parliament, strict] = slots as readonly [Slot, Slot, Slot];
const startedAt = instantFromIso('2027-10-01T00:00Z');
const account: AccountKey = accountKeyOf({ network: 'bluesky', did: 'did:web:outbox.invalid' });

const recorded = (slot: Slot, state: Publication['state']): Publication => {
  const key = { account, language: 'hu', slot: slot.id, due: slot.due } as const;
  const { frozen } = intentFor(slot);
  switch (state) {
    case 'intended':
      return {
        ...key,
        state,
        frozen,
        fingerprint: 'f',
        trail: null,
        intendedAt: slot.due,
        attempts: 0,
        lastFailure: null,
      };
    case 'published':
      return {
        ...key,
        state,
        fingerprint: 'f',
        publishedAt: slot.due,
        receipts: [{ position: 0, id: 'at://x', cid: null, url: null }],
      };
    case 'missed':
      return { ...key, state, missedAt: slot.due };
    case 'failed':
      return { ...key, state, failedAt: slot.due, failure: { kind: 'refused', message: 'no' }, intent: null };
  }
};

const said = (decisions: readonly Decision[]) =>
  decisions.map((each) => `${each.kind} ${each.kind === 'orphan' ? each.publication.slot : each.slot.entry.id}`);

const at = (slot: Slot, minutes: number, publications: readonly Publication[] = [], started = startedAt) =>
  said(decide({ startedAt: started, now: plusMillis(slot.due, minutes * minute), slots, publications }));

describe('decide', () => {
  it('does nothing before a slot is due', () => {
    expect(at(march, -1)).toEqual([]);
  });

  it('publishes a slot from its very instant to the end of its grace, and then misses it', () => {
    expect(at(march, 0)).toEqual(['publish march']);
    expect(at(march, 15)).toEqual(['publish march']);
    expect(at(march, 15 + 1 / 60_000)).toEqual(['miss march']);
    expect(at(strict, 0)).toContain('publish strict');
    expect(at(strict, 1)).toContain('miss strict');
  });

  it('goes through what is due in the order of time', () => {
    expect(at(parliament, 5)).toEqual(['miss march', 'publish parliament']);
  });

  it('leaves alone what was due before the channel first ran, for ever', () => {
    expect(at(parliament, 0, [], plusMillis(march.due, 1))).toEqual(['publish parliament']);
    expect(at(march, 0, [], march.due)).toEqual(['publish march']);
  });

  it.each(['published', 'missed', 'failed'] as const)('never touches again what is %s', (state) => {
    expect(at(march, 1, [recorded(march, state)])).toEqual([]);
  });

  it('settles what was intended, however late and even if the clock was set back', () => {
    expect(at(march, 1, [recorded(march, 'intended')])).toEqual(['settle march']);
    expect(at(march, 120, [recorded(march, 'intended')])).toEqual(['settle march']);
    expect(at(march, -30, [recorded(march, 'intended')])).toEqual(['settle march']);
  });

  it('waits before it tries again, as long as the server said or ever longer', () => {
    const trying = (
      lastFailure: Extract<Publication, { state: 'intended' }>['lastFailure'],
      attempts: number,
    ): Publication => ({
      ...(recorded(march, 'intended') as Extract<Publication, { state: 'intended' }>),
      attempts,
      lastFailure,
    });
    const doubtful = { failure: { kind: 'doubtful', message: '' }, at: march.due } as const;
    expect(at(march, 4 / 60, [trying(doubtful, 1)])).toEqual([]);
    expect(at(march, 5 / 60, [trying(doubtful, 1)])).toEqual(['settle march']);
    expect(at(march, 4.9, [trying(doubtful, 20)])).toEqual([]);
    expect(at(march, 5, [trying(doubtful, 20)])).toEqual(['settle march']);
    const limited = {
      failure: { kind: 'unavailable', message: '', retryAt: plusMillis(march.due, 7 * minute) },
      at: march.due,
    } as const;
    expect(at(march, 6, [trying(limited, 1)])).toEqual([]);
    expect(at(march, 7, [trying(limited, 1)])).toEqual(['settle march']);
  });

  it('looks for what was intended but has left the campaign, and never sends it', () => {
    const without = slots.filter((slot) => slot !== march);
    const decisions = decide({
      startedAt,
      now: march.due,
      slots: without,
      publications: [recorded(march, 'intended')],
    });
    expect(said(decisions)).toEqual([`orphan ${march.id}`]);
  });
});
