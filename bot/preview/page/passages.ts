/** A post's text cut into the passages a network shows differently: plain words, links, hashtags, mentions. */

export type Passage = { readonly kind: 'plain' | 'tag' | 'mention'; readonly text: string } | Link;

type Link = { readonly kind: 'link'; readonly text: string; readonly uri: string };

/** A stretch of a text that is no plain passage, end exclusive, in whatever units its network counts. */
export type Range = { readonly start: number; readonly end: number; readonly passage: Passage };

/** The whole text in order. Ranges that overlap an earlier one or leave the text are passed over, as apps do. */
export function passagesOf(
  length: number,
  ranges: readonly Range[],
  cut: (start: number, end: number) => string,
): readonly Passage[] {
  const passages: Passage[] = [];
  let at = 0;
  for (const { start, end, passage } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start < at || end <= start || end > length) continue;
    if (start > at) passages.push({ kind: 'plain', text: cut(at, start) });
    passages.push(passage);
    at = end;
  }
  if (at < length) passages.push({ kind: 'plain', text: cut(at, length) });
  return passages;
}
