/** Keeps an eye on this machine's clock for the channels of a program: looks, tells what has changed, and writes it down. */

import type { Instant } from '../../../schedule/time/instant.ts';
import type { StateBook } from '../../ledger/state.ts';
import type { Failure } from '../../networks/network.ts';
import type { ServerClock } from '../../networks/wire/server-clock.ts';
import type { ConfiguredChannel } from '../settings/channel-settings.ts';
import { type ClockCheck, type ClockNews, holdsBack } from './clock-check.ts';
import { clockSentence, keepFoundClocks } from './found-clocks.ts';

type ClockTerms = {
  /** Absent where `now` is not this machine's clock: then all is right. */
  readonly check: ClockCheck | undefined;
  /** Where what was found is kept, for `status`. */
  readonly book: Pick<StateBook, 'keepClocks'>;
  readonly now: () => Instant;
  /** Channels that are connected now. */
  readonly connected: () => readonly ConfiguredChannel[];
  /** Told of every verdict that is new to this process. */
  readonly report: (news: ClockNews) => void;
};

export type ClockWatch = {
  /** Compares with the server of a channel if need be; channels that share one ask it once. Rejects when that cannot be kept. */
  readonly look: (channel: ConfiguredChannel) => Promise<void>;
  /** By the last look. */
  readonly mayPublish: (channel: ConfiguredChannel) => boolean;
  /** At this very moment, without asking: the clock may have been set since. */
  readonly believes: (channel: ConfiguredChannel) => boolean;
  /** Why nobody can tell whether the clock is right, where that is so. */
  readonly doubtOn: (channel: ConfiguredChannel) => Failure | null;
};

export function watchClock({ check, book, now, connected, report }: ClockTerms): ClockWatch {
  const looks = new Map<ServerClock, Promise<void>>();
  const lookAt = async (clock: ServerClock): Promise<void> => {
    const beside = connected().filter((channel) => check?.clockOf(channel) === clock);
    const news = (await check?.look(beside)) ?? [];
    news.forEach(report);
    if (news.length > 0) await keepFoundClocks(book, news, now());
  };
  return {
    async look(channel) {
      const clock = check?.clockOf(channel) ?? null;
      if (clock === null) return;
      const underWay = looks.get(clock) ?? lookAt(clock).finally(() => looks.delete(clock));
      looks.set(clock, underWay);
      await underWay;
    },
    believes: (channel) => check?.believes(channel) ?? true,
    mayPublish: (channel) => !holdsBack(check?.verdictOn(channel) ?? 'right'),
    doubtOn: (channel) =>
      check?.verdictOn(channel) === 'unsure'
        ? { kind: 'unavailable', message: clockSentence('unsure', null), retryAt: null }
        : null,
  };
}
