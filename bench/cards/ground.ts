/** What stands under the words of a card: for others it is made ready, so that they are spared the work of drawing it. */

import type { CardRecord } from '../../media/card.ts';
import { grayPng } from '../../media/cloth/gray-png.ts';
import { pieceOfWeave } from '../../media/cloth/weave.ts';
import { wovenGray } from '../../media/cloth/woven.ts';
import { composeCard } from '../../media/draw.ts';
import { lettersSvg } from '../../media/lettering/lettering.ts';
import { pages } from '../../media/page.ts';

/**
 * The SVG of a card without its words, its weave a ready picture and the names on a map as outlines; of a photo card only
 * what stands over its photograph. Throws an Error if the record does not fit on a card.
 */
export async function groundOf(record: CardRecord): Promise<string> {
  const composition = composeCard(record);
  if (!composition.ok) throw new Error('the words of the bench do not fit on a card');
  const { width, height } = pages.portrait;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    record.kind === 'photo' ? '' : `<rect width="${width}" height="${height}" fill="${record.theme.palette.ink}"/>`,
    composition.artwork,
    lettersSvg(composition.lines.filter(({ field }) => field === 'map')),
    '</svg>',
  ].join('');
  return withPictureOfWeave(svg);
}

/** The same SVG with a picture in place of the noise. */
async function withPictureOfWeave(svg: string): Promise<string> {
  const piece = pieceOfWeave(svg);
  if (piece === null) return svg;
  const { above, width, height, from, to } = piece;
  const woven = await wovenGray(piece);
  const rows = Array.from({ length: height }, (_, row) =>
    woven.gray.subarray(row * woven.width, row * woven.width + width),
  );
  const href = `data:image/png;base64,${grayPng(rows).toString('base64')}`;
  const image = `<image y="-${above}" width="${width}" height="${height}" preserveAspectRatio="none" style="mix-blend-mode:soft-light" href="${href}"/>`;
  return svg.slice(0, from) + image + svg.slice(to);
}

/** What stands in an SVG. */
export function withinSvg(svg: string): string {
  return svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'));
}
