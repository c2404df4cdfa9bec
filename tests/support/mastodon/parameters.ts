/** The parameters of a request, read as Rails reads them, but refusing what no controller permits. */

import { Violation } from './answer.ts';

type Kind = 'text' | 'flag' | 'count' | 'id' | 'ids' | 'file';
/** Names an endpoint permits. */
export type Permitted = Readonly<Record<string, Kind>>;
export type RawParameters = Readonly<Record<string, unknown>>;

export type Parameters = {
  readonly text: (name: string) => string | null;
  readonly flag: (name: string) => boolean | null;
  readonly count: (name: string) => number | null;
  readonly ids: (name: string) => readonly string[];
  readonly file: (name: string) => File | null;
};

const truths = new Map([
  ...['true', '1', 't', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'f', 'off'].map((word) => [word, false] as const),
]);
/** What a careless client makes of a missing value. */
const careless = new Set(['undefined', 'null', 'NaN', '[object Object]']);

/** Throws a Violation for a name that is not permitted, or a value its name cannot have. */
export function permit(raw: RawParameters, permitted: Permitted): Parameters {
  for (const [name, value] of Object.entries(raw)) {
    const kind = Object.hasOwn(permitted, name) ? permitted[name] : undefined;
    if (kind === undefined) throw new Violation(`found unpermitted parameter: ${name}`);
    if (value !== null && !fits(kind, value)) throw new Violation(`parameter ${name} is not of kind ${kind}`);
  }
  const given = (name: string) => raw[name] ?? null;
  return {
    text: (name) => asText(given(name)),
    flag: (name) => truths.get(String(given(name))) ?? null,
    count: (name) => (given(name) === null ? null : Number(given(name))),
    ids: (name) => asIds(given(name)),
    file: (name) => asFile(given(name)),
  };
}

/** Pairs of a query, a form or a multipart body: `name[]` gathers a list, of a repeated name the last one counts. */
export function parametersOfPairs(pairs: Iterable<readonly [string, string | File]>): RawParameters {
  const raw: Record<string, unknown> = {};
  for (const [name, value] of pairs) {
    const [, list] = /^([^[\]]+)\[\]$/u.exec(name) ?? [];
    if (list === undefined) raw[name] = value;
    else raw[list] = [...(Array.isArray(raw[list]) ? raw[list] : []), value];
  }
  return raw;
}

function fits(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && !careless.has(value);
    case 'flag':
      return value === '' || truths.has(String(value));
    case 'count':
      return /^\d+$/u.test(String(value));
    case 'id':
      return value === '' || isId(value);
    case 'ids':
      return Array.isArray(value) && value.every(isId);
    case 'file':
      return value instanceof File;
  }
}

function isId(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && /^[\w.-]+$/u.test(String(value));
}

function asText(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function asIds(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function asFile(value: unknown): File | null {
  return value instanceof File ? value : null;
}
