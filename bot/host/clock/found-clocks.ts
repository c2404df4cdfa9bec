/** What is found of this machine's clock, in words and in the ledger, where `status` reads it. */

import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import type { FoundClock, StateBook, StateReader } from '../../ledger/state.ts';
import type { Bell } from '../../publish/alarms/alarm.ts';
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

/** By channel: what was found last, and when by this machine's clock. */
export type FoundClocks = Readonly<
  Record<string, Pick<FoundClock, 'verdict' | 'aheadMillis'> & { readonly seenAt: string }>
>;

export async function foundClocks(kept: Pick<StateReader, 'clocks'>): Promise<FoundClocks> {
  const clocks = Object.entries(await kept.clocks());
  return Object.fromEntries(clocks.map(([channel, clock]) => [channel, { ...clock, seenAt: toIso(clock.seenAt) }]));
}

export async function keepFoundClocks(
  book: Pick<StateBook, 'keepClocks'>,
  news: readonly ClockNews[],
  seenAt: Instant,
): Promise<void> {
  const found = news.flatMap(({ channels, verdict, aheadMillis }) =>
    channels.map((channel): [string, FoundClock] => [channel, { verdict, aheadMillis, seenAt }]),
  );
  await book.keepClocks(Object.fromEntries(found));
}
