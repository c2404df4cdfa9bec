/** The identity of a drawing: the same on every machine, because it is taken of the SVG and not of encoded bytes. */

import { createHash } from 'node:crypto';
import type { Drawing } from './card.ts';

/** SHA-256 of the SVG, lower-case hexadecimal. */
export function drawingHash(drawing: Drawing): string {
  return createHash('sha256').update(drawing.svg).digest('hex');
}
