/** What was decided for a slot, and why, in words for a person. */

import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import { isLate } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import type { Hold } from '../../ledger/ledger.ts';
import { isDecision, type Verdict } from '../../publish/decide/decide.ts';
import { holdReasons, setbackWords } from '../../publish/decide/pace.ts';
import { count } from './events.ts';

/** The slot a verdict is on, or what the ledger still knows of it. */
export function subjectOf(verdict: Verdict): Pick<Slot, 'id' | 'due'> {
  if ('slot' in verdict) return verdict.slot;
  const { slot: id, due } = verdict.publication;
  return { id, due };
}

/** `isHeldBack`: nothing is done on the channel now, because this machine's clock cannot be believed. */
export function verdictWords(verdict: Verdict, now: Instant, isHeldBack = false): string {
  const words = wordsFor(verdict, now);
  return isHeldBack && isDecision(verdict)
    ? `waits until this machine’s clock is known to be right; by this clock it ${words}`
    : words;
}

function wordsFor(verdict: Verdict, now: Instant): string {
  switch (verdict.kind) {
    case 'publish':
      return `is published now: ${whyNow(verdict.slot, verdict.wording === 'late', now)}`;
    case 'settle':
      return `was begun and its outcome is not recorded: it is looked for, and ${ifAbsent(verdict.slot, verdict.hold, now)}`;
    case 'orphan':
      return 'was begun, but its entry has left the campaign: it is looked for, and never sent';
    case 'abandon':
      return `was tried ${verdict.publication.attempts} times: it is given up as uncertain, and a person has to look`;
    case 'miss':
      return `${lateBy(verdict.slot, now)}, past ${limitOf(verdict.slot)}: it is recorded as missed`;
    case 'upcoming':
      return `is due in ${span(verdict.slot.due - now)}`;
    case 'before-start':
      return 'was due before the channel first ran: it is left alone';
    case 'settled':
      return settledWords(verdict.publication);
    case 'held':
      return `${lateBy(verdict.slot, now)}, and waits until ${toIso(verdict.hold.until)}: ${holdReasons[verdict.hold.why]}`;
    case 'waiting': {
      const { attempts, lastFailure } = verdict.publication;
      const last = lastFailure === null ? '' : `, and the last answer was “${setbackWords(lastFailure.failure)}”`;
      return `was tried ${count(attempts, 'time')}${last}: not again before ${new Date(Math.ceil(verdict.until)).toISOString()}`;
    }
  }
}

function whyNow(slot: Slot, late: boolean, now: Instant): string {
  if (!isLate(slot, now)) return 'it is at its minute';
  const { graceMinutes } = slot.entry.lateness;
  return late
    ? `it ${lateBy(slot, now)}, after its grace of ${graceMinutes} min and within ${limitOf(slot)}, so with its late texts`
    : `it ${lateBy(slot, now)}, within its grace of ${graceMinutes} min, as it is written`;
}

function ifAbsent(slot: Slot, hold: Hold | null, now: Instant): string {
  const { rewordedMinutes, graceMinutes } = slot.entry.lateness;
  if (now - slot.due > (rewordedMinutes ?? graceMinutes) * 60_000) {
    return `if it is not there, recorded as missed: it ${lateBy(slot, now)}, past ${limitOf(slot)}`;
  }
  if (hold === null) return 'sent as it was first frozen if it is not there';
  return `if it is not there, waits until ${toIso(hold.until)}: ${holdReasons[hold.why]}`;
}

function settledWords(publication: Extract<Verdict, { kind: 'settled' }>['publication']): string {
  if (publication.state === 'published') return `was published at ${toIso(publication.publishedAt)}`;
  if (publication.state === 'missed') return `was recorded as missed at ${toIso(publication.missedAt)}`;
  const { failure, failedAt } = publication;
  return `${failure.kind === 'uncertain' ? 'is uncertain' : 'has failed'} since ${toIso(failedAt)}: ${failure.message}`;
}

function lateBy({ due }: Slot, now: Instant): string {
  return `is ${span(now - due)} late`;
}

function limitOf({ entry: { lateness } }: Slot): string {
  return `its limit of ${lateness.rewordedMinutes ?? lateness.graceMinutes} min`;
}

/** `40 s`, `12 min`, `3 h 5 min`, `2 days`. */
function span(millis: number): string {
  const seconds = Math.floor(millis / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
