/** What a server says of itself, made fit for a ledger, a log and a mail. Secrets are out of it already (`http.ts`). */

/** Enough for any reason that was meant to be read. */
const mostCharacters = 300;

/** One line of at most 300 characters without control or format characters, such as those that steer a terminal. */
export function sanitised(text: string): string {
  const line = text
    .toWellFormed()
    .slice(0, 10 * mostCharacters)
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= mostCharacters ? line : `${characters.slice(0, mostCharacters - 1).join('')}…`;
}
