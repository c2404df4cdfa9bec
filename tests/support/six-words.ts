/** Runs of six words, as short hashes: they tell a copied phrase without repeating it. */

import { createHash } from 'node:crypto';

const length = 6;
/** Of each hash; 48 bits keep chance hits among some ten thousand runs out of sight. */
const bytes = 6;

/** Words in lower case, without anything between them. */
function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

export function runsOf(text: string): readonly string[] {
  const words = wordsOf(text);
  return words
    .slice(0, Math.max(0, words.length - length + 1))
    .map((_, index) => words.slice(index, index + length).join(' '));
}

export function hashOf(run: string): string {
  return createHash('sha256')
    .update(run)
    .digest('hex')
    .slice(0, bytes * 2);
}
