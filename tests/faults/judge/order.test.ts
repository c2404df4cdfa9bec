/** A story told out of order without need is found out, and one that could be told no better is not. */

import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../bot/networks/network.ts';
import { heldBack } from '../../../bot/publish/decide/pace.ts';
import { type Instant, instantFromIso } from '../../../schedule/time/instant.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import { type Diary, keepDiary, type Write } from '../season/diary.ts';
import { campaignOf, entryOf, keyOf, mastodonSeat, shapes, slotsIn, year } from '../season/season.ts';
import { worldAt } from '../season/world.ts';
import { type Excuse, judgeOrder } from './order.ts';
import { judgeSilences } from './silence.ts';

const campaign = campaignOf(
  ['14:00', '14:10', '15:00', '16:00'].map((time, index) =>
    entryOf(`entry-${index}`, time, shapes.post, { graceMinutes: 240 }),
  ),
  { silences: [{ date: '1956-10-23', from: '15:00', to: '16:00' }] },
);
const slots = slotsIn(campaign);
const [first, second, third, fourth] = slots as unknown as readonly [Slot, Slot, Slot, Slot];
const seat = mastodonSeat('4.6.7');
const at = (clock: string): Instant => instantFromIso(`2027-10-23T${clock}Z`);

const diaryOf = (...writes: readonly [Slot, Write['kind'], string, Write['failure']?][]): Diary => {
  const diary = keepDiary(worldAt(at('11:00:00')));
  for (const [{ id }, kind, clock, failure = null] of writes)
    diary.pageOf(keyOf(seat)).writes.push({ slot: id, kind, at: at(clock), told: at(clock), failure });
  return diary;
};
const disturbed = (diary: Diary, from: string, until: string): Diary => {
  diary.pageOf(keyOf(seat)).faults.push({ from: at(from), until: at(until), named: null });
  return diary;
};
const judged = (slot: Slot, after: Slot, diary: Diary) => {
  const { broken, excused } = judgeOrder({
    seat,
    slots,
    inversions: [{ slot: slot.id, after: after.id }],
    campaign,
    season: year,
    diary,
  });
  return [...excused, ...broken.map(() => 'without need')];
};

const busy: Failure = { kind: 'unavailable', message: 'busy', retryAt: null };
const held = heldBack({ why: 'spacing', until: at('12:12:00') });

describe('a publication that stands after one that was due later', () => {
  it.each<[Excuse | 'without need', string, Diary, Slot, Slot]>([
    [
      'the later one was begun at its own minute',
      'what is at its minute waits for nothing late',
      diaryOf([second, 'intended', '12:10:01']),
      first,
      second,
    ],
    ['without need', 'both were late', diaryOf([second, 'intended', '12:12:01']), first, second],
    [
      'without need',
      'a request that was disturbed held both up',
      disturbed(diaryOf([second, 'intended', '12:12:01']), '12:10:01', '12:12:00'),
      first,
      second,
    ],
    [
      'the last attempt of the earlier one had failed',
      'nothing waits for what fails',
      diaryOf([first, 'attempted', '12:11:00', busy], [second, 'intended', '12:12:01']),
      first,
      second,
    ],
    [
      'without need',
      'it was only held back',
      diaryOf([first, 'attempted', '12:11:00', held], [second, 'intended', '12:12:01']),
      first,
      second,
    ],
    ['without need', 'a silence had held it back', diaryOf([fourth, 'intended', '14:00:20']), third, fourth],
    [
      'the earlier one kept its distance from a third at the end of a silence',
      'another that the silence had held back went first',
      diaryOf([second, 'intended', '14:00:01'], [fourth, 'intended', '14:00:04']),
      third,
      fourth,
    ],
  ])('%s: %s', (verdict, _, diary, slot, after) => {
    expect(judged(slot, after, diary)).toEqual([verdict]);
  });
});

describe('what is sent in a silence', () => {
  const told = (clock: string) => {
    const diary = keepDiary(worldAt(at(clock)));
    diary.sends(keyOf(seat), 'process 0.0', at(clock));
    return judgeSilences(seat, campaign, year, diary).length;
  };

  it('is found out', () => {
    expect(['13:00:59', '13:01:02', '13:59:59', '14:00:00'].map(told)).toEqual([0, 1, 1, 0]);
  });
});
