/** The bell of this program: its alarms, and a file in which one process tells the next what was raised already. */

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../../media/whole-file.ts';
import { type Instant, instantFromIso, toIso } from '../../schedule/instant.ts';
import { type Bell, type BellMemory, blankMemory, hangBell } from '../publish/alarm.ts';
import type { Alarm } from '../publish/ports.ts';
import { commandAlarm } from './alarm-command.ts';
import type { Secret } from './secret.ts';

type BellTerms = {
  readonly file: string;
  readonly now: () => Instant;
  /** Raised before the command of the settings, if there is one. */
  readonly first: Alarm;
  readonly command: Secret | null;
  /** Told when the command or the file fails; nothing else comes of it. */
  readonly complain: (message: string) => void;
};

/** A bell, and `keep`, which writes down what it has raised if that has changed. Neither rejects. */
export async function openBell(terms: BellTerms): Promise<{ readonly bell: Bell; readonly keep: () => Promise<void> }> {
  const { file, now, first, command, complain } = terms;
  const alarms = command === null ? [first] : [first, commandAlarm(command, complain)];
  const bell = hangBell(alarms, now, await memoryIn(file));
  let kept = textOf(bell.memory());
  let keeping = Promise.resolve();
  const write = async (): Promise<void> => {
    const text = textOf(bell.memory());
    if (text === kept) return;
    try {
      await writeWhole(file, text);
      kept = text;
    } catch (error) {
      complain(`${file} cannot be written, so alarms may come twice: ${String(error)}`);
    }
  };
  return {
    bell,
    keep: () => {
      keeping = keeping.then(write);
      return keeping;
    },
  };
}

const instants = z.record(z.string(), z.string().transform(instantFromIso));
const memoryFile = z.object({ raised: instants, away: instants });

/** What cannot be read counts as nothing: at worst an alarm comes twice. */
async function memoryIn(file: string): Promise<BellMemory> {
  try {
    return memoryFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return blankMemory;
  }
}

function textOf({ raised, away }: BellMemory): string {
  const written = (instantsOf: BellMemory['raised']) =>
    Object.fromEntries(Object.entries(instantsOf).map(([key, at]) => [key, toIso(at)]));
  return `${JSON.stringify({ raised: written(raised), away: written(away) }, null, 2)}\n`;
}
