/** The look of a campaign of 1956: the flag with the hole. */

import { plainTheme, type Theme } from '../../schedule/theme.ts';

export const hungarianTheme: Theme = {
  ...plainTheme,
  motif: { kind: 'flag', stripes: ['#A4242E', '#EBE4D4', '#3C6A4A'], direction: 'horizontal', hole: true },
};
