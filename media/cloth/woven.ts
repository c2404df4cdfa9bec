/** The weave of the cloth, rasterised once a process: its noise is most of the work of rasterising a card, and always the same. */

import sharp from 'sharp';
import { grayPng } from './gray-png.ts';
import { bareWeaveSvg, type Piece, pieceOfWeave, withPictureOfWeave } from './weave.ts';

/** A drawing's SVG with its weave as a picture, which gives the same pixels; the SVG itself where it has none. */
export async function withWovenCloth(svg: string): Promise<string> {
  const piece = pieceOfWeave(svg);
  return piece === null ? svg : withPictureOfWeave(svg, piece, grayPng(await rowsOf(piece)));
}

/** The largest pieces that were needed so far, by how far they reach above the cloth; smaller ones are cut from them. */
const largest = new Map<number, Piece & { readonly gray: Buffer }>();

async function rowsOf(piece: Piece): Promise<readonly Uint8Array[]> {
  const known = largest.get(piece.above);
  const weave = known !== undefined && covers(known, piece) ? known : await raster(union(piece, known ?? piece));
  largest.set(piece.above, weave);
  return Array.from({ length: piece.height }, (_, row) =>
    weave.gray.subarray(row * weave.width, row * weave.width + piece.width),
  );
}

function covers(one: Piece, other: Piece): boolean {
  return one.width >= other.width && one.height >= other.height;
}

function union(one: Piece, other: Piece): Piece {
  return { above: one.above, width: Math.max(one.width, other.width), height: Math.max(one.height, other.height) };
}

async function raster(piece: Piece): Promise<Piece & { readonly gray: Buffer }> {
  const gray = await sharp(Buffer.from(bareWeaveSvg(piece)), { density: 72 })
    .extractChannel(0)
    .raw()
    .toBuffer();
  if (gray.length !== piece.width * piece.height) throw new Error('the weave was rasterised in another size');
  return { ...piece, gray };
}
