/** Logins made and refused, kept beside the session: an account has few logins a day, however often the bot is started. */

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { parsedJson } from '../../../../schedule/read/read-text.ts';
import {
  type Instant,
  instantFromIso,
  instantFromMillis,
  plusMillis,
  toIso,
} from '../../../../schedule/time/instant.ts';
import type { Failure } from '../../network.ts';
import { readPrivately, writePrivately } from './session-file.ts';

const minute = 60_000;

/**
 * A third of what the reference server allows an account from one address (30 in five minutes, 300 a day): what makes the
 * bot log in over and over must not lock its people out.
 */
const limits = [
  { most: 10, within: 5 * minute },
  { most: 100, within: 24 * 60 * minute },
] as const;

const refusal = z.object({
  kind: z.enum(['unauthorised', 'unavailable']),
  message: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  /** Tells whether another password is configured by now; null where that would not help. */
  password: z.object({ salt: z.string(), hash: z.string() }).nullable(),
});
const logins = z.object({ made: z.array(z.iso.datetime()), refused: refusal.nullable() });
type Logins = z.infer<typeof logins>;

export type LoginFile = {
  /** Why not to log in now: a server's refusal that still holds, or too many logins; null if nothing speaks against it. */
  readonly objection: (password: string, now: Instant) => Promise<Failure | null>;
  /** Counts a login, and forgets what was refused before. */
  readonly made: (now: Instant) => Promise<void>;
  /** Keeps the server's refusal until an instant, or, of an `unauthorised` one, until the password is another. */
  readonly refused: (failure: Failure, password: string, now: Instant, until: Instant) => Promise<void>;
};

/**
 * A missing file counts as empty; a damaged one is an objection, because then nobody knows how many logins are left. To be
 * used by one process at a time. Throws a SessionFileError.
 */
export function loginFileAt(path: string): LoginFile {
  const kept = async (): Promise<Logins | 'damaged'> => {
    const text = await readPrivately(path);
    return text === null ? none : (logins.safeParse(parsedJson(text)).data ?? 'damaged');
  };
  const read = async (): Promise<Logins> => {
    const known = await kept();
    return known === 'damaged' ? none : known;
  };
  return {
    async objection(password, now) {
      const known = await kept();
      if (known === 'damaged') return unknownLogins(path);
      const { made, refused } = known;
      if (refused !== null && holds(refused, now) && (await isFor(refused, password))) return failureOf(refused);
      return tooMany(made, now);
    },
    async made(now) {
      const { made } = await read();
      const recent = made.filter((iso) => isWithin(iso, limits[1].within, now));
      await writePrivately(path, { made: [...recent, toIso(now)], refused: null });
    },
    async refused({ kind, message }, password, now, until) {
      const { made } = await read();
      const isTheirs = kind === 'unauthorised';
      const refused = {
        kind: isTheirs ? kind : 'unavailable',
        message,
        at: toIso(now),
        until: toIso(until),
        password: isTheirs ? await sealed(password) : null,
      };
      await writePrivately(path, { made, refused });
    },
  };
}

const none: Logins = { made: [], refused: null };

function unknownLogins(path: string): Failure {
  const message = `${path} is damaged, so nobody knows how often this account was logged in, and it has few logins a day; delete the file, and it is begun anew`;
  return { kind: 'unavailable', message, retryAt: null };
}

type Refused = NonNullable<Logins['refused']>;

/** Not after the clock was set back: nothing tells how long it would then hold. */
function holds({ at, until }: Refused, now: Instant): boolean {
  return now >= instantFromIso(at) && now < instantFromIso(until);
}

function failureOf({ kind, message, until }: Refused): Failure {
  return kind === 'unauthorised' ? { kind, message } : { kind, message, retryAt: instantFromIso(until) };
}

/** What is in the future, because the clock was set back, counts for nothing. */
function isWithin(iso: string, within: number, now: Instant): boolean {
  const since = now - instantFromIso(iso);
  return since >= 0 && since < within;
}

function tooMany(made: readonly string[], now: Instant): Failure | null {
  for (const { most, within } of limits) {
    const recent = made.filter((iso) => isWithin(iso, within, now)).map((iso) => instantFromIso(iso));
    if (recent.length < most) continue;
    const retryAt = plusMillis(instantFromMillis(Math.min(...recent)), within);
    const message = `logged in ${recent.length} times within ${within / minute} minutes, and something always undoes it; it is tried again later`;
    return { kind: 'unavailable', message, retryAt };
  }
  return null;
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

async function sealed(password: string): Promise<Refused['password']> {
  const salt = randomBytes(16);
  return { salt: salt.toString('hex'), hash: (await derive(password, salt, 32)).toString('hex') };
}

async function isFor({ password: seal }: Refused, password: string): Promise<boolean> {
  if (seal === null) return true;
  const hash = await derive(password, Buffer.from(seal.salt, 'hex'), 32);
  const known = Buffer.from(seal.hash, 'hex');
  return known.length === hash.length && timingSafeEqual(known, hash);
}
