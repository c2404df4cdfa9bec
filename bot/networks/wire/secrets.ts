/** What a server knows of us and no answer may show: passwords and tokens, and every way an answer could spell them. */

/** Stands where a secret was. */
const hidden = '[secret]';

export type Secrets = {
  /** One more of them, such as a token that was renewed; the last two hundred of these are remembered. */
  readonly add: (secret: string) => void;
  /**
   * The text without any of them: in any case of letters, and with each character as it is or escaped for JSON, an
   * address or HTML; in hexadecimal; and in base64, also in the middle of what was encoded with it (`user:password`).
   */
  readonly hide: (text: string) => string;
  /** The same of all texts, names and numbers in a value of JSON. Throws a RangeError if it is nested too deep. */
  readonly hideIn: (json: unknown) => unknown;
};

/** Shorter ones stand in ordinary words, such as the names of an answer's fields, and cannot be told from them. */
const fewestCharacters = 6;

/** Tokens are renewed every two hours, but by a server that accepts none, twice for every call. */
const mostAdded = 200;

/** `always` are hidden as long as this lives. */
export function createSecrets(always: readonly string[]): Secrets {
  const patterns = new Map<string, RegExp>();
  const added: string[] = [];
  const learn = (secret: string): boolean => {
    if ([...secret].length < fewestCharacters || patterns.has(secret)) return false;
    patterns.set(secret, patternOf(secret));
    return true;
  };
  for (const secret of always) learn(secret);
  const hide = (text: string): string =>
    [...patterns.values()].reduce((rest, pattern) => rest.replaceAll(pattern, hidden), text);
  const hideIn = (json: unknown): unknown => {
    if (typeof json === 'string') return hide(json);
    if (typeof json === 'number') return hide(String(json)) === String(json) ? json : null;
    if (Array.isArray(json)) return json.map(hideIn);
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([name, value]) => [hide(name), hideIn(value)]));
  };
  return {
    add(secret) {
      if (!learn(secret)) return;
      added.push(secret);
      for (const oldest of added.splice(0, added.length - mostAdded)) patterns.delete(oldest);
    },
    hide,
    hideIn,
  };
}

/** Every repetition in it is bounded, so that no answer makes it slow. */
function patternOf(secret: string): RegExp {
  const bytes = Buffer.from(secret.toWellFormed(), 'utf8');
  const spelled = [...secret.toWellFormed()].map(characterForms).join('');
  return new RegExp([spelled, bytes.toString('hex'), ...base64Forms(bytes)].join('|'), 'giu');
}

/** One character in all the ways it is escaped, twice over, too. */
function characterForms(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const units = Array.from(
    { length: character.length },
    (_, index) => `\\\\{1,4}u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  );
  const percent = [...Buffer.from(character, 'utf8')].map(
    (byte) => `%(?:25){0,2}${byte.toString(16).padStart(2, '0')}`,
  );
  const forms = [
    units.join(''),
    `\\\\{1,4}(?:x${hex.padStart(2, '0')}|u\\{0{0,6}${hex}\\})`,
    percent.join(''),
    `&(?:amp;){0,2}(?:#0{0,6}${code}|#x0{0,6}${hex}${namesOf(character)});?`,
    `\\\\{0,4}${RegExp.escape(character)}`,
  ];
  if (/[\p{C}\p{Z}\s]/u.test(character)) forms.push('[+\\p{C}\\p{Z}\\s]{1,8}');
  return `(?:${forms.join('|')})`;
}

const named: ReadonlyMap<string, string> = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['"', 'quot'],
  ["'", 'apos'],
]);

function namesOf(character: string): string {
  const name = named.get(character);
  return name === undefined ? '' : `|${name}`;
}

/** Behind nought, one or two other bytes of a group of three; what the neighbours share is taken away with it. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bits = 8 * (before + bytes.length);
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const own = encoded.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
    const shared = '(?:[\\w+/\\-]={0,2})?';
    const core = [...own].map(base64Character).join('');
    return `${before > 0 ? '[\\w+/\\-]?' : ''}${core}${bits % 6 > 0 ? shared : ''}`;
  });
}

/** In the alphabet of addresses, or escaped. */
function base64Character(character: string): string {
  if (character === '+') return '(?:[+\\-]|%2b)';
  return character === '/' ? '(?:\\\\{0,2}[/_]|%2f)' : character;
}
