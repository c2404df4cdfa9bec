/** The typefaces of the cards, one job each, opened once from the font packages; no font of the machine is ever asked. */

import { fileURLToPath } from 'node:url';
import { type Font, openSync } from 'fontkit';

/** `poster` time and date · `headline` and `caption` · `place` and `credit`, a telex. */
export type Face = 'poster' | 'headline' | 'caption' | 'place' | 'credit';

const files: Record<Face, string> = {
  poster: '@expo-google-fonts/league-gothic/400Regular/LeagueGothic_400Regular.ttf',
  headline: '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf',
  caption: '@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf',
  place: '@expo-google-fonts/courier-prime/700Bold/CourierPrime_700Bold.ttf',
  credit: '@expo-google-fonts/courier-prime/400Regular/CourierPrime_400Regular.ttf',
};

const opened = new Map<Face, Font>();

/** Throws an Error when the font package is not installed. */
export function fontOf(face: Face): Font {
  const known = opened.get(face);
  if (known !== undefined) return known;
  const font = openSync(fileURLToPath(import.meta.resolve(files[face])));
  if (!('layout' in font)) throw new Error(`${files[face]} holds a collection of fonts; one font is expected`);
  opened.set(face, font);
  return font;
}
