/** How drawings are encoded; apart from the encoder, so that a fingerprint can be taken without loading it. */

import { availableParallelism } from 'node:os';

/** Tried in this order; a card comes to about 300,000 bytes at the first. */
export const qualities = [88, 80, 72, 64, 54] as const;

export const jpeg = {
  chromaSubsampling: '4:4:4',
  mozjpeg: false,
  progressive: false,
  optimiseCoding: true,
} as const;

/** Everything besides the SVG and the byte limit that decides what an encoded picture looks like; part of fingerprints. */
export const encoderSettings = `jpeg baseline ${jpeg.chromaSubsampling} quality ${qualities.join('/')}, no metadata`;

/**
 * Pictures drawn side by side, each on one thread: more cards a second than one at a time on all of them. Node.js has four
 * threads for such work; a card needs tens of megabytes while it is drawn.
 */
export const encodesAtOnce = Math.min(4, Math.max(2, availableParallelism()));
export const threadsPerEncode = 1;
