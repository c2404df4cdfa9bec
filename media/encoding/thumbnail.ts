/** Small copies of pictures, for pages that show many of them. */

import sharp from 'sharp';
import type { Picture } from '../card.ts';

/** A JPEG `width` pixels wide. */
export async function thumbnailOf(picture: Picture, width: number): Promise<Uint8Array> {
  return sharp(picture.bytes).resize(width).jpeg({ quality: 80, chromaSubsampling: '4:4:4' }).toBuffer();
}
