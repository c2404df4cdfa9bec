/** The pixels of a drawing with cloth on it: the very ones that its SVG is rasterised to, for a fraction of the work. */

import sharp from 'sharp';
import type { Box } from '../card.ts';
import { cutOpens } from './flag.ts';
import { copyOver, type Layer, layOver, putThrough, type Rounding, shared } from './laying.ts';
import { askedFor, boundsOf, type Parts } from './parts.ts';
import { softLightTable, wovenGray } from './woven.ts';

/**
 * Draws on `canvas`, which has room for just the RGB pixels of the page. What has a gradient, or is a picture in another size, is
 * always rasterised on a page that begins where the whole one does: elsewhere the rasteriser would round otherwise.
 */
export async function drawCloth(parts: Parts, canvas: Uint8Array): Promise<void> {
  const page = { box: pageOf(parts), pixels: canvas };
  const [cloth, mask, behind, over, signs, words] = await Promise.all([
    wovenCloth(parts),
    maskOf(parts),
    behindHole(parts),
    Promise.all(parts.over.map((piece) => overCloth(piece, parts))),
    parts.signs === '' ? null : rasterised(parts.signs, { part: page.box, from: corner }, 4),
    parts.words === '' ? null : rasterised(parts.words, { part: page.box, from: corner }, 4),
  ]);
  for (const [at, piece] of parts.over.entries()) {
    const layer = over[at];
    if (layer !== undefined) layOver(layer, cloth, roundingOf(piece));
  }
  fillWith(parts.ground, canvas);
  if (behind !== null) copyOver(behind, page);
  putThrough(mask, cloth, page);
  if (signs !== null) layOver(signs, page, roundingOf(parts.signs));
  if (words !== null) layOver(words, page, roundingOf(parts.words));
}

function pageOf({ width, height }: Parts): Box {
  return { left: 0, top: 0, width, height };
}

/** The part of the page that the cloth is drawn on, in whole pixels. */
function boundsOnPage(parts: Parts): Box {
  const { x, y, weave } = parts;
  return shared({ left: x, top: y - weave.above, width: weave.width, height: weave.height }, pageOf(parts));
}

/** What is wanted of the page, and the page as the rasteriser is to see it: from where to where. */
type Seen = { readonly part: Box; readonly from: Point; readonly to?: Point };
type Point = { readonly x: number; readonly y: number };

const corner: Point = { x: 0, y: 0 };

function onPage({ x, y }: Parts, svg: string): string {
  return `<g transform="translate(${x} ${y})">${svg}</g>`;
}

/** Dyes, light and weave, without their outline. */
async function wovenCloth(parts: Parts): Promise<Layer> {
  const bounds = boundsOnPage(parts);
  const [lit, weave, softLight] = await Promise.all([
    rasterised(onPage(parts, parts.lit), { part: bounds, from: corner }, 3),
    wovenGray(parts.weave),
    softLightTable(),
  ]);
  const { pixels } = lit;
  for (let y = bounds.top; y < bounds.top + bounds.height; y += 1) {
    let from = (y - parts.y + parts.weave.above) * weave.width + bounds.left - parts.x;
    let to = (y - bounds.top) * bounds.width * 3;
    for (let x = 0; x < bounds.width; x += 1, from += 1, to += 3) {
      const gray = weave.gray[from] ?? 0;
      pixels[to] = softLight[((pixels[to] ?? 0) << 8) | gray] ?? 0;
      pixels[to + 1] = softLight[((pixels[to + 1] ?? 0) << 8) | gray] ?? 0;
      pixels[to + 2] = softLight[((pixels[to + 2] ?? 0) << 8) | gray] ?? 0;
    }
  }
  return lit;
}

/** How much of the cloth is in each pixel: nothing outside its hems and in its hole. */
function maskOf(parts: Parts): Promise<Layer> {
  const part = boundsOnPage(parts);
  const { left, top, width, height } = part;
  const at = `x="${left - parts.x}" y="${top - parts.y}" width="${width}" height="${height}"`;
  const svg = `<rect ${at}/>${cutOpens}<rect ${at} fill="#fff"/></g></g>`;
  return rasterised(askedFor(cutOpens, parts.definitions) + onPage(parts, svg), { part, from: { x: left, y: top } }, 1);
}

