/** Finds emoji, and leaves signs like © and ™ alone that are text. */

/** Offset of the first emoji of a text, or -1. */
export function emojiIn(text: string): number {
  return text.search(/\p{RGI_Emoji}|\p{Regional_Indicator}/v);
}
