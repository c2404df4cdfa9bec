/** The bell of this program: its alarms, and a file in which processes tell each other what was raised already. */

import { z } from 'zod';
import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import { instant } from '../../ledger/cells.ts';
import type { Publication } from '../../ledger/ledger.ts';
import { type Bell, hangBell } from '../../publish/alarms/alarm.ts';
import { type BellMemory, blankMemory, type Heard, mergedMemory, withHeard } from '../../publish/alarms/bell-memory.ts';
import type { Alarm } from '../../publish/ports.ts';
import { changeKept, type Kept, readKept } from '../data/kept-file.ts';
import { type AlarmCommand, commandAlarm } from './alarm-command.ts';

type BellTerms = {
  readonly file: string;
  readonly now: () => Instant;
  /** Raised before the command of the settings, if there is one. */
  readonly first: Alarm;
  readonly command: AlarmCommand | null;
  /** Told when the command or the file fails; nothing else comes of it. */
  readonly complain: (message: string) => void;
};

export type OpenBell = {
  readonly bell: Bell;
  /** Tells other processes what was raised, and hears it from them, if anything has changed. Never rejects. */
  readonly keep: () => Promise<void>;
  /** Raises what the ledger holds as given up and nobody was told of by any process. Never rejects. */
  readonly recall: (channel: string, publications: readonly Publication[]) => Promise<void>;
};

export async function openBell({ file, now, first, command, complain }: BellTerms): Promise<OpenBell> {
  const alarms = command === null ? [first] : [first, commandAlarm(command, complain)];
  /** As it was in the file when this process looked last. */
  const begun = await readKept(file, memoryFile);
  if (begun.kind === 'damaged') complain(`${file} is damaged, so alarms may come twice. ${begun.reason}.`);
  let shared = memoryIn(begun) ?? blankMemory;
  const bell = hangBell(alarms, now, shared);
  /** The last change could not be written. */
  let isLost = false;
  const exchange = async (): Promise<void> => {
    let merged = shared;
    try {
      await changeKept(file, memoryFile, (kept) => {
        merged = mergedMemory(shared, bell.memory(), memoryIn(kept) ?? shared);
        bell.remember(merged);
        const changed = textOf(merged);
        return kept.kind === 'kept' && changed === kept.text ? null : changed;
      });
      shared = merged;
      if (isLost) complain(`${file} can be written again`);
      isLost = false;
    } catch (error) {
      if (isLost) return;
      isLost = true;
      complain(`${file} cannot be written, so alarms may come twice: ${String(error)}`);
    }
  };
  const isShared = async (): Promise<boolean> => {
    const known = textOf(shared);
    if (textOf(bell.memory()) !== known) return false;
    const kept = await readKept(file, memoryFile);
    return kept.kind === 'absent' || (kept.kind === 'kept' && kept.text === known);
  };
  let last = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
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
  { file, now, complain }: Pick<BellTerms, 'file' | 'complain'> & { readonly now: Instant },
  heard: readonly Heard[],
): Promise<void> {
  if (heard.length === 0) return;
  try {
    await changeKept(file, memoryFile, (kept) => {
      if (kept.kind === 'damaged') complain(`${file} is damaged, so alarms may come twice. ${kept.reason}.`);
      return textOf(withHeard(memoryIn(kept) ?? blankMemory, heard, now));
    });
  } catch (error) {
    complain(`${file} cannot be written, so an alarm may tell what you know: ${String(error)}`);
  }
}

const instants = z.record(z.string(), instant);
const memoryFile = z.object({ raised: instants, away: instants });

/** Null for what is not known: at worst an alarm comes twice. */
function memoryIn(kept: Kept<BellMemory>): BellMemory | null {
  return kept.kind === 'kept' ? kept.value : null;
}

function textOf({ raised, away }: BellMemory): string {
  const written = (instantsOf: BellMemory['raised']) =>
    Object.fromEntries(Object.entries(instantsOf).map(([key, at]) => [key, toIso(at)]));
  return `${JSON.stringify({ raised: written(raised), away: written(away) }, null, 2)}\n`;
}
