/** The identity of a drawing: the same on every machine, because it is taken of the SVG and not of encoded bytes. */

import { createHash } from 'node:crypto';
import type { Box, Drawing, Shade } from './card.ts';

/** SHA-256 of the SVG and of the photograph under it, wherever that lies; lower-case hexadecimal. */
export function drawingHash({ svg, photograph }: Drawing): string {
  const hash = createHash('sha256').update(svg);
  if (photograph !== null) {
    const { sha256, crop, area, shade, tones } = photograph;
    hash.update(
      JSON.stringify([sha256, boxOf(crop), boxOf(area), shade.axis, shade.stops.map(stopOf), tones.black, tones.white]),
    );
  }
  return hash.digest('hex');
}

function boxOf({ left, top, width, height }: Box): readonly number[] {
  return [left, top, width, height];
}

function stopOf({ at, light }: Shade['stops'][number]): readonly number[] {
  return [at, light];
}
