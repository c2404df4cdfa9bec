/** The typefaces that come with the program, opened once from the font packages; no font of the machine is ever asked. */

import { fileURLToPath } from 'node:url';
import { type Font, openSync } from 'fontkit';
import type { Typeface } from '../../schedule/model/theme.ts';

const files: Readonly<Record<Typeface, string>> = {
  'league-gothic': '@expo-google-fonts/league-gothic/400Regular/LeagueGothic_400Regular.ttf',
  'source-serif': '@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf',
  'source-serif-italic': '@expo-google-fonts/source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf',
  'source-serif-semibold': '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf',
  courier: '@expo-google-fonts/courier-prime/400Regular/CourierPrime_400Regular.ttf',
  'courier-bold': '@expo-google-fonts/courier-prime/700Bold/CourierPrime_700Bold.ttf',
};

const opened = new Map<Typeface, Font>();

/** Throws an Error when the font package is not installed. */
export function fontOf(face: Typeface): Font {
  const known = opened.get(face);
  if (known !== undefined) return known;
  const font = openSync(fileURLToPath(import.meta.resolve(files[face])));
  if (!('layout' in font)) throw new Error(`${files[face]} holds a collection of fonts; one font is expected`);
  opened.set(face, font);
  return font;
}
