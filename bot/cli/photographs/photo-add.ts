/** `photo add`: takes a photograph in with its rights, or says everything that keeps it out. */

import { takeIn } from '../../../media/photographs/intake.ts';
import { photographFiles, storePhotograph } from '../../../media/photographs/store.ts';
import { formatProblem, type Problem } from '../../../schedule/model/problem.ts';
import { top } from '../../../schedule/read/load-file.ts';
import { photographRecord } from '../../../schedule/read/photograph-record.ts';
import { readText } from '../../../schedule/read/read-text.ts';
import { type Rights, rightsHelp, rightsSchema } from '../../../schedule/read/schema/photograph.ts';
import { id as idSchema } from '../../../schedule/read/schema/values.ts';
import { parseAs } from '../../../schedule/read/yaml/schema-problems.ts';
import { parseYaml, type YamlFile, yamlFile } from '../../../schedule/read/yaml/yaml-file.ts';
import { orCannotCreate } from '../../host/data/places.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type PhotographChoice, photographsFolder } from '../loading.ts';
import { print, printJson, styled } from '../words/output.ts';

/** Rights that are one text each. */
const texts = [
  'author',
  'donor',
  'archive',
  'number',
  'title',
  'licence',
  'grounds',
  'source',
  'date',
  'sensitivity',
] as const;

type AddOptions = PhotographChoice & {
  readonly id: string;
  readonly record?: string;
  readonly focus?: { readonly x: number; readonly y: number };
  readonly pictured?: readonly string[];
  readonly showsHu?: string;
  readonly showsEn?: string;
  readonly replace?: true;
  readonly json?: true;
} & { readonly [T in (typeof texts)[number]]?: string };

/** Asks nothing: what is missing or wrong is said all at once, and then nothing is stored. */
export async function photoAdd(file: string, options: AddOptions): Promise<void> {
  if (!idSchema.safeParse(options.id).success) {
    const message = `--id cannot be "${options.id}"; use lower-case letters, digits and single hyphens, like crowd-at-parliament.`;
    throw new CommandError(exitCodes.usage, message);
  }
  const [rights, picture] = await Promise.all([rightsOf(options), takeIn(file)]);
  if (rights.rights === null || !picture.ok) {
    const problems = [...rights.problems, ...(picture.ok ? [] : picture.problems)];
    throw new CommandError(exitCodes.data, refusalReport(problems, rights.missing));
  }
  const folder = photographsFolder(options);
  const files = photographFiles(folder, options.id);
  const { bytes, sha256, width, height } = picture.value;
  const record = photographRecord(rights.rights, { sha256, width, height });
  await orCannotCreate(
    folder,
    storePhotograph(files, { bytes, record }, options.replace === true).catch(taken(options.id)),
  );
  if (options.json) printJson({ id: options.id, ...files, width, height, bytes: bytes.length, sha256 });
  else
    print(
      `${styled('green', 'Taken in')}  ${files.picture}  ${width}×${height}, ${Math.ceil(bytes.length / 1000)} kB, with ${files.record}`,
    );
}

type Judged = {
  readonly rights: Rights | null;
  readonly problems: readonly Problem[];
  /** Names of the rights that are nowhere written. */
  readonly missing: readonly string[];
};

/** Rights from the record and the options together; an option wins. */
async function rightsOf(options: AddOptions): Promise<Judged> {
  const record = await recordOf(options.record);
  if (record.problems.length > 0) return { rights: null, problems: record.problems, missing: [] };
  const data = { ...record.data, ...givenIn(options, record.data) };
  const judged = parseAs(rightsSchema, { ...record, data });
  if (judged.ok) return { rights: judged.value, problems: [], missing: [] };
  const wanting = (rightsSchema.safeParse(data).error?.issues ?? []).map(({ path: [name] }) => String(name));
  const missing = [...new Set(wanting.filter((name) => !(name in data)))].filter((name) => rightsHelp.has(name));
  return {
    rights: null,
    problems: judged.problems.filter(({ message }) => !missing.some((name) => message.startsWith(`"${name}" `))),
    missing,
  };
}

/** Where rights stand that were given as options. */
const noFile = 'options';

type RecordFile = YamlFile & {
  readonly data: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
};

async function recordOf(file: string | undefined): Promise<RecordFile> {
  if (file === undefined) {
    const nothing = yamlFile({
      placing: { file: noFile, source: '', root: null },
      data: {},
      written: [],
      unquoted: [],
    });
    return { ...nothing, data: {}, problems: [] };
  }
  const source = await readText(file);
  if (typeof source !== 'string') {
    throw new CommandError(exitCodes.data, `${file} cannot be read; give the file with the rights. ${source.message}`);
  }
  const yaml = parseYaml(file, source);
  if (!yaml.ok) return { ...(await recordOf(undefined)), problems: yaml.problems };
  const { data } = yaml.value;
  if (typeof data === 'object' && data !== null && !Array.isArray(data))
    return { ...yaml.value, data: withoutFile({ ...data }), problems: [] };
  const message = 'The record has to be a map of settings; media/photos/README.md has one to fill in.';
  return { ...yaml.value, data: {}, problems: [{ ...top(file), rule: 'wrong-type', message }] };
}

/** A record that was stored before can be given again: what it says of its file is found out anew. */
function withoutFile({ file: _, ...rights }: Record<string, unknown>): Record<string, unknown> {
  return rights;
}

function givenIn(options: AddOptions, { shows }: RecordFile['data']): Record<string, unknown> {
  const given = texts.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]] as const]));
  const { showsHu: hu, showsEn: en, focus, pictured } = options;
  const written = typeof shows === 'object' ? shows : {};
  return {
    ...Object.fromEntries(given),
    ...((hu ?? en) !== undefined && { shows: { ...written, ...(hu && { hu }), ...(en && { en }) } }),
    ...(focus && { focus }),
    ...(pictured && { pictured: Object.fromEntries(pictured.flatMap(answers)) }),
  };
}

function answers(written: string): readonly (readonly [string, string])[] {
  return written.split(',').map((each) => {
    const [motif = '', answer = ''] = each.split('=');
    return [motif.trim(), answer.trim()];
  });
}

/** One Error for what is there already, any other as it is. */
function taken(id: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code !== 'EEXIST') throw error;
    const message = `There is a photograph "${id}" already; choose another id, or write over it with --replace.`;
    throw new CommandError(exitCodes.data, message, { cause: error });
  };
}

/** Rights that take another option than their name. */
const optionsOf: Readonly<Record<string, string>> = {
  shows: '--shows-hu, --shows-en',
  focus: '--focus 0.5,0.4',
  pictured: '--pictured dead=no …',
};

function refusalReport(problems: readonly Problem[], missing: readonly string[]): string {
  const options = missing.map(
    (name) => `  ${(optionsOf[name] ?? `--${name}`).padEnd(24)} ${rightsHelp.get(name) ?? ''}`,
  );
  return [
    'The photograph is not taken in.',
    ...problems.map((problem) => (problem.file === noFile ? `  ${problem.message}` : formatProblem(problem))),
    ...(missing.length === 0
      ? []
      : ['Of its rights are missing, to be given as options or in a file with --record:', ...options]),
  ].join('\n');
}
