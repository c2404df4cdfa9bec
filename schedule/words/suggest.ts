/** "Did you mean …?" for misspelled keys and references. */

import { distance } from 'fastest-levenshtein';

/** The other known word nearest to `word`, if few of its letters differ; of two or three letters one is many. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .filter((candidate) => candidate !== word)
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }));
  const best = ranked.sort((a, b) => a.far - b.far)[0];
  const few = word.length < 4 ? (word.length - 1) / 2 : Math.max(2, word.length / 3);
  return best !== undefined && best.far <= few ? best.candidate : undefined;
}

/** A longer list nobody reads. */
const most = 40;

/** `Did you mean "…"?`, or the whole list when nothing is near. */
export function suggestion(word: string, known: Iterable<string>): string {
  const all = [...known];
  const near = nearest(word, all);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (all.length === 0) return 'There are none yet.';
  return all.length <= most ? `Known are: ${all.sort().join(', ')}.` : `None of the ${all.length} known is like it.`;
}
