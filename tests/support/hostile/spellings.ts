/** How a server may spell a secret that it gives back. */

const units = (text: string, write: (code: number) => string): string =>
  Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('');
const points = (text: string, write: (code: number) => string): string =>
  Array.from(text, (character) => write(character.codePointAt(0) ?? 0)).join('');
const bytes = (text: string, write: (byte: number) => string): string =>
  Array.from(Buffer.from(text.toWellFormed(), 'utf8'), write).join('');
const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
const base64 = (text: string): string => Buffer.from(text.toWellFormed(), 'utf8').toString('base64');

export const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret.toWellFormed(),
  'in capitals': (secret) => points(secret.toWellFormed(), upper),
  'in small letters': (secret) => points(secret.toWellFormed(), lower),
  'for an address': (secret) => encodeURIComponent(secret.toWellFormed()),
  'in percents': (secret) => bytes(secret, (byte) => `%${hex(byte, 2)}`),
  'in percents twice': (secret) => bytes(secret, (byte) => `%25${hex(byte, 2).toUpperCase()}`),
  'for JSON': (secret) => JSON.stringify(secret.toWellFormed()).slice(1, -1),
  'in escapes of JSON': (secret) => units(secret.toWellFormed(), (code) => `\\u${hex(code, 4)}`),
  'in escapes of JSON twice': (secret) => units(secret.toWellFormed(), (code) => `\\\\u${hex(code, 4).toUpperCase()}`),
  'for HTML': (secret) => secret.toWellFormed().replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`),
  'in entities': (secret) => points(secret.toWellFormed(), (code) => `&#${code};`),
  'in hexadecimal entities': (secret) => points(secret.toWellFormed(), (code) => `&#x0${hex(code, 2)};`),
  'in hexadecimal': (secret) => bytes(secret, (byte) => hex(byte, 2)),
  'in base64': base64,
  'in base64 for addresses': (secret) => Buffer.from(secret.toWellFormed(), 'utf8').toString('base64url'),
  'in base64 behind a name': (secret) => base64(`user:${secret}`),
  'in base64 amid others': (secret) => base64(`{"password":"${secret}","x":1}`),
};

/** Where a capital is one character that leads back. */
function upper(code: number): string {
  const character = String.fromCodePoint(code);
  return /[a-z]/.test(character) ? character.toUpperCase() : character;
}

function lower(code: number): string {
  const character = String.fromCodePoint(code);
  return /[A-Z]/.test(character) ? character.toLowerCase() : character;
}
