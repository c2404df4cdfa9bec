/** One run: one file changed as its seed says, everything loaded, and what came of it judged. */

import { dirname, join } from 'node:path';
import { type Random, randomFrom } from '../faults/season/random.ts';
import { byteChanges } from './bytes.ts';
import { type ByteChange, type Change, pickFrom, spliced, type TextChange } from './change.ts';
import type { Ground, Source } from './ground.ts';
import { faultsOf, furtherProblems, lossesIn, problemsOf } from './judge.ts';
import { rawEntries, rawItems } from './raw.ts';
import { judgeSettings, settingsChanges, shapeOfSettings, soundSettings } from './settings.ts';
import { structuralChanges } from './structure.ts';

type Outcome = 'told' | 'sound' | 'failed';

export type Trial = {
  readonly seed: number;
  readonly file: string;
  /** What was done to the file: of a failed run, as little as fails too. */
  readonly changes: readonly string[];
  readonly outcome: Outcome;
  readonly failures: readonly string[];
  /** The file as it was and as it became. */
  readonly before: Buffer;
  readonly after: Buffer;
};

type Step = { readonly text: Change } | { readonly bytes: ByteChange; readonly random: Random };
type Draft = { readonly source: Source; readonly steps: readonly Step[]; readonly name: string | undefined };

const settings: Source = (() => {
  const bytes = soundSettings();
  return { path: '.env', bytes, shape: shapeOfSettings(bytes.toString('utf8')) };
})();

/** Makes the run of a seed; the same seed does the same. */
export async function tryOne(ground: Ground, seed: number): Promise<Trial> {
  const random = randomFrom(seed, 'fuzz');
  const draft = drafted(ground, random);
  const judged = await judge(ground, draft, random);
  const [smaller] =
    judged.failures.length > 0 && draft.steps.length > 1 ? await smallerFailures(ground, draft, random) : [];
  const { failures, isSound, after } = smaller?.judged ?? judged;
  const told = smaller?.draft ?? draft;
  const steps = told.steps.map((step) => ('text' in step ? step.text.name : step.bytes.name));
  return {
    seed,
    file: told.source.path,
    changes: told.name === undefined ? steps : [...steps, `renamed to ${told.name}`],
    outcome: failures.length > 0 ? 'failed' : isSound ? 'sound' : 'told',
    failures,
    before: told.source.bytes,
    after,
  };
}

async function smallerFailures(ground: Ground, draft: Draft, random: Random) {
  const found = [];
  for (const step of draft.steps) {
    const smaller = { ...draft, steps: [step] };
    const judged = await judge(ground, smaller, random);
    if (judged.failures.length > 0) found.push({ draft: smaller, judged });
  }
  return found;
}

