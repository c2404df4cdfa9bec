/** What becomes of an entry that is late, put together from campaign and entry, and the hours that stay silent. */

import type { Lateness } from '../../model/campaign.ts';
import type { DayFile, EntryFile } from '../schema/campaign.ts';
import type { Path } from '../yaml/yaml-file.ts';
import type { Context, Report } from './checks.ts';

/** What holds where neither the entry nor the campaign says anything. */
const defaults = { graceMinutes: 15, afterGrace: 'skip', rewordedMinutes: 180 } as const;

/** Each line of an entry's lateness counts before that of the campaign. */
export function assembleLateness(entry: EntryFile, path: Path, { file, report }: Context): Lateness {
  const { lateness: own } = entry;
  const { lateness: general } = file;
  const graceMinutes = own?.graceMinutes ?? general?.graceMinutes ?? defaults.graceMinutes;
  const rewordedMinutes = own?.rewordedMinutes ?? general?.rewordedMinutes ?? defaults.rewordedMinutes;
  const afterGrace = own?.afterGrace ?? general?.afterGrace ?? defaults.afterGrace;
  if (afterGrace === 'skip') {
    const message =
      'An entry that is skipped when it is late never says this; set `lateness: { afterGrace: reworded }`, or take the text out.';
    entry.thread.forEach(({ late }, index) => {
      if (late !== undefined) report([...path, 'thread', index, 'late'], 'unused-late-text', message);
    });
    return { graceMinutes };
  }
  if (rewordedMinutes <= graceMinutes) {
    const message = `It would never go out reworded: \`rewordedMinutes\` (${rewordedMinutes}) counts from its time, and has to be more than \`graceMinutes\` (${graceMinutes}).`;
    report(own === undefined ? [...path, 'id'] : [...path, 'lateness'], 'never-reworded', message);
  }
  return { graceMinutes, rewordedMinutes };
}

/** A silence has a length, and no entry in it. */
export function checkSilence({ silence, entries }: DayFile, report: Report): void {
  if (silence === undefined) return;
  const { from, to } = silence;
  if (from >= to) {
    report(['silence', 'to'], 'wrong-order', `The silence ends at ${to}, before it begins at ${from}; swap them.`);
  }
  entries.forEach(({ time }, index) => {
    if (time <= from || time >= to) return;
    const message = `Nothing is published in the silence from ${from} to ${to}; move this entry, or change the silence.`;
    report(['entries', index, 'time'], 'entry-in-silence', message);
  });
}
