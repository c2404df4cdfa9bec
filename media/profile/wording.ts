/** A campaign's motif in words, for those who cannot see it: its colours by name, in both languages. */

import type { Language } from '../../schedule/model/language.ts';
import type { Motif } from '../../schedule/model/theme.ts';

type Name = Readonly<Record<Language, string>>;

const names = {
  white: { hu: 'fehér', en: 'white' },
  grey: { hu: 'szürke', en: 'grey' },
  black: { hu: 'fekete', en: 'black' },
  red: { hu: 'piros', en: 'red' },
  orange: { hu: 'narancsszínű', en: 'orange' },
  yellow: { hu: 'sárga', en: 'yellow' },
  green: { hu: 'zöld', en: 'green' },
  blue: { hu: 'kék', en: 'blue' },
  purple: { hu: 'lila', en: 'purple' },
} as const satisfies Record<string, Name>;

/** Where each hue begins, in degrees. */
const hues: readonly (readonly [from: number, name: Name])[] = [
  [345, names.red],
  [255, names.purple],
  [170, names.blue],
  [75, names.green],
  [42, names.yellow],
  [18, names.orange],
  [0, names.red],
];

/** The everyday name of a colour `#RRGGBB`. */
function colourName(colour: string, language: Language): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const spread = most - least;
  if (most < 0.2) return names.black[language];
  if (spread / most < 0.22) return (least > 0.72 ? names.white : names.grey)[language];
  const sector =
    most === red ? (green - blue) / spread : most === green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
  const hue = (sector * 60 + 360) % 360;
  return (hues.find(([from]) => hue >= from)?.[1] ?? names.red)[language];
}

/** `piros-fehér-zöld zászló`, `red, white and green flag`, `grey cloth`. */
export function clothName(motif: Motif, language: Language): string {
  if (motif.kind === 'cloth') return `${colourName(motif.colour, language)} ${language === 'hu' ? 'vászon' : 'cloth'}`;
  const colours = motif.stripes.map((stripe) => colourName(stripe, language));
  const upright = motif.direction === 'vertical';
  if (language === 'hu') return `${colours.join('-')}${upright ? ', függőlegesen sávos' : ''} zászló`;
  const listed = new Intl.ListFormat('en-GB').format(colours);
  return `${listed} flag${upright ? ' in upright stripes' : ''}`;
}