/** What is seen through the hole, if there is more than the ground; its filters see all that is drawn there. */
async function behindHole(parts: Parts): Promise<Layer | null> {
  const bounds = boundsOf(askedFor('url(#opening)', parts.definitions));
  if (parts.behind === '' || bounds === null) return null;
  const part = shared(around(bounds, parts, 4), pageOf(parts));
  const { left, top, width, height } = shared(around(bounds, parts, reachOf(bounds)), pageOf(parts));
  const ground = `<rect width="${parts.width}" height="${parts.height}" fill="${parts.ground}"/>`;
  const svg = ground + askedFor(parts.behind, parts.definitions) + onPage(parts, parts.behind);
  return remembered(svg, { part, from: corner, to: { x: left + width, y: top + height } }, 3);
}

/** A box of the cloth on the page, with so many pixels more on all sides. */
function around({ left, top, width, height }: Box, { x, y }: Parts, edge: number): Box {
  return { left: left + x - edge, top: top + y - edge, width: width + 2 * edge, height: height + 2 * edge };
}

/** Farther than any stroke, shadow or filter reaches beyond the bounds of its path, in pixels. */
function reachOf({ width, height }: Box): number {
  return 60 + Math.ceil(0.2 * Math.max(width, height));
}

/** Blurred layers that were needed before: they are often the same from card to card, and blurring is slow. The latest stand last. */
const recent = new Map<string, Layer>();
const mostBytes = 24_000_000;

async function remembered(svg: string, seen: Seen, channels: 3 | 4): Promise<Layer> {
  const key = JSON.stringify([svg, seen, channels]);
  const layer = recent.get(key) ?? (await rasterised(svg, seen, channels));
  recent.delete(key);
  recent.set(key, layer);
  let bytes = [...recent.values()].reduce((sum, { pixels }) => sum + pixels.length, 0);
  for (const [oldest, { pixels }] of recent) {
    if (bytes <= mostBytes) break;
    recent.delete(oldest);
    bytes -= pixels.length;
  }
  return layer;
}

/** A piece that is laid over the cloth. */
function overCloth(piece: string, parts: Parts): Promise<Layer> {
  const svg = askedFor(piece, parts.definitions) + onPage(parts, piece);
  const bounds = boundsOf(piece);
  if (bounds === null) return rasterised(svg, { part: boundsOnPage(parts), from: corner }, 4);
  const part = shared(around(bounds, parts, reachOf(bounds)), pageOf(parts));
  if (!piece.includes('filter=')) return rasterised(svg, { part, from: corner }, 4);
  return remembered(svg, { part, from: { x: part.left, y: part.top } }, 4);
}

/** The rasteriser draws what has one opaque colour by itself, and leaves the rest to pixman. */
function roundingOf(pieces: string): Rounding {
  return /url\(|opacity/u.test(pieces) ? 128 : 127;
}

/** Pixels of a part of the page. */
async function rasterised(svg: string, { part, from, to }: Seen, channels: 1 | 3 | 4): Promise<Layer> {
  const { left, top, width, height } = part;
  const [across, down] = [(to?.x ?? left + width) - from.x, (to?.y ?? top + height) - from.y];
  const page = `width="${across}" height="${down}" viewBox="${from.x} ${from.y} ${across} ${down}"`;
  const picture = sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${page}>${svg}</svg>`), { density: 72 });
  if (across !== width || down !== height) picture.extract({ left: left - from.x, top: top - from.y, width, height });
  const wanted = { 1: () => picture.extractChannel(0), 3: () => picture.removeAlpha(), 4: () => picture.ensureAlpha() };
  const pixels = await wanted[channels]().raw().toBuffer();
  if (pixels.length !== width * height * channels) {
    throw new Error('a part of a drawing was rasterised in another size');
  }
  return { box: part, pixels };
}

function fillWith(colour: string, canvas: Uint8Array): void {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  Buffer.from(canvas.buffer, canvas.byteOffset, canvas.byteLength).fill(Buffer.of(red ?? 0, green ?? 0, blue ?? 0));
}
