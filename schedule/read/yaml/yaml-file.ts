/** One YAML file: its data, and the position of everything in it. */

import { Composer } from 'yaml';
import { type Checked, checked, firstOf, refused } from '../../model/problem.ts';
import { unfitCharacters } from './characters.ts';
import { parserFaults } from './errors.ts';
import { type Placing, type Positions, positionsIn } from './placing.ts';
import { type Fault, inspectTokens, tokensOf } from './tokens.ts';
import { type Unquoted, valuesOf } from './values.ts';
import { entriesWritten } from './written.ts';

export type { Path } from './placing.ts';
export type { Unquoted } from './values.ts';

/** What was read of a file, as plain data. */
export type ReadFile = {
  readonly placing: Placing;
  readonly data: unknown;
  /** The ids below `entries`, for those who count what is in a day file. */
  readonly written: readonly (string | null)[];
  readonly unquoted: readonly Unquoted[];
};

export type YamlFile = ReadFile & Positions & { readonly file: string };

/** A file that was read, with its positions. */
export function yamlFile(read: ReadFile): YamlFile {
  return { ...read, ...positionsIn(read.placing), file: read.placing.file };
}

/** Parses the one document of YAML 1.2 in a file, or gives every Problem in it. Strings come out in Unicode normal form C. */
export function parseYaml(file: string, source: string): Checked<YamlFile> {
  const tokens = tokensOf(source);
  const { at } = positionsIn({ file, source, root: null });
  const problems = (faults: readonly Fault[]) =>
    firstOf(faults.values().map(({ offset, rule, message }) => ({ ...at(offset), rule, message })));
  if ('message' in tokens) return refused([{ ...at(tokens.offset), rule: tokens.rule, message: tokens.message }]);
  const inspected = inspectTokens(tokens);
  const raw = [...rawFaults(source), ...inspected.faults];
  /** A file without any value: the schema says that it is empty. */
  const empty = () => yamlFile({ placing: { file, source: '', root: null }, data: null, written: [], unquoted: [] });
  if (inspected.tooDeep) return checked(problems(raw), empty);
  const [document] = new Composer({ uniqueKeys: false, stringKeys: false, prettyErrors: false }).compose(tokens);
  if (document === undefined) return checked(problems(raw), empty);
  const errors = [...document.errors, ...document.warnings].filter(({ code }) => code !== 'TAG_RESOLVE_FAILED');
  const stumbles = parserFaults(errors, source, inspected.quoteStarts);
  if (stumbles.length > 0) return checked(problems(raw.length > 0 ? raw : stumbles), empty);
  const { data, spot, unquoted, faults } = valuesOf(document, source);
  return checked(problems([...raw, ...faults]), () =>
    yamlFile({ placing: { file, source, root: spot }, data, written: entriesWritten(document), unquoted }),
  );
}

function rawFaults(source: string): readonly Fault[] {
  return unfitCharacters(source)
    .filter(({ offset }) => source.slice(offset, offset + 2) !== '\r\n')
    .map((fault) => ({ ...fault, rule: 'character' }));
}
