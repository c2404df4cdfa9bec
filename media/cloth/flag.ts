/** The flag with the hole: three dyed stripes on folded cloth, lit from the upper left, cut open in the middle. */

import { green, ink, paper, red } from '../colours.ts';
import { round } from '../text/shape.ts';
import { drape, type Hole, lightOnCloth } from './folds.ts';
import { cutPath, looseThreads } from './hole.ts';
import { ribbonSvg } from './ribbon.ts';

export type Flag = {
  /** Upper edge and size in pixels; the flag always runs from side to side of the card. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** From here to the right the dyes are gone and the cloth is a black ribbon; null for a flag from side to side. */
  readonly ribbonFrom: number | null;
  /** Measured from the flag's upper left corner. */
  readonly hole: Hole;
  /** What is seen through the hole: the dark the time stands in, or a wall behind the cloth in the same low light. */
  readonly behind: 'dark' | 'wall';
  /** `card`: the upper edge is that of the card. `hem`: it hangs free. */
  readonly upperEdge: 'card' | 'hem';
  /** Share of the height, from below, in which the cloth sinks into the dark. */
  readonly fade: number;
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

/** SVG of the flag; its definitions have fixed names, so it is drawn once a card. */
export function flagSvg(flag: Flag): string {
  const cut = cutPath(flag.hole);
  const seams = [0, 1, 2, 3].map((part) => seam(flag, part));
  const [upperHem, , , lowerHem] = seams;
  const upper = flag.upperEdge === 'card' ? `M0 0H${flag.width}` : `M${upperHem}`;
  const bounds = `y="-${overhang}" width="${flag.width}" height="${flag.height + 2 * overhang}"`;
  const cloth = `${upper}L${lowerHem?.split('L').reverse().join('L')}Z`;
  return [
    definitions(flag, cloth, cut),
    `<g transform="translate(0 ${flag.top})">`,
    flag.behind === 'wall' ? wallSvg(cut) : '',
    threadsSvg(flag),
    '<g clip-path="url(#cloth)"><g clip-path="url(#uncut)" style="isolation:isolate">',
    stripes(flag, seams),
    lightSvg(flag, bounds),
    `<rect ${bounds} filter="url(#weave)" style="mix-blend-mode:soft-light"/>`,
    flag.mourning ? `<rect ${bounds} fill="${ink}" opacity="0.46"/>` : '',
    `<rect ${bounds} fill="url(#falling)"/>`,
    `<path d="${cut}" fill="none" stroke="${ink}" stroke-opacity="0.6" stroke-width="16" filter="url(#soft)"/>`,
    `<path d="${cut}" fill="none" stroke="url(#rim)" stroke-width="3.4"/>`,
    flag.mourning && flag.ribbonFrom === null ? ribbonSvg(flag.height) : '',
    flag.fade > 0 ? `<rect ${bounds} fill="url(#sinking)"/>` : '',
    '</g></g></g>',
  ].join('');
}

/** How far the waves of a hem may reach beyond the flag's bounds. */
const overhang = 24;
const silk = '#34302D';
/** Farther than any card reaches. */
const page = 4000;

function definitions(flag: Flag, cloth: string, cut: string): string {
  const rim = flag.mourning ? 0.3 : 0.5;
  return [
    `<defs><clipPath id="cloth"><path d="${cloth}"/></clipPath>`,
    `<clipPath id="uncut"><path clip-rule="evenodd" d="M0 -${page}H${flag.width}V${page}H0Z${cut}"/></clipPath>`,
    `<clipPath id="opening"><path d="${cut}"/></clipPath>`,
    '<filter id="soft" color-interpolation-filters="sRGB" x="-10%" y="-10%" width="120%" height="120%"><feGaussianBlur stdDeviation="9"/></filter>',
    '<filter id="shade" color-interpolation-filters="sRGB" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="16"/></filter>',
    weave,
    gradient('falling', 'x1="0" y1="0" x2="1" y2="1"', [0, ink, 0], [0.45, ink, 0.06], [1, ink, 0.5]),
    gradient('rim', 'x1="0.15" y1="0.1" x2="0.85" y2="0.9"', [0.35, paper, 0], [1, paper, rim]),
    gradient(
      'sinking',
      'x1="0" y1="0" x2="0" y2="1"',
      [1 - flag.fade, ink, 0],
      [1 - flag.fade / 2, ink, 0.5],
      [0.95, ink, 1],
    ),
    gradient(
      'dyes',
      `gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="${round(flag.height)}"`,
      ...[red, red, paper, paper, green, green].map((dye, index): Stop => [Math.ceil(index / 2) / 3, dye, 1]),
    ),
    gradient('wall', 'x1="0" y1="0" x2="0.4" y2="1"', [0, '#1B1916', 1], [1, '#2C2823', 1]),
    '</defs>',
  ].join('');
}

/** Loose threads in the colour of the cloth they come from. */
function threadsSvg(flag: Flag): string {
  const opacity = flag.mourning ? 0.4 : 0.75;
  return `<path d="${looseThreads(flag.hole)}" fill="none" stroke="url(#dyes)" stroke-opacity="${opacity}" stroke-width="1.5" clip-path="url(#cloth)"/>`;
}

/** A wall in the same low light, with the shadow that the cloth throws on it. */
function wallSvg(cut: string): string {
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

/** Threads along and across, thick and thin as in hand-woven linen. */
const weave = [
  '<filter id="weave" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">',
  '<feTurbulence type="fractalNoise" baseFrequency="0.85 0.11" numOctaves="1" seed="23" result="warp"/>',
  '<feTurbulence type="fractalNoise" baseFrequency="0.11 0.85" numOctaves="1" seed="56" result="weft"/>',
  '<feComposite in="warp" in2="weft" operator="arithmetic" k2="0.5" k3="0.5"/>',
  '<feColorMatrix values="0.7 0 0 0 0.15  0.7 0 0 0 0.15  0.7 0 0 0 0.15  0 0 0 0 1"/></filter>',
].join('');

function stripes(flag: Flag, seams: readonly string[]): string {
  const bottom = flag.height + overhang;
  return (
    `<rect y="-${overhang}" width="${flag.width}" height="${bottom + overhang}" fill="${red}"/>` +
    `<path fill="${paper}" d="M${seams[1]}V${bottom}H0Z"/>` +
    `<path fill="${green}" d="M${seams[2]}V${bottom}H0Z"/>` +
    (flag.ribbonFrom === null
      ? ''
      : `<rect x="${round(flag.ribbonFrom)}" y="-${overhang}" width="${flag.width}" height="${bottom + overhang}" fill="${silk}"/>`)
  );
}

function lightSvg(flag: Flag, bounds: string): string {
  const png = lightOnCloth(flag.width, flag.height, overhang, along(flag), flag.hole).toString('base64');
  return `<image ${bounds} preserveAspectRatio="none" style="mix-blend-mode:hard-light" href="data:image/png;base64,${png}"/>`;
}

/** A straight thread of the cloth as it is seen over the folds: 0 the upper hem, 1 and 2 between the stripes, 3 the lower hem. */
function seam(flag: Flag, part: number): string {
  const y = (flag.height * part) / 3;
  const lift = (part === 3 ? 0.42 : 0.3) * Math.min(1, flag.height / 300);
  const points: string[] = [];
  for (let x = 0; x <= flag.width; x += 12) points.push(`${x} ${round(y + lift * drape(x + along(flag), y))}`);
  return points.join('L');
}
