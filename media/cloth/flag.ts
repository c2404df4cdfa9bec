/** A campaign's motif as folded cloth, lit from the upper left: dyed stripes, or none, and cut open where the motif says so. */

import type { Palette, Theme } from '../../schedule/model/theme.ts';
import { round } from '../text/shape.ts';
import { type Dyeing, dyedSvg, dyeingOf, type Length, seam } from './dyes.ts';
import { type Hole, lightOnCloth } from './folds.ts';
import { cutPath, looseThreads } from './hole.ts';
import { ribbonSvg } from './ribbon.ts';
import { weaveFilter, weaveSvg } from './weave.ts';

export type Flag = {
  readonly theme: Theme;
  /** Upper edge and size in pixels; the flag always runs from side to side of the card. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** From here to the right the dyes are gone and the cloth is a black ribbon; null for a flag from side to side. */
  readonly ribbonFrom: number | null;
  /** Where the hole is if the motif has one, measured from the flag's upper left corner. */
  readonly hole: Hole;
  /** What is seen through the hole: the dark the time stands in, or a wall behind the cloth in the same low light. */
  readonly behind: 'dark' | 'wall';
  /** `card`: the upper edge is that of the card. `hem`: it hangs free. */
  readonly upperEdge: 'card' | 'hem';
  /** Shares of the height, from above, between which the cloth sinks into the dark; null where it does not. */
  readonly fade: { readonly from: number; readonly half: number; readonly to: number } | null;
  readonly mourning: boolean;
  /** Any text of the card: cards with other words show other folds of the same cloth. */
  readonly folds: string;
};

/** Pieces of the cloth that fall well around the hole, in pixels from where the cloth begins. */
const pieces = [0, 700, 1500, 2330, 3140, 4010] as const;

function along({ folds }: Flag): number {
  const sum = [...folds].reduce((total, character, index) => total + (index + 1) * (character.codePointAt(0) ?? 0), 0);
  return pieces[sum % pieces.length] ?? 0;
}

/** Within it is all that has the outline of the cloth. */
export const cutOpens = '<g clip-path="url(#cloth)"><g clip-path="url(#uncut)" style="isolation:isolate">';

/** SVG of the flag; its definitions have fixed names, so it is drawn once a card. */
export function flagSvg(flag: Flag): string {
  const { ink } = flag.theme.palette;
  const dyeing = dyeingOf(flag.theme.motif);
  const cut = dyeing.hole ? cutPath(flag.hole) : '';
  const length = { width: flag.width, height: flag.height, overhang, along: along(flag) };
  const upper = flag.upperEdge === 'card' ? `M0 0H${flag.width}` : `M${seam(length, 0, 0.3)}`;
  const bounds = `y="-${overhang}" width="${flag.width}" height="${flag.height + 2 * overhang}"`;
  const cloth = `${upper}L${seam(length, flag.height, 0.42).split('L').reverse().join('L')}Z`;
  return [
    definitions(flag, dyeing, cloth, cut),
    `<g transform="translate(0 ${flag.top})">`,
    dyeing.hole && flag.behind === 'wall' ? wallSvg(cut, ink) : '',
    dyeing.hole ? threadsSvg(flag) : '',
    cutOpens,
    dyedSvg(dyeing, length),
    flag.ribbonFrom === null
      ? ''
      : `<rect x="${round(flag.ribbonFrom)}" y="-${overhang}" width="${flag.width}" height="${flag.height + 2 * overhang}" fill="${silk(flag.theme.palette)}"/>`,
    lightSvg(length, bounds, dyeing.hole ? flag.hole : null),
    weaveSvg(overhang, flag.width, flag.height + 2 * overhang),
    flag.mourning ? `<rect ${bounds} fill="${ink}" opacity="0.46"/>` : '',
    `<rect ${bounds} fill="url(#falling)"/>`,
    dyeing.hole ? edgeSvg(cut, ink) : '',
    flag.mourning && flag.ribbonFrom === null ? ribbonSvg(flag.height) : '',
    flag.fade !== null ? `<rect ${bounds} fill="url(#sinking)"/>` : '',
    '</g></g></g>',
  ].join('');
}

/** Shadow and light along the cut. */
function edgeSvg(cut: string, ink: string): string {
  return [
    `<path d="${cut}" fill="none" stroke="${ink}" stroke-opacity="0.6" stroke-width="16" filter="url(#soft)"/>`,
    `<path d="${cut}" fill="none" stroke="url(#rim)" stroke-width="3.4"/>`,
  ].join('');
}

