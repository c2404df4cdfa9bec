/** What a file of a campaign has below `entries`, counted in its nodes and without any schema. */

import { type Document, isAlias, isMap, isScalar, isSeq } from 'yaml';

/** The ids of all items below `entries`, as they are written; null for one without. */
export function entriesWritten(document: Document.Parsed | null): readonly (string | null)[] {
  const followed = (node: unknown) => (document !== null && isAlias(node) ? node.resolve(document) : node);
  const below = (node: unknown, name: string) => {
    const map = followed(node);
    const pair = isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
    return followed(pair?.value);
  };
  const entries = below(document?.contents, 'entries');
  if (!isSeq(entries)) return [];
  return entries.items.map((item) => {
    const id = below(item, 'id');
    return isScalar(id) ? (id.source ?? String(id.value)) : null;
  });
}
