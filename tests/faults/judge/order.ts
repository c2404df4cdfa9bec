/** An account tells the story in order: what stands after a publication that was due later was late and could not go first. */

import { heldUntil } from '../../../bot/publish/decide/pace.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { onTimeMillis } from '../../../schedule/time/lateness.ts';
import { type SilentSpan, silencesOf } from '../../../schedule/time/silence.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import type { Diary, Page, Write } from '../season/diary.ts';
import { keyOf, type Seat } from '../season/season.ts';
import type { Inversion } from './verdict.ts';

/** Why a publication could not go before one that was due later. */
export type Excuse =
  | 'the later one was begun at its own minute'
  | 'the last attempt of the earlier one had failed'
  | 'the earlier one kept its distance from a third at the end of a silence';

export type Order = {
  /** One for each pair of publications that stand the other way round because they had to. */
  readonly excused: readonly Excuse[];
  readonly broken: readonly string[];
};

/** Judges the inversions on one channel: each is excused by what stood in the way of going first, or a broken promise. */
export function judgeOrder(given: {
  readonly seat: Seat;
  readonly slots: readonly Slot[];
  readonly inversions: readonly Inversion[];
  readonly campaign: Campaign;
  readonly season: number;
  readonly diary: Diary;
}): Order {
  const { seat, inversions, diary, campaign, season } = given;
  const page = diary.pageOf(keyOf(seat));
  const silences = silencesOf(campaign, season);
  const due = new Map(given.slots.map((slot) => [slot.id, slot.due]));
  const excused: Excuse[] = [];
  const broken: string[] = [];
  for (const each of inversions) {
    const excuse = excuseOf(each, due.get(each.after) ?? 0, page, silences);
    if (excuse === null) broken.push(`${seat.id} ${each.slot}: stands after ${each.after} without need`);
    else excused.push(excuse);
  }
  return { excused, broken };
}

/** Nothing waits for a slot whose last attempt has failed. */
function wasFailing({ slot, after }: Inversion, { writes }: Page): boolean {
  const begun = writes.findIndex((write) => write.slot === after && write.kind === 'intended');
  if (begun === -1) return false;
  const last = writes.slice(0, begun).findLast((write) => write.slot === slot && write.kind === 'attempted');
  return last !== undefined && last.failure !== null && heldUntil(last.failure) === null;
}

/** What lies at most between a decision and its intent, in milliseconds. */
const haste = 2_000;

/**
 * What is begun at its minute waits for nothing that is late. At the end of a silence it waits for one that the silence held
 * back, unless that one has to keep its distance from a third: from one that was tried in the first two minutes it keeps
 * none itself.
 */
function excuseOf(inversion: Inversion, due: number, page: Page, silences: readonly SilentSpan[]): Excuse | null {
  const { slot, after } = inversion;
  const { writes } = page;
  const begun = writes.find((write) => write.slot === after && write.kind === 'intended');
  if (begun === undefined) return null;
  if (wasFailing(inversion, page)) return 'the last attempt of the earlier one had failed';
  const over = silences.find(({ campaign, to }) => {
    const together = 2 * onTimeMillis + campaign.catchUp.spacingMinutes * 60_000;
    return to <= due && due < to + onTimeMillis && begun.told >= to && begun.told < to + together;
  });
  if (over === undefined)
    return begun.told - due < onTimeMillis + haste ? 'the later one was begun at its own minute' : null;
  const near = begun.told - over.campaign.catchUp.spacingMinutes * 60_000;
  const others = Map.groupBy(
    writes.filter((write) => write.slot !== slot && write.slot !== after && write.at <= begun.at),
    (write) => write.slot,
  );
  const isCrowded = [...others.values()].some((theirs) => {
    const last = theirs.at(-1);
    return last !== undefined && last.kind !== 'missed' && (last.told > near || isOpen(last));
  });
  return isCrowded ? 'the earlier one kept its distance from a third at the end of a silence' : null;
}

/** Whether what it is about may have been taken up again at any moment. */
function isOpen({ kind, failure }: Write): boolean {
  return kind === 'intended' || (kind === 'attempted' && failure !== null && heldUntil(failure) === null);
}
