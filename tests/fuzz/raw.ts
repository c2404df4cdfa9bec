/** What stands in campaign files as the YAML library alone reads them, without a line of the program. */

import { isCollection, isMap, parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** An entry as the YAML library alone reads it. */
export type RawEntry = { readonly id: string; readonly time: string | null; readonly texts: readonly string[] };

/** The entries of all documents of a day file; none where it cannot be read at all. */
export function rawEntries(source: string): readonly RawEntry[] {
  try {
    return parseAllDocuments(source).flatMap((document) => {
      const entries =
        'contents' in document && isMap(document.contents) ? document.contents.get('entries', true) : null;
      if (!isCollection(entries)) return [];
      return entries.items.map((item): RawEntry => {
        if (!isMap(item)) return { id: String(item), time: null, texts: [] };
        const time = item.get('time');
        return {
          id: String(item.get('id')),
          time: typeof time === 'string' ? time : null,
          texts: textsOf(item.toJS(document)),
        };
      });
    });
  } catch {
    return [];
  }
}

const rawPosts = z.object({ thread: z.array(z.object({ text: z.record(z.string(), z.unknown()) })) });

function textsOf(entry: unknown): readonly string[] {
  const posts = rawPosts.safeParse(entry);
  const all = posts.success ? posts.data.thread.flatMap(({ text }) => Object.values(text)) : [];
  return all
    .flatMap((text) => (typeof text === 'object' && text !== null ? Object.values(text) : [text]))
    .map((text) => String(text).normalize('NFC').trim());
}

/** The values of `key` in the items of the list `list` of a file, as the YAML library alone reads it. */
export function rawItems(source: string, list: string, key: string): readonly string[] {
  return parseAllDocuments(source).flatMap((document) => {
    const items = 'contents' in document && isMap(document.contents) ? document.contents.get(list, true) : null;
    if (!isCollection(items)) return [];
    return items.items.flatMap((item) => (isMap(item) ? [String(item.get(key))] : []));
  });
}
