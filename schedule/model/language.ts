/** The languages there are and the dialects of networks, and lists that are never empty: what every other part of the model is made of. */

export const languages = ['hu', 'en'] as const;
export type Language = (typeof languages)[number];

/**
 * The ways in which networks read a text: what is a hashtag, a mention, an address. A campaign may word a text for each; a
 * network that reads as another does takes that one's.
 */
export const dialects = ['bluesky', 'mastodon'] as const;
export type Dialect = (typeof dialects)[number];

export type NonEmpty<T> = readonly [T, ...T[]];

export function isNonEmpty<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}

/** The same items. Throws an Error with this message if there are none. */
export function nonEmpty<T>(items: readonly T[], message: string): NonEmpty<T> {
  if (isNonEmpty(items)) return items;
  throw new Error(message);
}

/** What is made of each item, in order. */
export function eachOf<T, U>([first, ...rest]: NonEmpty<T>, make: (item: T, index: number) => U): NonEmpty<U> {
  return [make(first, 0), ...rest.map((item, index) => make(item, index + 1))];
}

/** A value for each language of the campaign; `inLanguage` takes one out. */
export type PerLanguage<T> = { readonly [L in Language]?: T | undefined };

/** The value for a language the loader has already found to be there. */
export function inLanguage<T>(texts: PerLanguage<T>, language: Language): T {
  const value = texts[language];
  if (value === undefined) throw new Error(`no text in "${language}", although the campaign was loaded with it`);
  return value;
}
