/** Where a web address in a text begins and ends: as a reader takes it, and as Mastodon's servers do. */

/** Everything that may be an address: from the scheme to the next space or angle bracket. */
export const addressRun = String.raw`(?<![a-z0-9@＠$#＃])https?:\/\/[^\s<>]*`;

const closing = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** A run without the punctuation of the sentence around it: no final full stop, quote, dash or unmatched bracket. */
export function addressIn(run: string): string {
  const left = new Map<string, number>();
  for (const character of run) left.set(character, (left.get(character) ?? 0) + 1);
  let end = run.length;
  for (;;) {
    const last = run.charAt(end - 1);
    const opening = closing.get(last);
    const many = left.get(last) ?? 0;
    const unmatched = opening !== undefined && many > (left.get(opening) ?? 0);
    if (!unmatched && !/[.,;:!?…"'’‘“”„«»‹›–—]/u.test(last)) return run.slice(0, end);
    left.set(last, many - 1);
    end -= 1;
  }
}

const nameCharacter = String.raw`[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\s]`;
const label = `${nameCharacter}(?:[-_]*${nameCharacter})*`;
const topLevel = String.raw`(?:xn--[0-9a-z]+|\p{L}{2,}(?![0-9a-z@+-]))`;
const pathCharacter = String.raw`[^\s<>()?]`;
const bracketed = String.raw`\((?:${pathCharacter}+|${pathCharacter}*\(${pathCharacter}+\)${pathCharacter}*)\)`;
const pathEnd = String.raw`[^\s<>()?!*"'「」;:=,.$%\[\]~&|@]`;
const path = String.raw`\/(?:(?:${pathCharacter}|${bracketed})*(?:${pathEnd}|${bracketed}))?`;
const beyondAscii = String.raw`\u{a0}-\u{d7ff}\u{e000}-\u{10fffd}`;
const query = String.raw`\?[a-z0-9!?*'();:&=+$\/%#\[\]\-_.,~|@^${beyondAscii}]*[a-z0-9_&=#\/\-${beyondAscii}]`;
const mastodonAddress = new RegExp(
  String.raw`^https?:\/\/(?:${label}\.)+${topLevel}(?::[0-9]+)?(?:${path})?(?:${query})?`,
  'iu',
);

/**
 * The address that Mastodon finds where `text` begins, or null if it finds none: twitter-text's rule as amended in
 * Mastodon's `config/initializers/twitter_regex.rb`, except that any top-level domain of letters is taken to exist.
 */
export function mastodonAddressAt(text: string): string | null {
  return mastodonAddress.exec(text)?.[0] ?? null;
}
