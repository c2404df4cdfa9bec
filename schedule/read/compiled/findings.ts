/** What was found out about something, kept so that it is found out once. */

import { openContainer, writeContainer } from './container.ts';

/** By name; each is plain data, and depends on nothing but its name and on what the findings are of. */
export type Findings = {
  /** What was noted by this name; undefined if nothing was. */
  readonly known: (name: string) => unknown;
  readonly note: (name: string, found: unknown) => void;
  /** Writes what is new; of too much, only what was asked for since. Where the disk refuses it, it is not kept. */
  readonly keep: () => void;
};

const mostKept = 5000;

/** The findings in a file that were kept with this key. */
export function openFindings(file: string, key: string): Findings {
  let read: ReadonlyMap<string, unknown> | null = null;
  const kept = () => (read ??= (openContainer(file, key)?.head ?? new Map()) as ReadonlyMap<string, unknown>);
  const used = new Map<string, unknown>();
  let isNew = false;
  return {
    known: (name) => {
      const found = used.get(name) ?? kept().get(name);
      if (found !== undefined) used.set(name, found);
      return found;
    },
    note: (name, found) => {
      used.set(name, found);
      isNew = true;
    },
    keep: () => {
      if (isNew) writeContainer(file, key, kept().size > mostKept ? used : new Map([...kept(), ...used]), []);
      isNew = false;
    },
  };
}

/** Findings of what nothing is kept of. */
export function unkept(): Findings {
  const found = new Map<string, unknown>();
  return {
    known: (name) => found.get(name),
    note: (name, value) => void found.set(name, value),
    keep: () => undefined,
  };
}

/** What is known by this name, or what `find` finds, which is noted. */
export async function foundOnce<T>({ known, note }: Findings, name: string, find: () => T | Promise<T>): Promise<T> {
  const before = known(name) as T | undefined;
  if (before !== undefined) return before;
  const found = await find();
  note(name, found);
  return found;
}
