/** Loads campaigns from a folder: every campaign in it, or every Problem in all of them. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { assemble } from './assemble.ts';
import type { Campaign, NonEmpty } from './campaign.ts';
import type { ParsedDay } from './checks.ts';
import type { FactFiles } from './facts/assemble.ts';
import { conflictsSchema, eventsSchema, leftOutSchema, phrasesSchema, sensitiveSchema } from './facts/schema.ts';
import { filesIn, type Loading, loadFile, top } from './load-file.ts';
import { type Checked, checked, type Problem } from './problem.ts';
import { campaignSchema, daySchema } from './schema.ts';

/**
 * Every campaign of `folder`: each is a folder with a `campaign.yaml`, a file a day in `days/` and, if it likes, a fact base
 * in `facts/`. Problems of all of them are reported at once, with file names that start with `folder`. Entries find their
 * photographs among those given. Throws only if the disk fails in the middle.
 */
export async function loadCampaigns(
  folder: string,
  photographs: Campaign['photographs'] = new Map(),
): Promise<Checked<NonEmpty<Campaign>>> {
  const names = await foldersIn(folder);
  if (names === null) return none(folder, 'cannot be read as a folder; give the folder that holds the campaigns');
  const loaded = await Promise.all(names.map((name) => loadCampaign(join(folder, name), name, photographs)));
  const [first, ...rest] = loaded.flatMap(({ value }) => (value === null ? [] : [value]));
  const problems = loaded.flatMap((campaign) => campaign.problems);
  if (first !== undefined) return checked(problems, () => [first, ...rest]);
  if (problems.length === 0) return none(folder, 'holds no campaign; add a folder with a campaign.yaml in it');
  return checked<NonEmpty<Campaign>>(problems, () => {
    throw new Error('a campaign without problems was not loaded');
  });
}

async function loadCampaign(
  folder: string,
  name: string,
  photographs: Campaign['photographs'],
): Promise<Loading<Campaign>> {
  const main = await loadFile(join(folder, 'campaign.yaml'), campaignSchema);
  const dayFiles = await filesIn(join(folder, 'days'));
  const days = [
    ...(await Promise.all(dayFiles.map((file) => loadDay(join(folder, 'days', file), file, false)))),
    ...(await Promise.all(
      (await filesIn(join(folder, 'epilogue'))).map((file) => loadDay(join(folder, 'epilogue', file), file, true)),
    )),
  ];
  const facts = await loadFacts(join(folder, 'facts'));
  const problems = [...main.problems, ...days.flatMap((day) => day.problems), ...facts.problems];
  if (main.value === null) return { value: null, problems };
  if (dayFiles.length === 0) {
    return {
      value: null,
      problems: [...problems, { ...top(join(folder, 'campaign.yaml')), rule: 'no-days', message: noDays }],
    };
  }
  const parsed = days.flatMap(({ value }) => (value === null ? [] : [value]));
  const parsedMain = { yaml: main.value.yaml, data: main.value.data, folderName: name };
  const assembled = assemble(parsedMain, parsed, facts.value, photographs);
  return { value: assembled.campaign, problems: [...problems, ...assembled.problems] };
}

const noDays = 'The campaign has no days; add a file like days/1956-10-23.yaml beside this one.';

async function loadDay(path: string, name: string, epilogue: boolean): Promise<Loading<ParsedDay>> {
  if (!/\.ya?ml$/.test(name)) {
    const message = 'Only day files, named like 1956-10-23.yaml, belong here; move this file away.';
    return { value: null, problems: [{ ...top(path), rule: 'stray-file', message }] };
  }
  const loaded = await loadFile(path, daySchema);
  if (loaded.value === null) return { value: null, problems: loaded.problems };
  return { value: { ...loaded.value, name: name.replace(/\.ya?ml$/, ''), epilogue }, problems: loaded.problems };
}

/** The fact base in a folder; null if there is none, or if one of its files cannot be used. */
async function loadFacts(folder: string): Promise<Loading<FactFiles>> {
  const names = await filesIn(folder);
  if (names.length === 0) return { value: null, problems: [] };
  const problems: Problem[] = names
    .filter((name) => !factFileNames.has(name))
    .map((name) => ({ ...top(join(folder, name)), rule: 'stray-file', message: strayFact }));
  const read = async <S extends z.ZodType>(name: string, schema: S) => {
    if (!names.includes(name)) return null;
    const loaded = await loadFile(join(folder, name), schema);
    problems.push(...loaded.problems);
    return loaded.value;
  };
  const value: FactFiles = {
    events: await read('events.yaml', eventsSchema),
    context: await read('context.yaml', eventsSchema),
    conflicts: await read('conflicts.yaml', conflictsSchema),
    phrases: await read('phrases.yaml', phrasesSchema),
    sensitive: await read('sensitive.yaml', sensitiveSchema),
    leftOut: await read('left-out.yaml', leftOutSchema),
  };
  return { value: problems.length === 0 ? value : null, problems };
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

async function foldersIn(folder: string): Promise<readonly string[] | null> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
  } catch {
    return null;
  }
}

function none(folder: string, message: string): Checked<NonEmpty<Campaign>> {
  return { ok: false, problems: [{ ...top(folder), rule: 'no-campaign', message: `${folder} ${message}.` }] };
}
