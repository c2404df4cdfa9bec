/** A text names a clock time only if the sources give it for what the entry tells, and no more certainly than they do. */

import type { Campaign, Entry } from '../../model/campaign.ts';
import { type FactEvent, factOf } from '../../model/facts.ts';
import { rule } from '../rule.ts';
import { type ClockWords, clockWordsIn } from './clock-words.ts';
import { textsOf } from './texts.ts';

export const clockTime = rule('clock-time', (campaign) => {
  const pauses = pausesOf(campaign);
  return textsOf(campaign).flatMap(({ entry, text, language, at }) => {
    const known = knownTimes(campaign, entry);
    return clockWordsIn(text, language).flatMap((clock) => {
      const wrong = wrongWith(clock, known, pauses.get(entry));
      return wrong === null ? [] : [{ ...at(clock.offset), message: `“${clock.words}”: ${wrong}` }];
    });
  });
});

type Known = { readonly exact: ReadonlySet<string>; readonly approximate: ReadonlySet<string> };

function wrongWith({ times, exact, until }: ClockWords, known: Known, pauseEnds: string | undefined): string | null {
  if (times.some((time) => known.exact.has(time))) return null;
  if (times.some((time) => known.approximate.has(time))) {
    return exact
      ? 'the sources give this time only roughly; word it so: “by”, “about”, „-ra”, „körül”, „nem sokkal … után”.'
      : null;
  }
  if (until && pauseEnds !== undefined && times.includes(pauseEnds)) return null;
  return 'no event of this entry has this time in the sources; take the time out, or name its event under `retells`.';
}

/** The times of the entry itself and of its events, as certain as the sources make them. */
function knownTimes({ facts }: Campaign, entry: Entry): Known {
  const exact = new Set<string>();
  const approximate = new Set<string>();
  if (entry.certainty === 'exact') exact.add(entry.time);
  else if (entry.certainty !== 'chosen') approximate.add(entry.time);
  for (const id of [...entry.events, ...entry.retells]) {
    const fact = facts === null ? undefined : factOf(facts, id);
    if (fact === undefined) continue;
    for (const time of timesOf(fact)) (fact.timeCertainty === 'exact' ? exact : approximate).add(time);
  }
  return { exact, approximate };
}

/** Sources that differ are set beside each other in the note: `05:20 (encyclopedia); 05:15 (bbc-pages)`. */
function timesOf({ time, note }: FactEvent): readonly string[] {
  const others = note?.match(/\b\d{2}:\d{2}\b/g) ?? [];
  return time === null ? others : [time, ...others];
}

/** When the channel speaks again: a text may say that it is silent until then. */
function pausesOf({ entries }: Campaign): ReadonlyMap<Entry, string> {
  const ordered = [...entries].sort((a, b) => (`${a.date}T${a.time}` < `${b.date}T${b.time}` ? -1 : 1));
  return new Map(
    ordered.flatMap((entry, index) => {
      const next = ordered[index + 1];
      return next?.date === entry.date ? [[entry, next.time] as const] : [];
    }),
  );
}
