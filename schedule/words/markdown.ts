/** Text set into Markdown so that it comes out as the text it is, whatever stands in it. */

/** What CommonMark or GitHub's tables, strikethrough and formulas take for markup within a line. */
const markup = /[\\`*_[\]<>|~&$]/gu;
/** Where GitHub makes a link of a bare address. */
const address = /(?<=https?|ftp)(?=:\/\/)|(?<=www)(?=\.)|(?<=mailto|xmpp)(?=:)|(?<=[\w.+-])(?=@[\w-])/giu;

/**
 * Plain text for any place within a line of Markdown, so behind words of our own. White space becomes single spaces, but for those that do not
 * break; control characters and overrides of the direction of writing are written out, like `\u{202E}`, and what
 * isolates a part of the text is closed at its end.
 */
export function markdownText(text: string): string {
  const line = closed(
    text.replaceAll(/[\s\u{85}]+/gu, (space) => (/^[\u{a0}\u{202f}]+$/u.test(space) ? space : ' ')).trim(),
  );
  const plain = line.replaceAll(/[\p{Cc}\p{Cs}\u{202a}-\u{202e}]/gu, (character) => `\\u{${hexadecimal(character)}}`);
  return plain.replaceAll(markup, String.raw`\$&`).replaceAll(address, '\\');
}

function hexadecimal(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}

/** With as many U+2069 at its end as isolates stand open there. */
function closed(text: string): string {
  let open = 0;
  for (const character of text.match(/[\u{2066}-\u{2069}]/gu) ?? []) {
    open = character === '\u{2069}' ? Math.max(0, open - 1) : open + 1;
  }
  return text + '\u{2069}'.repeat(open);
}
