import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { instantFromIso, plusMillis } from '../../../schedule/time/instant.ts';
import { isLate, lastChance, wordingAt, wordingsOf } from '../../../schedule/time/lateness.ts';
import { silencesOf } from '../../../schedule/time/silence.ts';
import { campaignWith, slotWith } from '../../support/threads.ts';

const minute = 60_000;
const text = { hu: { bluesky: 'a', mastodon: 'a' }, en: { bluesky: 'a', mastodon: 'a' } };

describe('lateness', () => {
  const skipped = slotWith({ lateness: { graceMinutes: 15 } });
  const reworded = slotWith({ lateness: { graceMinutes: 15, rewordedMinutes: 180 } });
  const wordingIn = (slot: typeof skipped, millis: number) => wordingAt(slot, plusMillis(slot.due, millis));

  it('leaves the text as it is to the end of the grace, the last millisecond included', () => {
    for (const slot of [skipped, reworded]) {
      expect(wordingIn(slot, 0)).toBe('as-written');
      expect(wordingIn(slot, 15 * minute)).toBe('as-written');
    }
  });

  it('after the grace skips an entry, or takes its late texts until the second limit', () => {
    expect(wordingIn(skipped, 15 * minute + 1)).toBeNull();
    expect(wordingIn(reworded, 15 * minute + 1)).toBe('late');
    expect(wordingIn(reworded, 180 * minute)).toBe('late');
    expect(wordingIn(reworded, 180 * minute + 1)).toBeNull();
    expect(lastChance(skipped)).toBe(skipped.due + 15 * minute);
    expect(lastChance(reworded)).toBe(reworded.due + 180 * minute);
  });

  it('begins when the minute of the slot is over', () => {
    expect(isLate(skipped, plusMillis(skipped.due, minute - 1))).toBe(false);
    expect(isLate(skipped, plusMillis(skipped.due, minute))).toBe(true);
  });

  it('gives an entry a second wording only if it may go out reworded and a post of it has a late text', () => {
    const thread = [{ text, late: text, card: null }] as const;
    const { entry } = reworded;
    expect(wordingsOf(entry)).toEqual(['as-written']);
    expect(wordingsOf({ ...entry, thread })).toEqual(['as-written', 'late']);
    expect(wordingsOf({ ...skipped.entry, thread })).toEqual(['as-written']);
  });
});

describe('a silence', () => {
  const campaign = campaignWith({ silences: [{ date: '1956-11-04', from: '08:07', to: '13:00' }] });

  it('is the same hours of the clock every year, from the end of its first minute to the start of its last', () => {
    expect(silencesOf(campaign, 2027)).toEqual([
      { campaign, from: instantFromIso('2027-11-04T07:08Z'), to: instantFromIso('2027-11-04T12:00Z') },
    ]);
  });

  it('holds up to the instant at which it ends', () => {
    const held = (iso: string) => calendarOf([campaign]).silencesAt(instantFromIso(iso)).length;
    expect(
      ['2027-11-04T07:07:59.999Z', '2027-11-04T07:08Z', '2027-11-04T11:59:59.999Z', '2027-11-04T12:00Z'].map(held),
    ).toEqual([0, 1, 1, 0]);
    expect(held('2028-11-04T10:00Z')).toBe(1);
    expect(held('2027-11-03T10:00Z')).toBe(0);
  });

  it('is found by any instant of a span in which it holds', () => {
    const { silencesBetween } = calendarOf([campaign]);
    const between = (from: string, to: string) => silencesBetween(instantFromIso(from), instantFromIso(to)).length;
    expect(between('2027-11-04T11:59:59.999Z', '2027-11-04T12:00:59.999Z')).toBe(1);
    expect(between('2027-11-04T12:00Z', '2027-11-04T12:01Z')).toBe(0);
    expect(between('2027-11-04T07:00Z', '2027-11-04T07:07:59.999Z')).toBe(0);
    expect(between('2027-11-04T07:00Z', '2027-11-04T07:08Z')).toBe(1);
    expect(between('2026-10-23T00:00Z', '2027-12-31T00:00Z')).toBe(2);
  });
});
