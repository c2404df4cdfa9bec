/** How drawings are encoded; apart from the encoder, so that a fingerprint can be taken without loading it. */

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
