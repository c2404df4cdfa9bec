/** Loads a fact base from its folder: all files of it that are there, or every Problem in them. */

import { join } from 'node:path';
import type { z } from 'zod';
import { type Checked, checked, type Problem, problemsOf, sound } from '../model/problem.ts';
import type { FactFiles } from './assemble/facts.ts';
import { contentsOf } from './folder.ts';
import { type Loaded, type loadFile, top } from './load-file.ts';
import { conflictsSchema, eventsSchema, leftOutSchema, phrasesSchema, sensitiveSchema } from './schema/facts.ts';

/** The fact base in a folder; null if there is none. */
export async function loadFacts(folder: string, load: typeof loadFile): Promise<Checked<FactFiles | null>> {
  const contents = await contentsOf(folder);
  if (contents === null) return sound(null);
  if (!contents.ok) return contents;
  if (contents.value.length === 0) return sound(null);
  const names = contents.value.map(({ name }) => name);
  const read = async <S extends z.ZodType>(name: string, schema: S): Promise<Checked<Loaded<z.output<S>> | null>> =>
    names.includes(name) ? load(join(folder, name), schema) : sound(null);
  const events = await read('events.yaml', eventsSchema);
  const context = await read('context.yaml', eventsSchema);
  const conflicts = await read('conflicts.yaml', conflictsSchema);
  const phrases = await read('phrases.yaml', phrasesSchema);
  const sensitive = await read('sensitive.yaml', sensitiveSchema);
  const leftOut = await read('left-out.yaml', leftOutSchema);
  const stray = names
    .filter((name) => !factFileNames.has(name))
    .map((name): Problem => ({ ...top(join(folder, name)), rule: 'stray-file', message: strayFact }));
  const problems = [...stray, ...problemsOf([events, context, conflicts, phrases, sensitive, leftOut])];
  if (!(events.ok && context.ok && conflicts.ok && phrases.ok && sensitive.ok && leftOut.ok)) {
    return checked(problems, () => null);
  }
  return checked(problems, () => ({
    events: events.value,
    context: context.value,
    conflicts: conflicts.value,
    phrases: phrases.value,
    sensitive: sensitive.value,
    leftOut: leftOut.value,
  }));
}

const factFileNames: ReadonlySet<string> = new Set([
  'events.yaml',
  'context.yaml',
  'conflicts.yaml',
  'phrases.yaml',
  'sensitive.yaml',
  'left-out.yaml',
]);

const strayFact =
  'The fact base has only events, context, conflicts, phrases, sensitive and left-out.yaml; rename this file or move it away.';
