/** The slots of a channel keep a distance from each other. */

import { DateTime } from 'luxon';
import type { Entry } from '../model/campaign.ts';
import { rule } from './rule.ts';

export const spacing = rule('too-close', ({ entries, spacingMinutes }) => {
  const ordered = entries.map((entry) => ({ entry, minute: minuteOf(entry) })).sort((a, b) => a.minute - b.minute);
  return ordered.flatMap(({ entry, minute }, index) => {
    const before = ordered[index - 1];
    if (before === undefined) return [];
    const gap = minute - before.minute;
    if (gap >= spacingMinutes) return [];
    const message = `Only ${gap} ${gap === 1 ? 'minute' : 'minutes'} after "${before.entry.id}" (${before.entry.date} ${before.entry.time}), and \`spacingMinutes\` asks for ${spacingMinutes}; move one of them.`;
    return [{ ...entry.origin.locate(['time']), message }];
  });
});

/** Minutes of the wall clock, counted through the historical year. */
function minuteOf({ date, time }: Entry): number {
  return DateTime.fromISO(`${date}T${time}`, { zone: 'utc' }).toMillis() / 60_000;
}
