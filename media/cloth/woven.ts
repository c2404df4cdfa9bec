/** The weave of the cloth, rasterised once a process: its noise is most of the work of rasterising a card, and always the same. */

import sharp from 'sharp';
import { grayPng } from './gray-png.ts';
import { bareWeaveSvg, type Piece } from './weave.ts';

/** One byte a pixel, in rows of `width`; at least the piece that was asked for. */
type Gray = Piece & { readonly gray: Buffer };

/** The largest pieces that were needed so far, by how far they reach above the cloth; smaller ones are parts of them. */
const largest = new Map<number, Promise<Gray>>();

/** A piece of the weave in the upper left corner of another, which may be larger. */
export async function wovenGray(piece: Piece): Promise<Gray> {
  const known = await largest.get(piece.above);
  if (known !== undefined && known.width >= piece.width && known.height >= piece.height) return known;
  const raster = rasterised(union(piece, known ?? piece));
  largest.set(piece.above, raster);
  return raster;
}

function union(one: Piece, other: Piece): Piece {
  return { above: one.above, width: Math.max(one.width, other.width), height: Math.max(one.height, other.height) };
}

async function rasterised(piece: Piece): Promise<Gray> {
  const gray = await grayOf(bareWeaveSvg(piece));
  if (gray.length !== piece.width * piece.height) throw new Error('the weave was rasterised in another size');
  return { ...piece, gray };
}

let softLight: Promise<Buffer> | null = null;

/**
 * What the rasteriser makes of each value of a channel in the `soft-light` of each gray: at 256 × value + gray. Asked of
 * the rasteriser itself once a process, so that it is the same to the last bit.
 */
export function softLightTable(): Promise<Buffer> {
  softLight ??= grayOf(
    `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">${ramp('down', 'normal')}${ramp('across', 'soft-light')}</svg>`,
  );
  return softLight;
}

function ramp(way: 'across' | 'down', mode: 'normal' | 'soft-light'): string {
  const row = Uint8Array.from({ length: 256 }, (_, x) => x);
  const rows = Array.from({ length: 256 }, (_, y) => (way === 'across' ? row : new Uint8Array(256).fill(y)));
  const png = grayPng(rows).toString('base64');
  return `<image width="256" height="256" style="mix-blend-mode:${mode}" href="data:image/png;base64,${png}"/>`;
}

function grayOf(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: 72 }).extractChannel(0).raw().toBuffer();
}
