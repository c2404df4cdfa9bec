/** The cache of pictures, with what draws them loaded when one is asked for. */

import type { PictureCache } from './cache.ts';

/** As `createPictureCache`. */
export function openPictureCache(folder: string): PictureCache {
  let opened: Promise<PictureCache> | null = null;
  const cache = () => (opened ??= import('./cache.ts').then(({ createPictureCache }) => createPictureCache(folder)));
  return {
    picture: async (drawing, limits) => (await cache()).picture(drawing, limits),
    bySha256: async (sha256) => (await cache()).bySha256(sha256),
  };
}
