/** The floor, and the card as others would draw it: the same photograph, crop, shade, words and JPEG settings. */

import { renderAsync } from '@resvg/resvg-js';
import satori, { type Element } from 'satori';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { jpeg, qualities } from '../../media/encoding/encoder-settings.ts';
import { type Contender, inTurn } from '../rounds.ts';
import { type FontName, fontData, fonts, type Word } from './words.ts';

export type Size = { readonly width: number; readonly height: number };

/** Decode, resize and encode, and nothing else. */
export function floor(photograph: Uint8Array, size: Size): Contender {
  return { name: 'the floor: decode, resize, encode', run: () => encoded(resized(photograph, size)) };
}

/** Each line set by Pango and laid on. */
export function sharpText(photograph: Uint8Array, size: Size, cards: readonly (readonly Word[])[]): Contender {
  const next = inTurn(cards);
  const shade: OverlayOptions = { input: Buffer.from(shadeSvg(size)) };
  const line = ({ text, font, size: pixels, fill, left, top }: Word): OverlayOptions => {
    const input = {
      text: `<span foreground="${fill}">${escaped(text)}</span>`,
      font: `${fonts[font].pango} ${pixels}`,
      fontfile: fonts[font].file,
      dpi: 72,
      rgba: true,
    };
    return { input: { text: input }, left, top };
  };
  return {
    name: 'sharp text (Pango)',
    run: () =>
      encoded(
        resized(photograph, size)
          .grayscale()
          .toColourspace('srgb')
          .composite([shade, ...next().map(line)]),
      ),
  };
}

/** Shade and words laid out by satori, drawn by resvg, and laid over the photograph by sharp. */
export function satoriResvg(photograph: Uint8Array, size: Size, cards: readonly (readonly Word[])[]): Contender {
  const next = inTurn(cards);
  const names = [...new Set(cards.flat().map(({ font }) => font))];
  const loaded = names.map((name) => ({
    name,
    data: fontData(name),
    weight: fonts[name].weight,
    style: 'normal' as const,
  }));
  return {
    name: 'satori + resvg (+ sharp)',
    run: async () => {
      const svg = await satori(page(size, next()), { ...size, fonts: loaded });
      const { pixels, width, height } = await renderAsync(svg, { font: { loadSystemFonts: false } });
      const input = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
      const overlay = { input, raw: { width, height, channels: 4 as const }, premultiplied: true };
      return encoded(resized(photograph, size).grayscale().toColourspace('srgb').composite([overlay]));
    },
  };
}

function resized(photograph: Uint8Array, { width, height }: Size): Sharp {
  return sharp(photograph).resize(width, height, { fit: 'cover' });
}

function encoded(picture: Sharp): Promise<Buffer> {
  return picture.jpeg({ ...jpeg, quality: qualities[0] }).toBuffer();
}

/** Where the shade begins and where it is as dark as it gets, as shares of the height. */
const shade = { from: 0.17, to: 0.38, colour: '#100F0E', opacity: 0.92 } as const;

function shadeSvg({ width, height }: Size): string {
  const { from, to, colour, opacity } = shade;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="${from}" stop-color="${colour}" stop-opacity="0"/><stop offset="${to}" stop-color="${colour}" stop-opacity="${opacity}"/></linearGradient><rect width="100%" height="100%" fill="url(#g)"/></svg>`;
}

function page({ width, height }: Size, words: readonly Word[]): Element {
  const stops = `rgba(16,15,14,0) ${shade.from * 100}%, rgba(16,15,14,${shade.opacity}) ${shade.to * 100}%`;
  const style = { display: 'flex', width, height, backgroundImage: `linear-gradient(to bottom, ${stops})` };
  return { type: 'div', props: { style, children: words.map(line) } };
}

/** How far below the top of a line's box its ink begins, in em. */
const inkBegins: Readonly<Record<FontName, number>> = {
  League: 0.17,
  SerifBold: 0.2,
  Serif: 0.2,
  CourierBold: 0.2,
  Courier: 0.2,
};

function line({ text, font, size, fill, left, top }: Word): Element {
  const style = {
    position: 'absolute',
    left,
    top: top - inkBegins[font] * size,
    fontFamily: font,
    fontWeight: fonts[font].weight,
    fontSize: size,
    lineHeight: 1,
    whiteSpace: 'nowrap',
    color: fill,
  };
  return { type: 'div', props: { style, children: text } };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
