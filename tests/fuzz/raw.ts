/** What stands in campaign files as the YAML library alone reads them, without a line of the program. */

import { type Document, isAlias, isCollection, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';

export type RawEntry = { readonly id: string; readonly time: string | null; readonly texts: readonly string[] };

type Item = { readonly node: unknown; readonly document: Document };

/** The entries of all documents of a day file; none where it cannot be read at all. */
export function rawEntries(source: string): readonly RawEntry[] {
  try {
    return itemsOf(source, 'entries').map((item) => ({
      id: writtenIn(below(item, 'id')) ?? '',
      time: writtenIn(below(item, 'time')),
      texts: listed(below(item, 'thread')).flatMap((post) => wordsIn(below(post, 'text'))),
    }));
  } catch {
    return [];
  }
}

/** What is written at `key` of the items of the list `list` of a file. */
export function rawItems(source: string, list: string, key: string): readonly string[] {
  return itemsOf(source, list).flatMap((item) => writtenIn(below(item, key)) ?? []);
}

function itemsOf(source: string, list: string): readonly Item[] {
  return parseAllDocuments(source).flatMap((document) =>
    'contents' in document ? listed(below({ node: document.contents, document }, list)) : [],
  );
}

function followed({ node, document }: Item): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function below(item: Item, key: string): Item {
  const map = followed(item);
  return { ...item, node: isMap(map) ? map.get(key, true) : undefined };
}

function listed(item: Item): readonly Item[] {
  const list = followed(item);
  return isSeq(list) ? list.items.map((node) => ({ ...item, node })) : [];
}

/** A scalar as it was written: `007` is not 7. */
function writtenIn(item: Item): string | null {
  const scalar = followed(item);
  return isScalar(scalar) ? (scalar.source ?? String(scalar.value)) : null;
}

function wordsIn(item: Item): readonly string[] {
  const written = writtenIn(item);
  if (written !== null) return [written.normalize('NFC').trim()];
  const map = followed(item);
  if (!isCollection(map) || !isMap(map)) return [];
  return map.items.flatMap(({ value: node }) => wordsIn({ ...item, node }));
}
