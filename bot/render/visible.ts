/** Text in which nothing works unseen: for terminals, which obey some characters and hide others. */

const unseen =
  /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{a0}\u{2007}\u{202f}]--[\n\p{Variation_Selector}]]/gv;

/**
 * Control characters, what turns the direction of writing, characters without width and spaces that do not break are
 * written like `\u{202E}`; line ends and the selectors of emoji stay.
 */
export function visible(text: string): string {
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`);
}

/** JSON that means the same, with those characters escaped as JSON does it. */
export function visibleJson(json: string): string {
  return json.replace(unseen, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
