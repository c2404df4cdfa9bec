/** A series of illustrated threads, the same in every process, and heavy enough that a kill often falls into the middle of one. */

import type { NetworkName } from '../../../bot/networks/all.ts';
import type { Drawing } from '../../../media/card.ts';
import { drawingWith, slotsInARow, type ThreadChanges } from '../../support/threads.ts';

/** Threads of three posts with four pictures on the first, the same four in every thread. */
export function seriesOf(name: NetworkName, count: number): readonly ThreadChanges[] {
  const images = [noise(1), noise(2), noise(3), noise(4)] as const;
  return slotsInARow(count).map((slot) => {
    const post = (letter: string) => ({ text: `${slot.entry.id} ${letter}` });
    return { slot, network: name, posts: [{ ...post('a'), images }, post('b'), post('c')] };
  });
}

/** Noise hardly compresses. */
function noise(seed: number): Drawing {
  const filter = `<filter id="n"><feTurbulence baseFrequency="0.9" numOctaves="1" seed="${seed}"/></filter>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000">${filter}<rect width="100%" height="100%" filter="url(#n)"/></svg>`;
  return drawingWith({ svg, width: 800, height: 1000, alt: `Zaj ${seed}` });
}
