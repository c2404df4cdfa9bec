/** Renders a slot into the thread that readers of one network will see in one language, its cards drawn. */

import { drawingHash } from '../../media/drawing-hash.ts';
import type { Checked } from '../../schedule/model/problem.ts';
import type { Wording } from '../../schedule/time/lateness.ts';
import type { Slot } from '../../schedule/time/slots.ts';
import { renderCard } from './card/card.ts';
import { type RenderTarget, renderWith } from './render-with.ts';
import type { Thread } from './thread.ts';

export type { RenderTarget } from './render-with.ts';

/** As `renderWith`, every card drawn once. */
export function renderThread(slot: Slot, target: RenderTarget, wording: Wording = 'as-written'): Checked<Thread> {
  return renderWith(slot, target, wording, { cardOf: renderCard, hashOf: drawingHash });
}
