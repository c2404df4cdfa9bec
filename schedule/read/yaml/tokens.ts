/** What stands in a YAML file beside its values and is no part of a campaign file: tags, directives, anchors nobody uses. */

import { CST, Lexer, Parser } from 'yaml';

/** What is wrong at a character of the file. */
export type Fault = { readonly offset: number; readonly rule: string; readonly message: string };

/** No campaign file nests deeper than 12; reading one that does without end would overflow the stack. */
export const maxDepth = 64;

export type Inspected = {
  /** Every fault that the tokens show, before anything is made of them. */
  readonly faults: readonly Fault[];
  /** Whether it nests so deep that nothing must be made of them. */
  readonly tooDeep: boolean;
  /** Where the quoted text begins that ends at an offset. */
  readonly quoteStarts: ReadonlyMap<number, number>;
};

/**
 * The tokens of a file; or the fault that it nests too deep, for the parser calls itself for each open level and would
 * overflow the stack.
 */
export function tokensOf(source: string): readonly CST.Token[] | Fault {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(source)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > 2 * maxDepth) return deepFault(parser.offset);
  }
  return [...tokens, ...parser.end()];
}

export function inspectTokens(tokens: readonly CST.Token[]): Inspected {
  const found = gathered(tokens);
  const { tooDeep, quoteStarts } = found;
  return {
    faults: tooDeep === null ? faultsOf(found, tokens) : [deepFault(tooDeep)],
    tooDeep: tooDeep !== null,
    quoteStarts,
  };
}

/** What is said where a file nests too deep, by itself or by its references. */
export function deepFault(offset: number): Fault {
  const message = `The file nests deeper than ${maxDepth} levels here; correct the brackets, dashes or references.`;
  return { offset, rule: 'too-deep', message };
}

function faultsOf(found: Gathered, tokens: readonly CST.Token[]): readonly Fault[] {
  const used = new Set(found.aliases.map(({ source }) => source.slice(1)));
  const [, second] = tokens.filter(({ type }) => type === 'document');
  return [
    ...tokens.filter(({ type }) => type === 'directive').map((token) => fault(token.offset, directive(token))),
    ...(second === undefined ? [] : [fault(second.offset, secondDocument)]),
    ...found.tags.map(({ offset, source }) => fault(offset, readAs(source, 'a type'))),
    ...found.anchors
      .filter(({ source }) => !used.has(source.slice(1)))
      .map(({ offset, source }) => fault(offset, readAs(source, 'a name for what follows'))),
  ];
}

const secondDocument =
  'A second document begins here, and a file has one; remove the line of dashes or dots, or put the rest into a file of its own.';

function directive(token: CST.Token): string {
  const line = 'source' in token ? token.source.trim() : '%';
  return `"${line}" is a directive of YAML, and none is read here; remove this line.`;
}

function readAs(source: string, what: string): string {
  return `YAML reads "${source}" as ${what}; put the text in quotes if it is part of it, else remove it.`;
}

function fault(offset: number, message: string): Fault {
  return { offset, rule: 'yaml', message };
}

type Gathered = {
  readonly tags: Piece[];
  readonly anchors: Piece[];
  readonly aliases: Piece[];
  readonly quoteStarts: Map<number, number>;
  /** Where the file first nests too deep. */
  tooDeep: number | null;
};
type Piece = { readonly offset: number; readonly source: string };

/** Goes through all tokens without recursion, for they may be nested in hundreds of thousands. */
function gathered(tokens: readonly CST.Token[]): Gathered {
  const found: Gathered = { tags: [], anchors: [], aliases: [], quoteStarts: new Map(), tooDeep: null };
  const open = tokens.map((token) => ({ token, depth: 0 })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (token.type === 'tag') found.tags.push(token);
    if (token.type === 'anchor') found.anchors.push(token);
    if (token.type === 'alias') found.aliases.push(token);
    if (token.type === 'double-quoted-scalar' || token.type === 'single-quoted-scalar') {
      found.quoteStarts.set(token.offset + token.source.length, token.offset);
    }
    const inner = CST.isCollection(token) ? depth + 1 : depth;
    if (inner > maxDepth) {
      found.tooDeep = token.offset;
      return found;
    }
    for (const below of partsOf(token).toReversed()) open.push({ token: below, depth: inner });
  }
  return found;
}

function partsOf(token: CST.Token): readonly CST.Token[] {
  switch (token.type) {
    case 'document':
      return [...token.start, ...(token.value ? [token.value] : [])];
    case 'block-map':
    case 'block-seq':
    case 'flow-collection':
      return token.items.flatMap(({ start, key, sep, value }) => [
        ...start,
        ...(key ? [key] : []),
        ...(sep ?? []),
        ...(value ? [value] : []),
      ]);
    case 'block-scalar':
      return token.props;
    default:
      return [];
  }
}
