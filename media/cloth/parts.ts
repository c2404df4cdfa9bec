/** A drawing with cloth on it, taken apart into pieces of SVG that are rasterised one by one and laid over one another. */

import type { Box } from '../card.ts';
import { cutOpens } from './flag.ts';
import { type Piece, pieceOfWeave } from './weave.ts';

export type Parts = {
  /** Of the page, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly ground: string;
  /** Where the cloth begins on the page, in whole pixels; what follows is in the coordinates of the cloth. */
  readonly x: number;
  readonly y: number;
  readonly definitions: string;
  /** What is seen through the hole. */
  readonly behind: string;
  /** The dyes and the light on them, which fill the bounds of the cloth. */
  readonly lit: string;
  readonly weave: Piece;
  /** What is laid over the weave, from below. */
  readonly over: readonly string[];
  /** In the coordinates of the page again: what is drawn over the whole, from below. */
  readonly signs: string;
  readonly words: string;
};

const moved = (x: string, y: string) => String.raw`<g transform="translate\((?<${x}>-?\d+) (?<${y}>-?\d+)\)">`;
const page = String.raw`^<svg [^>]*?width="(?<width>\d+)" height="(?<height>\d+)"[^>]*>\s*<rect [^>]*fill="(?<ground>#[\dA-F]{6})"/>\s*`;
const beforeCut = new RegExp(
  `${page}(?:${moved('left', 'top')})?(?<definitions><defs>.*?</defs>)${moved('x', 'y')}(?<behind>.*)$`,
  'su',
);
const cutCloses = '</g></g></g>';

/** Null for a drawing without cloth, and for cloth that was moved by anything but whole pixels. */
export function partsOf(svg: string): Parts | null {
  const opens = svg.indexOf(cutOpens);
  const closes = svg.indexOf(cutCloses, opens);
  if (opens < 0 || closes < 0) return null;
  const found = beforeCut.exec(svg.slice(0, opens))?.groups;
  const cloth = svg.slice(opens + cutOpens.length, closes);
  const weave = pieceOfWeave(cloth);
  if (found === undefined || weave === null) return null;
  const { width, height, ground = '', left = '0', top = '0', definitions = '', x, y, behind = '' } = found;
  const over = cloth.slice(weave.to);
  const own = /<defs>.*?<\/defs>/su.exec(over)?.[0] ?? '';
  const [signs = '', ...words] = svg
    .slice(closes + cutCloses.length)
    .replace(/^<\/g>|<\/svg>\s*$/gu, '')
    .split(/(?=<g id="words">)/u);
  return {
    width: Number(width),
    height: Number(height),
    ground,
    x: Number(left) + Number(x),
    y: Number(top) + Number(y),
    definitions: definitions + own,
    behind,
    lit: cloth.slice(0, weave.from),
    weave,
    over: over.replace(own, '').match(/<[^>]+\/>/gu) ?? [],
    signs: signs.trim(),
    words: words.join(''),
  };
}

/** The definitions that a piece of SVG asks for. */
export function askedFor(piece: string, definitions: string): string {
  const names = [...piece.matchAll(/url\(#(\w+)\)/gu)].map(([, name]) => name);
  const found = names.map(
    (name) => new RegExp(`<(clipPath|filter|linearGradient) id="${name}".*?</\\1>`, 'su').exec(definitions)?.[0] ?? '',
  );
  return names.length === 0 ? '' : `<defs>${found.join('')}</defs>`;
}

/** The bounds of the points of a path of straight lines, as `round`ed outwards to whole pixels; null where there is none. */
export function boundsOf(path: string): Box | null {
  const data = / d="([MLZ\d. -]+)"/u.exec(path)?.[1] ?? '';
  const points = [...data.matchAll(/(-?[\d.]+) (-?[\d.]+)/gu)].map(([, x, y]) => [Number(x), Number(y)] as const);
  if (points.length === 0) return null;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  return { left, top, width: Math.ceil(Math.max(...xs)) - left, height: Math.ceil(Math.max(...ys)) - top };
}
