/** The tokens of a session on disk, readable by their owner alone, so that a restart does not cost a login. */

import { dirname } from 'node:path';
import { z } from 'zod';
import { makeFolder, sweep, writeWhole } from '../../../../media/whole-file.ts';
import { parsedJson, readText } from '../../../../schedule/read/read-text.ts';
import { whileLocked } from '../../../file-lock.ts';
import { SessionFileError } from './answer.ts';

/** A token goes into a header as it is, so it must be able to. */
const token = z.string().regex(/^[\x21-\x7e]+$/);

/** https://atproto.com/specs/did */
const did = z
  .string()
  .max(2048)
  .regex(/^did:[a-z]+:[\w.:%-]+$/);

const tokens = z.object({ did, accessJwt: token, refreshJwt: token });

export type Tokens = Readonly<z.infer<typeof tokens>>;

const kept = tokens.extend({ service: z.string(), identifier: z.string() });

/** Whose session it is. */
export type Holder = { readonly service: string; readonly identifier: string };

/** Null where the file is missing, is not a session, or belongs to another holder: then a login makes a new one. */
export async function readTokens(path: string, holder: Holder): Promise<Tokens | null> {
  const read = kept.safeParse(parsedJson((await readPrivately(path)) ?? ''));
  if (!read.success) return null;
  const { service, identifier, did, accessJwt, refreshJwt } = read.data;
  return service === holder.service && identifier === holder.identifier ? { did, accessJwt, refreshJwt } : null;
}

export async function writeTokens(path: string, holder: Holder, held: Tokens): Promise<void> {
  await writePrivately(path, { ...holder, ...held });
}

export function tokensIn(value: unknown): Tokens | null {
  return tokens.safeParse(value).data ?? null;
}

/** The text of a file; null where it is missing. Throws a SessionFileError if it cannot be read. */
export async function readPrivately(path: string): Promise<string | null> {
  const text = await readText(path);
  if (typeof text === 'string') return text;
  if (text.reason === 'absent') return null;
  if (text.reason === 'no-utf-8') return '';
  throw new SessionFileError(`cannot read the session in ${path}: ${text.message}`);
}

/** Replaces the file in one step, for its owner's eyes; it is on the disk once this resolves. Throws a SessionFileError. */
export async function writePrivately(path: string, content: object): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await sweep(dirname(path));
    await writeWhole(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new SessionFileError(`cannot keep the session in ${path} (${reasonOf(cause)})`, { cause });
  }
}

/** Does a task while nobody else uses the session in `path`; null if somebody else does for too long. */
export async function whileOurs<T>(path: string, patienceMillis: number, task: () => Promise<T>): Promise<T | null> {
  let result: Promise<T> | null = null;
  try {
    await makeFolder(dirname(path));
    return await whileLocked(`${path}.lock`, patienceMillis, () => {
      result = task();
      return result;
    });
  } catch (cause) {
    if (result !== null) throw cause;
    throw new SessionFileError(`cannot lock the session in ${path} (${reasonOf(cause)})`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
