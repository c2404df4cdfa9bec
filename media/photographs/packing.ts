/** Tiles side by side on one sheet, so that all of them are rasterised at once and hardly an empty pixel with them. */

import type { Box, PhotographLayer } from '../card.ts';

type Tile = PhotographLayer['tiles'][number];

type Sheet = {
  readonly svg: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Where on the sheet each tile's upper left corner is, and where its pixels belong on the card. */
  readonly places: readonly { readonly x: number; readonly y: number; readonly box: Box }[];
};

/** In the order given, in rows as wide as the widest tile. Null without a tile. */
export function packed(tiles: readonly Tile[]): Sheet | null {
  if (tiles.length === 0) return null;
  const width = Math.max(...tiles.map(({ box }) => box.width));
  const places: { x: number; y: number; box: Box }[] = [];
  let [x, y, tallest] = [0, 0, 0];
  for (const { box } of tiles) {
    if (x + box.width > width) [x, y, tallest] = [0, y + tallest, 0];
    places.push({ x, y, box });
    x += box.width;
    tallest = Math.max(tallest, box.height);
  }
  const height = y + tallest;
  const placed = tiles.map(({ svg }, index) => `<svg x="${places[index]?.x}" y="${places[index]?.y}"${svg.slice(4)}`);
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
  return { svg: `${head}${placed.join('')}</svg>`, width, height, places };
}
