/** The colours of a map, mixed from a campaign's palette: paper by day, night in mourning; words keep 7:1 on all of them. */

import type { Theme } from '../../schedule/model/theme.ts';
import { contrastOf } from '../../schedule/read/assemble/contrast.ts';
import { mixed } from '../colour.ts';

export type Tones = {
  /** The campaign's look for words on this ground. */
  readonly theme: Theme;
  readonly ground: string;
  /** Land across the border. */
  readonly abroad: string;
  readonly water: string;
  readonly bank: string;
  readonly road: string;
  readonly bridge: string;
  readonly border: string;
  /** Pins and routes. */
  readonly mark: string;
  /** Advances and rings. */
  readonly force: string;
};

/** A little more than is asked for, because drawn edges are blurred. */
const least = 7.3;
const river = '#4C6B7C';

export function tonesOf(theme: Theme, mourning: boolean): Tones {
  return mourning ? night(theme) : day(theme);
}

function day(theme: Theme): Tones {
  const { ink, paper } = theme.palette;
  const water = deepest(paper, river, 0.42, ink, least + 1.2);
  const dim = deepest(ink, paper, 0.3, water, least);
  return {
    theme: { ...theme, motif: shown(theme, paper), palette: { ink: paper, paper: ink, light: ink, dim } },
    ground: paper,
    abroad: mixed(paper, ink, 0.065),
    water,
    bank: deepest(water, ink, 0.28, ink, least),
    road: mixed(paper, '#FFFFFF', 0.72),
    bridge: mixed(paper, ink, 0.62),
    border: mixed(paper, ink, 0.5),
    mark: accent(theme, paper),
    force: mixed(ink, paper, 0.12),
  };
}

function night(theme: Theme): Tones {
  const { ink, light, paper } = theme.palette;
  return {
    theme,
    ground: ink,
    abroad: mixed(ink, paper, 0.05),
    water: deepest(ink, river, 0.36, theme.palette.dim, least),
    bank: deepest(ink, river, 0.62, paper, least),
    road: mixed(ink, paper, 0.17),
    bridge: mixed(ink, paper, 0.42),
    border: mixed(ink, paper, 0.4),
    mark: light,
    force: mixed(ink, paper, 0.66),
  };
}

/** A stripe of the motif that would vanish on the ground is made a little lighter than it. */
function shown({ motif }: Theme, ground: string): Theme['motif'] {
  if (motif.kind !== 'flag') return motif;
  const seen = (dye: string) => (contrastOf(dye, ground) < 1.15 ? mixed(ground, '#FFFFFF', 0.85) : dye);
  const [first, second, ...others] = motif.stripes;
  return { ...motif, stripes: [seen(first), seen(second), ...others.map(seen)] };
}

/** The first colour of the motif that is seen well enough on the ground, as a mark and not as a word. */
function accent({ motif, palette }: Theme, ground: string): string {
  const dyes = motif.kind === 'flag' ? motif.stripes : [motif.colour];
  return dyes.find((dye) => contrastOf(dye, ground) >= 4) ?? palette.ink;
}

/** One colour with as much of another, up to `share`, as leaves `words` the contrast on it. */
function deepest(colour: string, other: string, share: number, words: string, contrast: number): string {
  for (let part = share; part > 0; part -= 0.02) {
    const mixture = mixed(colour, other, part);
    if (contrastOf(mixture, words) >= contrast) return mixture;
  }
  return colour;
}