/** How often a file is changed, by what it is. */
const weights: readonly (readonly [weight: number, fits: RegExp])[] = [
  [42, /\/(days|epilogue)\//u],
  [20, /\/campaign\.yaml$/u],
  [4, /\/facts\/events\.yaml$/u],
  [10, /\/facts\//u],
  [10, /^photos\//u],
];

function drafted(ground: Ground, random: Random): Draft {
  const source = drawnSource(ground, random);
  const isYaml = source !== settings;
  const textChanges = isYaml ? structuralChanges : [...settingsChanges, ...settingsChanges, ...structuralChanges];
  const count = random.pick([1, 1, 1, 1, 1, 2, 2, 3]);
  const steps = Array.from({ length: count }, (): Step | null => {
    if (random.chance(0.25)) {
      const bytes = pickFrom(random, byteChanges);
      return bytes === null ? null : { bytes, random: random.branch(`bytes ${random.next()}`) };
    }
    const text = textChange(source, textChanges, random);
    return text === null ? null : { text };
  }).flatMap((step) => step ?? []);
  const name = isYaml && random.chance(0.02) ? renamed(source.path, random) : undefined;
  return { source, steps, name };
}

function drawnSource({ sources }: Ground, random: Random): Source {
  let drawn = random.between(0, 99);
  for (const [weight, fits] of weights) {
    drawn -= weight;
    if (drawn >= 0) continue;
    return (
      pickFrom(
        random,
        sources.filter(({ path }) => fits.test(path)),
      ) ?? settings
    );
  }
  return settings;
}

function textChange({ shape }: Source, from: readonly TextChange[], random: Random): Change | null {
  return pickFrom(random, from)?.(shape, random.branch(`text ${random.next()}`)) ?? null;
}

function renamed(path: string, random: Random): string {
  const name = path.slice(dirname(path).length + 1);
  const stem = name.replace(/\.yaml$/u, '');
  return random.pick([
    `${stem}.yml`,
    `${stem}.YAML`,
    `${stem}.yaml.txt`,
    `${stem} copy.yaml`,
    `${stem}`,
    `x${name}`,
    `${stem}\u00a0.yaml`,
  ]);
}

type Judged = { readonly failures: readonly string[]; readonly isSound: boolean; readonly after: Buffer };

async function judge(ground: Ground, draft: Draft, random: Random): Promise<Judged> {
  const { source, steps } = draft;
  const text = spliced(
    source.shape.text,
    steps.flatMap((step) => ('text' in step ? step.text.splices : [])),
  );
  const after = steps.reduce<Buffer>(
    (bytes, step) => ('bytes' in step ? step.bytes.apply(bytes, randomAgain(step.random)) : bytes),
    Buffer.from(text),
  );
  try {
    const judged =
      source === settings ? judgeSettings(after) : await judgeCampaigns(ground, draft, after, random.branch('judge'));
    return { ...judged, after };
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failures: [`an error of the program itself: ${stack.slice(0, 1500)}`], isSound: false, after };
  }
}

/** The same draws for the same step, however often it is taken. */
function randomAgain(random: Random): Random {
  return random.branch('apply');
}

async function judgeCampaigns(
  ground: Ground,
  { source, steps, name }: Draft,
  bytes: Buffer,
  random: Random,
): Promise<Omit<Judged, 'after'>> {
  const written = bytes.toString('utf8');
  const looked = { faults: [] as readonly string[], further: [] as readonly string[] };
  const loaded = await ground.loadWith(source, bytes, name, (found) => {
    const problems = problemsOf(found);
    looked.faults = faultsOf(problems, written);
    if (!found.campaigns.ok || !random.chance(0.15)) return;
    const looksAt = /\/(days|epilogue)\//u.test(source.path) ? source : pickFrom(random, daysOf(ground));
    const isOfFile = (file: string) => looksAt !== null && file === join(ground.folder, looksAt.path);
    const renders = random.chance(0.1);
    for (const campaign of found.campaigns.value)
      looked.further = faultsOf(furtherProblems(campaign, isOfFile, renders), written);
  });
  const failures = [...looked.faults, ...looked.further];
  const { campaigns, photographs } = loaded;
  if (!campaigns.ok || !photographs.ok) return { failures, isSound: false };
  const [only] = steps;
  if (steps.length === 1 && only !== undefined && 'text' in only && only.text.mustBeTold)
    failures.push(`nobody is told of this: ${only.text.name}`);
  for (const campaign of campaigns.value) {
    const days = daysOf(ground).filter(({ path }) => path.startsWith(`campaigns/${campaign.id}/`));
    const raw = days.map((day) => (day === source ? rawEntries(written) : ground.entriesOf(day)));
    failures.push(...lossesIn(campaign, raw.flat()));
  }
  failures.push(...lostFacts(source, written, loaded.campaigns.ok ? campaigns.value[0] : undefined));
  const records = ground.sources.filter(({ path }) => path.startsWith('photos/')).length;
  if (photographs.value.size !== records) failures.push('a photograph is lost without a word');
  return { failures, isSound: true };
}

function daysOf({ sources }: Ground): readonly Source[] {
  return sources.filter(({ path }) => /\/(days|epilogue)\//u.test(path));
}

function lostFacts(
  { path }: Source,
  written: string,
  campaign: Parameters<typeof lossesIn>[0] | undefined,
): readonly string[] {
  if (!path.includes('/facts/') || campaign === undefined) return [];
  if (campaign.facts === null) return ['the fact base is lost without a word'];
  const { events, context, conflicts } = campaign.facts;
  const lost = (list: string, key: string, known: ReadonlyMap<string, unknown>) =>
    rawItems(written, list, key).flatMap((id) => (known.has(id) ? [] : [`${list} lost ${JSON.stringify(id)}`]));
  if (path.endsWith('/events.yaml')) return lost('events', 'id', events);
  if (path.endsWith('/context.yaml')) return lost('events', 'id', context);
  return path.endsWith('/conflicts.yaml') ? lost('conflicts', 'number', conflicts) : [];
}
