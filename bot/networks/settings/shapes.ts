/** The shapes of what a person copies into the settings, looked at before any server is asked. A value is never told. */

/** What is wrong with a value, as the end of a sentence that begins with the name of its variable; null if nothing is. */
export type ShapeOf = (value: string) => string | null;

/** What is wrong with a value that was pasted with the quotes around it; null if nothing is. */
export const quoted: ShapeOf = (value) =>
  /^(["'`]).*\1$/.test(value) ? 'stands in quotes, which are a part of it where it is set. Leave them out.' : null;
