/** The characters of a text as people see them. */

let segmenter: Intl.Segmenter | null = null;

/**
 * Spaces, Latin letters and punctuation, each of which is a cluster of its own whatever stands beside it: none combines,
 * joins, selects or is a carriage return. What is made of them alone, as most texts are, needs no segmenter.
 */
const plain = /^[\n\u{20}-\u{7e}\u{a0}-\u{2ff}\u{2010}-\u{2027}\u{2030}-\u{205e}]*$/u;

/**
 * Extended grapheme clusters of UAX #29, in order. The segmenter is made for the first text that needs one: to make it
 * takes longer than most commands need for all the rest.
 */
export function* graphemesOf(text: string): Generator<string> {
  if (plain.test(text)) return yield* text;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}
