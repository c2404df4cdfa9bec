/** The bell of this program: its alarms, and the ledger, in which processes tell each other what was raised already. */

import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../schedule/time/instant.ts';
import type { Publication } from '../../ledger/ledger.ts';
import type { StateBook } from '../../ledger/state.ts';
import { type Bell, hangBell } from '../../publish/alarms/alarm.ts';
import { blankMemory, type Heard, mergedMemory, withHeard } from '../../publish/alarms/bell-memory.ts';
import type { Alarm } from '../../publish/ports.ts';
import { type AlarmCommand, commandAlarm } from './alarm-command.ts';

type BellTerms = {
  readonly book: Pick<StateBook, 'alarms' | 'changeAlarms'>;
  readonly now: () => Instant;
  /** Raised before the command of the settings, if there is one. */
  readonly first: Alarm;
  readonly command: AlarmCommand | null;
  /** Told when the command or the ledger fails; nothing else comes of it. */
  readonly complain: (message: string) => void;
};

export type OpenBell = {
  readonly bell: Bell;
  /** Tells other processes what was raised, and hears it from them, if anything has changed. Never rejects. */
  readonly keep: () => Promise<void>;
  /** Raises what the ledger holds as given up and nobody was told of by any process. Never rejects. */
  readonly recall: (channel: string, publications: readonly Publication[]) => Promise<void>;
};

export async function openBell({ book, now, first, command, complain }: BellTerms): Promise<OpenBell> {
  const alarms = command === null ? [first] : [first, commandAlarm(command, complain)];
  /** As it was kept when this process looked last. */
  let shared = await book.alarms().catch((error: unknown) => {
    complain(`what was raised cannot be read, so alarms may come twice: ${String(error)}`);
    return blankMemory;
  });
  const bell = hangBell(alarms, now, shared);
  /** The last change could not be kept. */
  let isLost = false;
  const exchange = async (): Promise<void> => {
    try {
      shared = await book.changeAlarms((kept) => {
        const merged = mergedMemory(shared, bell.memory(), kept);
        bell.remember(merged);
        return merged;
      });
      if (isLost) complain('what was raised can be kept again');
      isLost = false;
    } catch (error) {
      if (isLost) return;
      isLost = true;
      complain(`what was raised cannot be kept, so alarms may come twice: ${String(error)}`);
    }
  };
  const isShared = async (): Promise<boolean> => {
    if (!isDeepStrictEqual(bell.memory(), shared)) return false;
    const kept = await book.alarms().catch(() => null);
    return kept !== null && isDeepStrictEqual(kept, shared);
  };
  let last = Promise.resolve();
  const inTurn = (task: () => Promise<void>): Promise<void> => {
    last = last.then(task);
    return last;
  };
  return {
    bell,
    keep: () => inTurn(async () => ((await isShared()) ? undefined : exchange())),
    recall: (channel, publications) =>
      inTurn(async () => {
        if (bell.unheard(channel, publications).length === 0) return;
        await exchange();
        bell.recall(bell.unheard(channel, publications));
      }),
  };
}

/**
 * Notes that a person knows of publications that were given up until `now`, because it was said at a terminal: no bell
 * recalls them. Never rejects.
 */
export async function noteHeard(
  { book, now, complain }: Pick<BellTerms, 'book' | 'complain'> & { readonly now: Instant },
  heard: readonly Heard[],
): Promise<void> {
  if (heard.length === 0) return;
  try {
    await book.changeAlarms((kept) => withHeard(kept, heard, now));
  } catch (error) {
    complain(`what you know cannot be kept, so an alarm may tell it: ${String(error)}`);
  }
}
