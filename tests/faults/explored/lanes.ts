/** Explores scenes side by side, each in a thread of its own. */

import { Worker } from 'node:worker_threads';
import type { Explored } from './explore.ts';
import type { Plant } from './plants.ts';
import { scenes } from './scene.ts';

/** What a thread is asked. */
export type Exploration = {
  readonly scene: string;
  readonly faults: number;
  /** Where one broken promise is enough. */
  readonly isOneEnough: boolean;
  /** A fault planted in the program itself. */
  readonly plant: Plant | null;
};

/** The scenes with the most states come first, so that no thread is left alone with one of them. */
const order = ['three', 'two', 'made ready', 'picture', 'post'];

export function allScenes(faults: number): readonly Exploration[] {
  const weight = ({ name }: { readonly name: string }) => order.findIndex((word) => name.includes(word));
  return [...scenes]
    .sort((a, b) => weight(a) - weight(b))
    .map(({ name }) => ({ scene: name, faults, isOneEnough: false, plant: null }));
}

/** Carries out all, so many at a time; told of each as it comes. Rejects with the first error of a thread. */
export async function exploreAll(
  explorations: readonly Exploration[],
  lanes: number,
  onExplored: (explored: Explored, exploration: Exploration) => void,
): Promise<void> {
  const waiting = [...explorations];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      onExplored(await exploreApart(next), next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** A thread knows the program as it is loaded there, with or without a fault planted in it. */
export function exploreApart(exploration: Exploration): Promise<Explored> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: exploration,
      resourceLimits: { maxOldGenerationSizeMb: 6_000 },
    });
    worker.once('message', (explored: Explored) => resolve(explored));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread ended with ${code} and no word`)));
  });
}
