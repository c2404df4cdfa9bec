/** The characters of a text as people see them. */

let segmenter: Intl.Segmenter | null = null;

/**
 * Extended grapheme clusters of UAX #29, in order. What finds them is made for the first text: to make it takes longer than
 * most commands need for all the rest.
 */
export function* graphemesOf(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}
