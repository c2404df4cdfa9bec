/** "Did you mean …?" for misspelled keys and references. */

import { distance } from 'fastest-levenshtein';

/** The known word nearest to `word`, if it is near enough to be what was meant. */
function nearest(word: string, known: Iterable<string>): string | undefined {
  const ranked = [...known].map((candidate) => ({
    candidate,
    far: distance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const best = ranked.sort((a, b) => a.far - b.far)[0];
  return best !== undefined && best.far <= Math.max(2, word.length / 3) ? best.candidate : undefined;
}

/** ` Did you mean "…"?`, or the whole list when nothing is near. */
export function suggestion(word: string, known: Iterable<string>): string {
  const all = [...known];
  const near = nearest(word, all);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return all.length === 0 ? 'There are none yet.' : `Known are: ${all.sort().join(', ')}.`;
}
