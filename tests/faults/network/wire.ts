/** Carries requests of a process to a simulated server and back, and lets each meet its fate on the way. */

import type { Repository } from '../../../bot/networks/bluesky/wire/repository.ts';
import type { MastodonApi } from '../../../bot/networks/mastodon/wire/api.ts';
import type { ServerClock } from '../../../bot/networks/wire/server-clock.ts';
import type { Fate, Seeing } from '../season/fates.ts';
import type { Process } from '../season/process.ts';
import type { Random } from '../season/random.ts';
import type { World } from '../season/world.ts';
import type { XrpcCall } from './pds-model.ts';

/** Puts something else in the place of what goes over a line, to see that the laboratory notices. */
export type Tampering = {
  readonly api?: (api: MastodonApi) => MastodonApi;
  readonly repository?: (repository: Repository) => Repository;
  readonly xrpc?: (call: XrpcCall) => XrpcCall;
};

/** How long the clients wait for an answer, in milliseconds. */
const clientPatience = 60_000;

/** A server acts on no request later than this after it was sent; what the adapters rely on is a little more. */
const latestActing = 85_000;

const muchLater = 300_000;

export type Line = {
  readonly world: World;
  readonly process: Process;
  readonly random: Random;
  /** Decides, for each request, what becomes of it. */
  readonly fateFor: (request: string) => Fate;
  /**
   * Is told of every request that is disturbed, or that its server could not do as asked, and from when on; to be called
   * again when it is over, with the end of a limit if there is one.
   */
  readonly disturbed?: (from: number) => (limitUntil: number | null) => void;
  /** Is told the server's time by every answer. */
  readonly clock?: ServerClock;
  readonly tampering?: Tampering;
  /** Carries requests in place of this world's time and fates. */
  readonly carrier?: Carrier;
};

export type Carrier = <T>(request: string, act: () => Promise<T>) => Promise<Carried<T>>;

export type Carried<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  | { readonly kind: 'disturbed'; readonly seeing: Exclude<Seeing, { kind: 'the answer' }> };

/**
 * Sends one request. `act` is the server's part: it never rejects, and it goes on whether or not its client lives. Three
 * boundaries: before it is sent, when the server has acted, and when the client has what it gets.
 */
export async function carry<T>(
  request: string,
  line: Line,
  act: () => Promise<T>,
  patience = clientPatience,
): Promise<Carried<T>> {
  if (line.carrier !== undefined) return line.carrier(request, act);
  const { world, process, random } = line;
  await process.reach(`${request} begins`);
  const fate = line.fateFor(request);
  const { seeing } = fate;
  const begun = world.now();
  const isOver = seeing.kind === 'the answer' ? undefined : line.disturbed?.(begun);
  const there = random.between(1, 400);
  const done = Promise.withResolvers<T>();
  if (fate.acting !== 'never') {
    const delay = delayOf(fate.acting, there, random);
    world.apart(async () => {
      await world.sleep(delay);
      done.resolve(await act());
      process.seen(`${request} has been acted on`);
    });
  }
  await process.sleep(there + random.between(1, 200));
  if (seeing.kind === 'timeout') await process.sleep(patience);
  else if (fate.acting === 'at once') {
    const answered = await process.still(Promise.race([done.promise, tooLate(world, patience)]));
    if (answered === late) {
      line.disturbed?.(begun)(null);
      await process.reach(`${request} is done`);
      return { kind: 'disturbed', seeing: { kind: 'timeout' } };
    }
    if (seeing.kind === 'the answer') {
      await process.sleep(random.between(1, 100));
      await process.reach(`${request} is done`);
      return { kind: 'answer', answer: answered };
    }
  }
  await process.reach(`${request} is done`);
  if (seeing.kind === 'the answer') throw new Error('an answer comes only from a server that acts at once');
  isOver?.(seeing.kind === 'limited' ? world.now() + seeing.millis : null);
  return { kind: 'disturbed', seeing };
}

const late = Symbol('late');

async function tooLate(world: World, patience: number): Promise<typeof late> {
  await world.sleep(patience);
  return late;
}

function delayOf(acting: Exclude<Fate['acting'], 'never'>, there: number, random: Random): number {
  switch (acting) {
    case 'at once':
      return there;
    case 'late':
      return random.between(1_000, latestActing);
    case 'minutes later':
      return muchLater;
  }
}
