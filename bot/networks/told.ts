/** What a server says of itself, made fit for a ledger, a log and a mail. */

/** Enough for any reason that was meant to be read. */
const mostCharacters = 300;

/**
 * One line of at most 300 characters without control or format characters, in which `secret` is not shown, as it is or
 * as it stands in an address.
 */
export function told(text: string, secret: string): string {
  const shown = [secret, encodeURIComponent(secret.toWellFormed())].reduce(
    (rest, hidden) => (hidden === '' ? rest : rest.replaceAll(hidden, '[hidden]')),
    text.toWellFormed(),
  );
  const line = shown
    .slice(0, 10 * mostCharacters)
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= mostCharacters ? line : `${characters.slice(0, mostCharacters - 1).join('')}…`;
}
