/** Text to outlines: kerned glyphs as SVG path data with two decimals, so the drawing is the same on every machine. */

import type { GlyphRun } from 'fontkit';
import type { Typeface } from '../../schedule/model/theme.ts';
import { fontOf } from './faces.ts';

/** The ink of a shaped line, in pixels from its origin on the baseline; y grows downwards. */
export type Ink = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

export type ShapedLine = {
  readonly advance: number;
  readonly ink: Ink;
  /** SVG path data with the origin of the first glyph at `x`, `baseline`. */
  readonly outline: (x: number, baseline: number) => string;
};

const softHyphen = '\u00AD';

/** Shapes one line. `size` in pixels, `tracking` in em added after every glyph but the last. */
export function shape(text: string, face: Typeface, size: number, tracking = 0): ShapedLine {
  const scale = size / fontOf(face).unitsPerEm;
  const glyphs = placedOnce(text, face, tracking);
  const { left, right, top, bottom } = glyphs.ink;
  return {
    advance: glyphs.advance * scale,
    ink: { left: left * scale, right: right * scale, top: top * scale, bottom: bottom * scale },
    outline: (x, baseline) => outlineOf(glyphs, scale, x, baseline),
  };
}

/** Width of a text in em, without tracking; cheap to ask again. */
export function widthInEm(text: string, face: Typeface): number {
  const key = `${face}\u0000${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > 20_000) widths.clear();
  const width = layout(text, face).advanceWidth / fontOf(face).unitsPerEm;
  widths.set(key, width);
  return width;
}

const widths = new Map<string, number>();

/** Height of a capital letter or a lining figure in em. */
export function capHeight(face: Typeface): number {
  const font = fontOf(face);
  return font.capHeight / font.unitsPerEm;
}

/** The characters of a text that the face cannot draw, each once, in order. */
export function missingCharacters(text: string, face: Typeface): readonly string[] {
  const font = fontOf(face);
  const missing = [...drawable(text)].filter((character) => !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
  return [...new Set(missing)];
}

function drawable(text: string): string {
  return text.normalize('NFC').replaceAll(softHyphen, '').replace(/\s/gu, ' ');
}

function layout(text: string, face: Typeface): GlyphRun {
  return fontOf(face).layout(drawable(text), undefined, 'latn');
}

/** In units of the font, so the same for every size. */
type PlacedGlyphs = {
  readonly glyphs: readonly { readonly commands: Commands; readonly x: number; readonly y: number }[];
  readonly advance: number;
  readonly ink: Ink;
};

type Commands = GlyphRun['glyphs'][number]['path']['commands'];

const recent = new Map<string, PlacedGlyphs>();

/** A line is tried in many sizes while a card is laid out; what does not depend on its size is done once. */
function placedOnce(text: string, face: Typeface, tracking: number): PlacedGlyphs {
  const key = `${face}\u0000${tracking}\u0000${text}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  if (recent.size > 200) recent.clear();
  const glyphs = placed(layout(text, face), tracking * fontOf(face).unitsPerEm);
  recent.set(key, glyphs);
  return glyphs;
}

function placed(run: GlyphRun, tracking: number): PlacedGlyphs {
  let pen = 0;
  const glyphs = run.glyphs.map((glyph, index) => {
    const position = run.positions[index];
    const x = pen + (position?.xOffset ?? 0);
    pen += (position?.xAdvance ?? 0) + (index < run.glyphs.length - 1 ? tracking : 0);
    return { commands: glyph.path.commands, x, y: position?.yOffset ?? 0 };
  });
  return { glyphs, advance: pen, ink: inkOf(glyphs) };
}

function inkOf(glyphs: PlacedGlyphs['glyphs']): Ink {
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const { commands, x, y } of glyphs) {
    for (const { args } of commands) {
      for (let i = 0; i + 1 < args.length; i += 2) {
        const [px, py] = [x + (args[i] ?? 0), -(y + (args[i + 1] ?? 0))];
        left = Math.min(left, px);
        right = Math.max(right, px);
        top = Math.min(top, py);
        bottom = Math.max(bottom, py);
      }
    }
  }
  return left > right ? { left: 0, right: 0, top: 0, bottom: 0 } : { left, right, top, bottom };
}

const letters = { moveTo: 'm', lineTo: 'l', quadraticCurveTo: 'q', bezierCurveTo: 'c', closePath: 'z' } as const;

/** Relative commands in whole hundredths of a pixel, so that rounding never adds up. */
function outlineOf({ glyphs }: PlacedGlyphs, scale: number, x: number, baseline: number): string {
  let path = 'M0 0';
  let pen = { x: 0, y: 0 };
  let start = pen;
  for (const glyph of glyphs) {
    for (const { command, args } of glyph.commands) {
      path += letters[command];
      let point = pen;
      for (let i = 0; i + 1 < args.length; i += 2) {
        point = {
          x: Math.round((x + (glyph.x + (args[i] ?? 0)) * scale) * 100),
          y: Math.round((baseline - (glyph.y + (args[i + 1] ?? 0)) * scale) * 100),
        };
        path += pair(point.x - pen.x, point.y - pen.y, i === 0);
      }
      pen = command === 'closePath' ? start : point;
      if (command === 'moveTo') start = point;
    }
  }
  return path;
}

function pair(x: number, y: number, first: boolean): string {
  return `${first || x < 0 ? '' : ' '}${hundredths(x)}${y < 0 ? '' : ' '}${hundredths(y)}`;
}

/** `.5` for 50: a number of hundredths as short as SVG allows. */
function hundredths(value: number): string {
  const size = Math.abs(value);
  const whole = Math.floor(size / 100);
  const rest = fractions[size % 100] ?? '';
  if (whole === 0 && rest === '') return '0';
  return `${value < 0 ? '-' : ''}${whole === 0 ? '' : whole}${rest}`;
}

const fractions = Array.from({ length: 100 }, (_, rest) => String(rest / 100).slice(1));

/** Two decimals, and never `-0`. */
export function round(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
