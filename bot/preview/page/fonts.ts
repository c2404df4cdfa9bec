/** The typefaces of the cards, for the page: files that are copied beside it, each family with its licence. */

/** File name beside the page, and where the font packages have it. */
export const fontFiles = {
  'league-gothic.ttf': '@expo-google-fonts/league-gothic/400Regular/LeagueGothic_400Regular.ttf',
  'league-gothic-licence.txt': '@expo-google-fonts/league-gothic/LICENSE_FONT',
  'source-serif-4.ttf': '@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf',
  'source-serif-4-semibold.ttf': '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf',
  'source-serif-4-licence.txt': '@expo-google-fonts/source-serif-4/LICENSE_FONT',
  'courier-prime.ttf': '@expo-google-fonts/courier-prime/400Regular/CourierPrime_400Regular.ttf',
  'courier-prime-bold.ttf': '@expo-google-fonts/courier-prime/700Bold/CourierPrime_700Bold.ttf',
  'courier-prime-licence.txt': '@expo-google-fonts/courier-prime/LICENSE_FONT',
} as const;

type FontFile = keyof typeof fontFiles;

/** `@font-face` rules; `poster` is the condensed face of dates and times, `text` of posts, `telex` of small print. */
export const fontFaces = [
  face('poster', 400, 'league-gothic.ttf'),
  face('text', 400, 'source-serif-4.ttf'),
  face('text', 600, 'source-serif-4-semibold.ttf'),
  face('telex', 400, 'courier-prime.ttf'),
  face('telex', 700, 'courier-prime-bold.ttf'),
].join('\n');

function face(family: string, weight: number, file: FontFile): string {
  return `@font-face { font-family: ${family}; font-weight: ${weight}; src: url("fonts/${file}") format("truetype"); font-display: block; }`;
}
