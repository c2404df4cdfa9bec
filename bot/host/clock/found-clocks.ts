/** What is found of this machine's clock, in words and in a file that `status` reads. */

import { z } from 'zod';
import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import type { Bell } from '../../publish/alarms/alarm.ts';
import { changeKept, readKept } from '../data/kept-file.ts';
import type { ClockNews, ClockVerdict } from './clock-check.ts';

/** Whether a person is to read of it: that all is well is said only where it was not. */
export function isWorthALine({ last, verdict }: ClockNews): boolean {
  return last !== null || verdict !== 'right';
}

/** Tells the bell, which rings where nothing is published and is settled where all is well, also when another process rang. */
export function tellBell(bell: Pick<Bell, 'clock'>, { channels, verdict, aheadMillis }: ClockNews): void {
  if (verdict === 'unsure') return;
  bell.clock(channels, { right: verdict !== 'limit', message: clockSentence(verdict, aheadMillis) });
}

/** Says what is wrong and what to do, or that all is well again. */
export function clockSentence(verdict: ClockVerdict, aheadMillis: number | null): string {
  const ahead = aheadMillis ?? 0;
  const off = `this machine’s clock is ${spanOf(ahead)} ${ahead > 0 ? 'behind' : 'ahead of'} the server’s`;
  switch (verdict) {
    case 'right':
      return 'this machine’s clock agrees with the server’s again';
    case 'warning':
      return `${off}; set it right, for example with an NTP service`;
    case 'unsure':
      return 'the server does not answer, and nobody else tells whether this machine’s clock is right: nothing is published here until it does';
    case 'limit':
      return `${off}: nothing is published here until it is set right, for example with an NTP service; then the bot goes on by itself`;
  }
}

/** `45 s`, `12 min`, `1 h 1 min`. */
function spanOf(millis: number): string {
  const seconds = Math.round(Math.abs(millis) / 1_000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const found = z.record(
  z.string(),
  z.object({
    verdict: z.enum(['right', 'warning', 'unsure', 'limit']),
    aheadMillis: z.number().nullable(),
    seenAt: z.string(),
  }),
);

/** By channel: what was found last, and when by this machine's clock. */
export type FoundClocks = Readonly<z.infer<typeof found>>;

/** Complains where the file is damaged: then nothing is known until channels connect again. */
export async function foundClocks(path: string, complain: (message: string) => void): Promise<FoundClocks> {
  const kept = await readKept(path, found);
  if (kept.kind === 'damaged') {
    complain(
      `${path} is damaged, so what was found of this machine’s clock is not known until channels connect. ${kept.reason}.`,
    );
  }
  return kept.kind === 'kept' ? kept.value : {};
}

export async function keepFoundClocks(path: string, news: readonly ClockNews[], now: Instant): Promise<void> {
  const entries = news.flatMap(({ channels, verdict, aheadMillis }) =>
    channels.map((channel) => [channel, { verdict, aheadMillis, seenAt: toIso(now) }] as const),
  );
  await changeKept(
    path,
    found,
    (kept) =>
      `${JSON.stringify({ ...(kept.kind === 'kept' ? kept.value : {}), ...Object.fromEntries(entries) }, null, 2)}\n`,
  );
}
