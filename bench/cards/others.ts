/** The same cards as others would draw them: the same photograph or ground, shade, words and JPEG settings. */

import { renderAsync } from '@resvg/resvg-js';
import { type Node, Renderer } from '@takumi-rs/core';
import satori, { type Element } from 'satori';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { pages } from '../../media/page.ts';
import { inTurn } from '../measure/turns.ts';
import { withinSvg } from './ground.ts';
import { encoded, grayPhotograph, type Subject } from './plain.ts';
import { shadeCss, shadeSvg } from './shade.ts';
import type { Way } from './way.ts';
import { type FontName, fontData, fonts, type Word } from './words.ts';

const { width, height } = pages.portrait;
const size = { width, height };

/** Each line set by Pango and laid on. */
export function sharpText(photograph: Uint8Array, subjects: readonly Subject[]): Way {
  const next = inTurn(subjects);
  return {
    name: 'sharp text (Pango)',
    draw: () => {
      const { words, ground, isPhoto } = next();
      const lines = words.map(pangoLine);
      if (isPhoto) {
        const over: OverlayOptions = { input: Buffer.from(shadeSvg(width, height, withinSvg(ground))) };
        return encoded(grayPhotograph(photograph).composite([over, ...lines]));
      }
      return encoded(sharp(Buffer.from(ground), { density: 72 }).composite(lines).removeAlpha());
    },
  };
}

function pangoLine({ text, font, size: pixels, fill, left, top }: Word): OverlayOptions {
  const input = {
    text: `<span foreground="${fill}">${escaped(text)}</span>`,
    font: `${fonts[font].pango} ${pixels}`,
    fontfile: fonts[font].file,
    dpi: 72,
    rgba: true,
  };
  return { input: { text: input }, left, top };
}

/** Laid out by satori, drawn by resvg, and encoded by sharp. */
export function satoriResvg(photograph: Uint8Array, subjects: readonly Subject[]): Way {
  const next = inTurn(subjects);
  const layOut = satoriLayout(subjects);
  return {
    name: 'satori + resvg',
    draw: async () => {
      const subject = next();
      const { pixels } = await renderAsync(await layOut(subject), { font: { loadSystemFonts: false } });
      return finished(photograph, subject, { pixels, ...size, premultiplied: true });
    },
  };
}

/** Laid out by satori, drawn and encoded by sharp. */
export function satoriSharp(photograph: Uint8Array, subjects: readonly Subject[]): Way {
  const next = inTurn(subjects);
  const layOut = satoriLayout(subjects);
  return {
    name: 'satori + sharp',
    draw: async () => {
      const subject = next();
      const input = Buffer.from(await layOut(subject));
      if (subject.isPhoto) return encoded(grayPhotograph(photograph).composite([{ input }]));
      return encoded(sharp(input, { density: 72 }).removeAlpha());
    },
  };
}

/** Laid out and drawn by Takumi, and encoded by sharp, since Takumi cannot be told our chroma. */
export function takumi(photograph: Uint8Array, subjects: readonly Subject[]): Way {
  const next = inTurn(subjects);
  const renderer = new Renderer({ cacheMaxBytes: 0 });
  const registered = Promise.all(
    fontsIn(subjects).map(({ name, data, weight }) => renderer.registerFont({ name, data, weight })),
  );
  return {
    name: 'Takumi',
    draw: async () => {
      await registered;
      const subject = next();
      const images = [{ src: groundName, data: Buffer.from(subject.ground), cache: 'none' as const }];
      const pixels = await renderer.render(takumiPage(subject), { ...size, format: 'raw', images });
      return finished(photograph, subject, { pixels, ...size, premultiplied: false });
    },
  };
}

type Raster = {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly premultiplied: boolean;
};

/** A page of RGBA pixels, over the photograph where there is one. */
function finished(photograph: Uint8Array, { isPhoto }: Subject, page: Raster): Promise<Buffer> {
  const { pixels, premultiplied, ...area } = page;
  const input = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const raw = { ...area, channels: 4 as const };
  const whole: Sharp = isPhoto
    ? grayPhotograph(photograph).composite([{ input, raw, premultiplied }])
    : sharp(input, { raw }).removeAlpha();
  return encoded(whole);
}

function fontsIn(subjects: readonly Subject[]) {
  const names = [...new Set(subjects.flatMap(({ words }) => words.map(({ font }) => font)))];
  return names.map((name) => ({
    name,
    data: fontData(name),
    weight: fonts[name].weight,
    style: 'normal' as const,
  }));
}

/** Satori knows no blending: what stands under or over its words is put into its SVG as it is. */
function satoriLayout(subjects: readonly Subject[]): (subject: Subject) => Promise<string> {
  const loaded = fontsIn(subjects);
  return async ({ words, ground, isPhoto }) => {
    const style = { display: 'flex', ...size, ...(isPhoto && { backgroundImage: shadeCss }) };
    const page: Element = { type: 'div', props: { style, children: words.map(line) } };
    const svg = await satori(page, { ...size, fonts: loaded });
    const at = isPhoto ? svg.lastIndexOf('</svg>') : svg.indexOf('>') + 1;
    return `${svg.slice(0, at)}${withinSvg(ground)}${svg.slice(at)}`;
  };
}

function line(word: Word): Element {
  return { type: 'div', props: { style: lineStyle(word), children: word.text } };
}

const groundName = 'ground.svg';

function takumiPage({ words, isPhoto }: Subject): Node {
  const style = { position: 'absolute', left: 0, top: 0, ...size };
  const under: Node = { type: 'image', src: groundName, ...size, style };
  const written = words.map((word): Node => ({ type: 'text', text: word.text, style: lineStyle(word) }));
  return {
    type: 'container',
    style: { position: 'relative', ...size, ...(isPhoto && { backgroundImage: shadeCss }) },
    children: [under, ...written],
  };
}

/** How far below the top of a line's box its ink begins, in em. */
const inkBegins: Readonly<Record<FontName, number>> = {
  League: 0.17,
  TextBold: 0.2,
  Text: 0.2,
  CourierBold: 0.2,
  Courier: 0.2,
};

function lineStyle({ font, size: pixels, fill, left, top }: Word) {
  return {
    position: 'absolute',
    left,
    top: top - inkBegins[font] * pixels,
    fontFamily: font,
    fontWeight: fonts[font].weight,
    fontSize: pixels,
    lineHeight: 1,
    whiteSpace: 'nowrap',
    color: fill,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
