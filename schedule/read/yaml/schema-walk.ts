/** Asks a schema what it knows at a path of some data: which settings, which values, whether a text. */

import type { z } from 'zod';
import type { Path } from './placing.ts';

/** A schema as zod describes it to those who read schemas. */
type Schema = z.core.$ZodType;

/** Every schema that the value at `path` may have; more than one where a union leaves it open, none where none is known. */
export function schemasAt(schema: Schema, path: Path, data: unknown): readonly Schema[] {
  let found = alternatives(schema, data);
  let value = data;
  for (const key of path) {
    value = valueAt(value, [key]);
    found = found.flatMap((each) => step(each, key)).flatMap((each) => alternatives(each, value));
  }
  return found;
}

/** The settings known there. */
export function keysOf(schemas: readonly Schema[]): readonly string[] {
  const keys = schemas.flatMap((schema) => {
    const { def } = known(schema);
    return def.type === 'object' ? Object.keys(def.shape) : [];
  });
  return [...new Set(keys)];
}

/** The few values that are possible there, as they are written; none where any text or number may do. */
export function choicesOf(schemas: readonly Schema[]): readonly string[] {
  const choices = schemas.flatMap((schema): readonly unknown[] => {
    const { def } = known(schema);
    if (def.type === 'enum') return Object.values(def.entries);
    if (def.type === 'literal') return def.values;
    return def.type === 'boolean' ? [true, false] : [];
  });
  return [...new Set(choices.map(String))];
}

export function takesText(schemas: readonly Schema[]): boolean {
  return schemas.some((schema) => {
    const { type } = known(schema).def;
    return type === 'string' || type === 'enum' || type === 'literal';
  });
}

export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.getOwnPropertyDescriptor(value, String(key))?.value;
  }, data);
}

function known(schema: Schema): z.core.$ZodTypes['_zod'] {
  return (schema as z.core.$ZodTypes)._zod;
}

/** A schema without what is wrapped around it; of a union those members that the value chose by its discriminator, or all. */
function alternatives(schema: Schema, value: unknown): readonly Schema[] {
  const { def } = known(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return alternatives(def.innerType, value);
    case 'pipe':
      return alternatives(def.in, value);
    case 'union': {
      const members = def.options.flatMap((option) => alternatives(option, value));
      const chosen = members.filter((member) => isChosen(member, value));
      return chosen.length > 0 ? chosen : members;
    }
    default:
      return [schema];
  }
}

/** Whether one of the fixed values of a map's schema stands in the data: `kind: clock` chooses the clock. */
function isChosen(schema: Schema, value: unknown): boolean {
  const { def } = known(schema);
  if (def.type !== 'object') return false;
  return Object.entries(def.shape).some(([key, field]) => {
    const inner = known(field).def;
    return inner.type === 'literal' && inner.values.some((literal) => literal === valueAt(value, [key]));
  });
}

function step(schema: Schema, key: string | number): readonly Schema[] {
  const { def } = known(schema);
  switch (def.type) {
    case 'object': {
      const field = Object.getOwnPropertyDescriptor(def.shape, String(key))?.value;
      return field === undefined ? [] : [field];
    }
    case 'array':
      return [def.element];
    case 'record':
      return [def.valueType];
    case 'tuple': {
      const item = def.items[Number(key)] ?? def.rest;
      return item ? [item] : [];
    }
    default:
      return [];
  }
}
