/** Looks at a stored photograph once more: whether it is the picture its record speaks of, whole, and without metadata. */

import sharp from 'sharp';
import type { Photograph } from '../../schedule/model/photograph.ts';
import { faultOfTones, tonesStored } from './likeness.ts';

/** What is wrong, as a phrase that goes on after the name of the file; null for a sound one. Decodes every pixel. */
export async function faultOfStored({ file, width, height }: Photograph): Promise<string | null> {
  try {
    const picture = sharp(file, { failOn: 'truncated' });
    const found = await picture.metadata();
    if (found.format !== 'jpeg') return `is ${found.format} and no JPEG`;
    if (found.width !== width || found.height !== height) {
      return `has ${found.width}×${found.height} pixels and not ${width}×${height}, as its record says`;
    }
    const { exif, xmp, iptc, icc } = found;
    if ([exif, xmp, iptc, icc].some((part) => part !== undefined))
      return 'holds metadata, which may say where it was taken';
    return faultOfTones(tonesStored(await picture.stats()));
  } catch {
    return 'cannot be decoded';
  }
}
