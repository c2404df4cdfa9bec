/** How a photograph is seen beside words: which part of it, where on the card, and how it sinks into the dark before they begin. */

import type { Palette } from '../../schedule/model/theme.ts';
import { contrastOf } from '../../schedule/read/assemble/contrast.ts';
import type { PhotographLayer, PhotoRecord, Shade } from '../card.ts';
import { mixed } from '../colour.ts';
import { cropTo, seenAt } from './crop.ts';

/** The dark side of a photograph, measured in pixels from the edge of the card that is opposite to it. */
export type Darkness = {
  /** Which edge the photograph starts from: its words are below it, or left of it. */
  readonly from: 'top' | 'right';
  /** Where the words begin. */
  readonly words: number;
  /** How far behind the words it may reach. */
  readonly reach: number;
  /** The extent of the photograph the other way, and of the card along. */
  readonly breadth: number;
  readonly length: number;
};

export type View = Pick<PhotographLayer, 'crop' | 'area' | 'shade' | 'tones'>;

/** Length of the fade in pixels, and how far before the words it ends. */
const fade = { length: 320, before: 30 } as const;
/** Steps in which a photograph is drawn back to bring its focal point into the light. */
const steps = 24;
/** Where the focal point stands in what is clear. */
const aim = 0.52;

/**
 * The photograph reaches behind the words if its focal point stays in the light so; otherwise it is drawn back as far as
 * brings it there; and one whose focal point lies at its dark edge ends before it is dark.
 */
export function viewOf(record: PhotoRecord, darkness: Darkness): View {
  const dusk = darkness.words - fade.before;
  const nearest = Math.round(dusk * 0.62);
  for (let step = 0; step <= steps; step += 1) {
    const length = Math.round(darkness.reach + ((nearest - darkness.reach) * step) / steps);
    const behind = length > dusk + fade.length / 3;
    const dark = behind ? dusk : Math.min(dusk, length);
    const clearTo = dark - fade.length / 2;
    const stops = [
      { at: Math.max(0, dark - fade.length), light: 1 },
      { at: dark, light: behind ? lightUnderWords(record) : 0 },
      ...(behind ? [{ at: length, light: 0 }] : []),
    ];
    const { view, focus } = placed(record, darkness, length, clearTo, stops);
    if (focus <= clearTo) return view;
  }
  const stops = [
    { at: dusk - fade.length, light: 1 },
    { at: dusk + fade.length, light: 0 },
  ];
  return placed(record, darkness, dusk, dusk, stops).view;
}

/** The view, and how far from the bright edge its focal point stands. */
function placed(
  record: PhotoRecord,
  { from, breadth, length: whole }: Darkness,
  length: number,
  clearTo: number,
  stops: Shade['stops'],
): { readonly view: View; readonly focus: number } {
  const { photograph } = record;
  const tones = tonesOf(record);
  if (from === 'top') {
    const area = { left: 0, top: 0, width: breadth, height: length };
    const crop = cropTo(photograph, photograph.focus, area, { x: breadth / 2, y: clearTo * aim });
    const { y } = seenAt(photograph, photograph.focus, crop, area);
    return { view: { crop, area, shade: { axis: 'down', stops }, tones }, focus: y };
  }
  const area = { left: whole - length, top: 0, width: length, height: breadth };
  const crop = cropTo(photograph, photograph.focus, area, { x: length - clearTo * aim, y: breadth / 2 });
  const { x } = seenAt(photograph, photograph.focus, crop, area);
  const leftward = stops.map(({ at, light }) => ({ at: length - at, light })).reverse();
  return { view: { crop, area, shade: { axis: 'across', stops: leftward }, tones }, focus: length - x };
}

/** White of a photograph, as a share of the way from the ground to the lightest words. */
const brightness = { plain: 0.94, mourning: 0.54 } as const;

function tonesOf({ theme: { palette }, mourning }: PhotoRecord): PhotographLayer['tones'] {
  const share = mourning ? brightness.mourning : brightness.plain;
  return { black: palette.ink, white: mixed(palette.ink, palette.light, share) };
}

/** A little more than WCAG's 7:1, for what an encoder adds around letters. */
const contrast = 7.8;

/** The most light under which every word keeps its contrast, were the photograph white. */
function lightUnderWords(record: PhotoRecord): number {
  const { black, white } = tonesOf(record);
  for (let light = 0.3; light > 0; light -= 0.01) {
    if (worst(record.theme.palette, mixed(black, white, light)) >= contrast) return Math.round(light * 100) / 100;
  }
  return 0;
}

function worst({ paper, light, dim }: Palette, ground: string): number {
  return Math.min(...[paper, light, dim].map((colour) => contrastOf(colour, ground)));
}