/** How far the waves of a hem may reach beyond the flag's bounds. */
const overhang = 24;

/** Black silk in the light that falls on the cloth. */
function silk({ ink }: Palette): string {
  return lit(ink, [36, 33, 31]);
}

/** A dark ground with some lamplight on it. */
function lit(colour: string, lamp: readonly [number, number, number]): string {
  const channels = lamp.map((add, index) => {
    const at = 1 + 2 * index;
    const value = Math.min(255, Number.parseInt(colour.slice(at, at + 2), 16) + add);
    return value.toString(16).toUpperCase().padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

/** Farther than any card reaches. */
const page = 4000;

function definitions(flag: Flag, { dyes, direction }: Dyeing, cloth: string, cut: string): string {
  const { ink, paper } = flag.theme.palette;
  const end = direction === 'horizontal' ? `x2="0" y2="${round(flag.height)}"` : `x2="${flag.width}" y2="0"`;
  const rim = flag.mourning ? 0.3 : 0.5;
  return [
    `<defs><clipPath id="cloth"><path d="${cloth}"/></clipPath>`,
    `<clipPath id="uncut"><path clip-rule="evenodd" d="M0 -${page}H${flag.width}V${page}H0Z${cut}"/></clipPath>`,
    `<clipPath id="opening"><path d="${cut}"/></clipPath>`,
    '<filter id="soft" color-interpolation-filters="sRGB" x="-10%" y="-10%" width="120%" height="120%"><feGaussianBlur stdDeviation="9"/></filter>',
    '<filter id="shade" color-interpolation-filters="sRGB" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="16"/></filter>',
    weaveFilter,
    gradient('falling', 'x1="0" y1="0" x2="1" y2="1"', [0, ink, 0], [0.45, ink, 0.06], [1, ink, 0.5]),
    gradient('rim', 'x1="0.15" y1="0.1" x2="0.85" y2="0.9"', [0.35, paper, 0], [1, paper, rim]),
    gradient(
      'sinking',
      'x1="0" y1="0" x2="0" y2="1"',
      [flag.fade?.from ?? 1, ink, 0],
      [flag.fade?.half ?? 1, ink, 0.5],
      [flag.fade?.to ?? 0.95, ink, 1],
    ),
    gradient(
      'dyes',
      `gradientUnits="userSpaceOnUse" x1="0" y1="0" ${end}`,
      ...dyes.flatMap((dye) => [dye, dye]).map((dye, index): Stop => [Math.ceil(index / 2) / dyes.length, dye, 1]),
    ),
    gradient('wall', 'x1="0" y1="0" x2="0.4" y2="1"', [0, lit(ink, [11, 10, 8]), 1], [1, lit(ink, [28, 25, 21]), 1]),
    '</defs>',
  ].join('');
}

/** Loose threads in the colour of the cloth they come from. */
function threadsSvg(flag: Flag): string {
  const opacity = flag.mourning ? 0.4 : 0.75;
  return `<path d="${looseThreads(flag.hole)}" fill="none" stroke="url(#dyes)" stroke-opacity="${opacity}" stroke-width="1.5" clip-path="url(#cloth)"/>`;
}

/** A wall in the same low light, with the shadow that the cloth throws on it. */
function wallSvg(cut: string, ink: string): string {
  return [
    `<g clip-path="url(#opening)"><path d="${cut}" fill="url(#wall)"/>`,
    `<path d="${cut}" fill="none" stroke="${ink}" stroke-width="76" transform="translate(24 30)" filter="url(#shade)"/></g>`,
  ].join('');
}

type Stop = readonly [offset: number, colour: string, opacity: number];

function gradient(id: string, direction: string, ...stops: readonly Stop[]): string {
  const list = stops.map(
    ([at, colour, opacity]) => `<stop offset="${round(at)}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
  );
  return `<linearGradient id="${id}" ${direction}>${list.join('')}</linearGradient>`;
}

function lightSvg({ width, height, along: from }: Length, bounds: string, hole: Hole | null): string {
  const png = lightOnCloth(width, height, overhang, from, hole).toString('base64');
  return `<image ${bounds} preserveAspectRatio="none" style="mix-blend-mode:hard-light" href="data:image/png;base64,${png}"/>`;
}
