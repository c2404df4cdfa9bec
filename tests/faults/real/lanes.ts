/** Makes all trials of a series, several at a time, each lane on servers of its own. */

import type { Made, Tried } from '../findings.ts';
import { seriesOn } from './series.ts';
import { withServers } from './stand.ts';

/** After so many trials servers make room for new ones: what stands on them is read whole after every trial. */
const trialsAStand = 60;

type Series = {
  readonly seed: number;
  /** How many mixtures follow the matrix. */
  readonly mixtures: number;
  readonly lanes: number;
  readonly isDone: (name: string) => boolean;
};

/** Resolves when all is tried that was not done; told of each trial as it ends. Rejects with the first error of the harness. */
export async function tryAll(
  { seed, mixtures, lanes, isDone }: Series,
  onTried: (name: string, tried: readonly Tried[], made: Made) => void,
): Promise<void> {
  const all = await withServers((stand) => seriesOn(stand, seed, mixtures));
  const waiting = all.filter(({ name }) => !isDone(name));
  let made = all.length - waiting.length;
  const lane = async (): Promise<void> => {
    while (waiting.length > 0) {
      const trials = waiting.splice(0, trialsAStand);
      await withServers(async (stand) => {
        for (const { name, make } of trials) {
          const tried = await make(stand);
          made += 1;
          onTried(name, tried, { trials: made, of: all.length });
        }
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Makes the one trial of this name; nothing if the series has none. */
export function tellTrial(name: string, seed: number, mixtures: number): Promise<readonly Tried[]> {
  return withServers(async (stand) => {
    const trial = (await seriesOn(stand, seed, mixtures)).find((each) => each.name === name);
    return trial === undefined ? [] : trial.make(stand);
  });
}
