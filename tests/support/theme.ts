/** The looks of campaigns: the flag with the hole of 1956, and two that are nothing like it. */

import { plainTheme, type Theme } from '../../schedule/model/theme.ts';

export const hungarianTheme: Theme = {
  ...plainTheme,
  motif: { kind: 'flag', stripes: ['#A4242E', '#EBE4D4', '#3C6A4A'], direction: 'horizontal', hole: true },
};

/** Upright stripes, no hole, another ground and other typefaces. */
export const uprightTheme: Theme = {
  ...plainTheme,
  palette: { ink: '#0B1220', paper: '#E4E8EE', light: '#FFFFFF', dim: '#C3CBD6' },
  motif: { kind: 'flag', stripes: ['#22408F', '#F2F2EE', '#B3202C'], direction: 'vertical', hole: false },
  faces: { ...plainTheme.faces, headline: 'source-serif', place: 'courier' },
};

/** White linen: the lightest cloth there can be. */
export const linenTheme: Theme = { ...plainTheme, motif: { kind: 'cloth', colour: '#FFFFFF' } };
