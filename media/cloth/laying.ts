/** Pixels laid over one another in the very arithmetic of the rasteriser (cairo and pixman), eight bits a channel. */

import type { Box } from '../card.ts';

/** RGB or RGBA in rows of its box, the alpha not multiplied in. */
export type Layer = { readonly box: Box; readonly pixels: Uint8Array };

/**
 * What is added before a product is divided by 255: pixman rounds, and cairo's own way with opaque colours, which it draws
 * itself, goes down where the rest is just over a half.
 */
export type Rounding = 128 | 127;

/** `value` × `share` / 255. */
export function product(value: number, share: number, rounding: Rounding = 128): number {
  const sum = value * share + rounding;
  return (sum + (sum >> 8)) >> 8;
}

/**
 * What a channel was multiplied with its alpha, before the rasteriser's loader divided it again. Division there goes down, so
 * it is the least value that it can be: `value` × `alpha` / 255, going up.
 */
export function multiplied(value: number, alpha: number): number {
  return Math.imul(value * alpha + 254, 32_897) >>> 23;
}

/** Lays an RGBA layer over opaque RGB pixels, as far as it lies within them. */
export function layOver({ box, pixels }: Layer, { box: under, pixels: target }: Layer, rounding: Rounding): void {
  const part = shared(box, under);
  const whole = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  for (let y = part.top; y < part.top + part.height; y += 1) {
    let at = (y - box.top) * box.width + part.left - box.left;
    let to = ((y - under.top) * under.width + part.left - under.left) * 3;
    for (const end = at + part.width; at < end; at += 1, to += 3) {
      if (whole[at] === 0) continue;
      const from = at * 4;
      const alpha = pixels[from + 3] ?? 0;
      const rest = 255 - alpha;
      target[to] = multiplied(pixels[from] ?? 0, alpha) + product(target[to] ?? 0, rest, rounding);
      target[to + 1] = multiplied(pixels[from + 1] ?? 0, alpha) + product(target[to + 1] ?? 0, rest, rounding);
      target[to + 2] = multiplied(pixels[from + 2] ?? 0, alpha) + product(target[to + 2] ?? 0, rest, rounding);
    }
  }
}

/** Puts a part of an RGB layer, as much of each pixel as `mask` says in one byte, on opaque RGB pixels. */
export function putThrough(mask: Layer, layer: Layer, target: Layer): void {
  const { left, top, width, height } = mask.box;
  for (let y = top; y < top + height; y += 1) {
    let through = (y - top) * width;
    let from = ((y - layer.box.top) * layer.box.width + left - layer.box.left) * 3;
    let to = ((y - target.box.top) * target.box.width + left - target.box.left) * 3;
    for (let x = 0; x < width; x += 1, through += 1, from += 3, to += 3) {
      const share = mask.pixels[through] ?? 0;
      if (share === 0) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        const own = layer.pixels[from + channel] ?? 0;
        target.pixels[to + channel] =
          share === 255 ? own : product(own, share) + product(target.pixels[to + channel] ?? 0, 255 - share);
      }
    }
  }
}

/** Copies an RGB layer to where it is on other pixels. */
export function copyOver({ box, pixels }: Layer, { box: under, pixels: target }: Layer): void {
  const row = box.width * 3;
  for (let y = 0; y < box.height; y += 1) {
    const to = ((box.top + y - under.top) * under.width + box.left - under.left) * 3;
    target.set(pixels.subarray(y * row, (y + 1) * row), to);
  }
}

/** What two boxes have in common; of no width or height where that is nothing. */
export function shared(one: Box, other: Box): Box {
  const [left, top] = [Math.max(one.left, other.left), Math.max(one.top, other.top)];
  const right = Math.min(one.left + one.width, other.left + other.width);
  const bottom = Math.min(one.top + one.height, other.top + other.height);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
