/** What is written in a campaign's files, counted without the schema: all of it has to be in the calendar. */

import { join } from 'node:path';
import type { Campaign } from '../model/campaign.ts';
import type { Problem } from '../model/problem.ts';
import { slotsOf } from '../time/slots.ts';
import { contentsOf } from './folder.ts';
import { top } from './load-file.ts';
import type { YamlFile } from './yaml/yaml-file.ts';

/** A day file; `entries` are the ids below its `entries`, null where one has none, or null if the file was not read. */
export type WrittenDay = {
  readonly file: string;
  readonly epilogue: boolean;
  readonly entries: readonly (string | null)[] | null;
};

/** Every day file that lies in the folder of a campaign, with the entries in it, whatever became of them. */
export async function writtenDays(folder: string, read: readonly YamlFile[]): Promise<readonly WrittenDay[]> {
  const known = new Map(read.map((yaml) => [yaml.file, yaml]));
  const folders = ['days', 'epilogue'].map(async (name) => {
    const contents = await contentsOf(join(folder, name));
    if (contents === null || !contents.ok) return [];
    return contents.value.map((item): WrittenDay => {
      const file = join(folder, name, item.name);
      const yaml = known.get(file);
      return {
        file,
        epilogue: name === 'epilogue',
        entries: yaml === undefined ? null : yaml.written,
      };
    });
  });
  return (await Promise.all(folders)).flat();
}

/**
 * A Problem for every day file and entry that is written and neither in the calendar nor, as an epilogue that is switched
 * off, kept out of it on purpose. There is none unless the program itself loses something.
 */
export function missing(written: readonly WrittenDay[], campaign: Campaign): readonly Problem[] {
  const planned = idsByFile(campaign);
  const withEpilogue = idsByFile({ ...campaign, epilogue: true });
  return written.flatMap(({ file, epilogue, entries }): readonly Problem[] => {
    const there = (epilogue && !campaign.epilogue ? withEpilogue : planned).get(file);
    if (there === undefined || entries === null || entries.length === 0) {
      return [{ ...top(file), rule: 'lost-day', message: lost('The entries of this file are') }];
    }
    return entries
      .filter((id) => id === null || !there.has(id))
      .map((id) => ({ ...top(file), rule: 'lost-entry', message: lost(`The entry "${id ?? 'without an id'}" is`) }));
  });
}

function idsByFile(campaign: Campaign): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { entry, due } of slotsOf(campaign, campaign.year)) {
    const { file } = entry.origin.locate([]);
    if (Number.isFinite(due)) ids.set(file, (ids.get(file) ?? new Set()).add(entry.id));
  }
  return ids;
}

function lost(what: string): string {
  return `${what} written here and did not reach the calendar; that is a mistake of the program: publish nothing and report it.`;
}
