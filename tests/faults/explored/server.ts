/** A model server that can be put back: what it is follows from the calls that changed it. */

import type { FrozenStatus } from '../../../bot/networks/mastodon/freeze/freeze.ts';
import type { Picture } from '../../../media/card.ts';
import type { Instant } from '../../../schedule/time/instant.ts';
import { type MastodonModel, mastodonModel, ServerError } from '../network/mastodon-model.ts';
import { type PdsModel, pdsModel, type XrpcCall } from '../network/pds-model.ts';
import { type Standing, standingOnMastodon, standingOnPds } from '../network/standing.ts';
import { randomFrom } from '../season/random.ts';
import type { World } from '../season/world.ts';
import type { Scene } from './scene.ts';

/** A call that may change a server. */
export type Call =
  | { readonly kind: 'upload'; readonly picture: Picture; readonly description: string }
  | {
      readonly kind: 'create';
      readonly post: FrozenStatus;
      readonly key: string;
      readonly mediaIds: readonly string[];
      readonly parent: string | null;
      /** The server dies before it remembers the key. */
      readonly dies: boolean;
    }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'xrpc'; readonly call: XrpcCall }
  | { readonly kind: 'forget' };

/** A call that a server has acted on, and when. */
export type Served = { readonly at: Instant; readonly call: Call };

export type Server = {
  /** Goes by this clock. */
  now: Instant;
  readonly served: readonly Served[];
  /** As a process talks to it. While `capturing` is set, a call that would change something is handed to it and not acted on. */
  readonly model: MastodonModel | PdsModel;
  capturing: ((call: Call) => void) | null;
  /** The next status is stored, and its key forgotten. */
  dying: boolean;
  /** What was on its way arrives. */
  readonly deliver: (call: Call) => Promise<void>;
  readonly forgetUploads: () => void;
  readonly standing: () => readonly Standing[];
};

/** Thrown through a line for what was not acted on yet. */
class Captured extends Error {}

export async function serverWith({ seat, slot }: Scene, served: readonly Served[]): Promise<Server> {
  let log: readonly Served[] = [];
  const world: World = {
    now: () => server.now,
    sleep: async () => {},
    apart: () => {},
    run: async () => {},
  };
  const note = (call: Call): void => {
    log = [...log, { at: server.now, call }];
  };
  const bluesky = seat.network === 'bluesky' ? pdsModel(seat.account.did) : null;
  const mastodon = seat.network === 'mastodon' ? mastodonModel(seat.mode, world, randomFrom(1)) : null;

  const act = async (call: Call): Promise<unknown> => {
    if (call.kind === 'forget') {
      (mastodon ?? bluesky)?.forgetUploads();
      return null;
    }
    if (call.kind === 'xrpc') return bluesky?.answer(call.call);
    if (mastodon === null) throw new Error('there is no such server');
    if (call.kind === 'upload') return mastodon.upload(call.picture, call.description);
    if (call.kind === 'remove') return mastodon.remove(call.id);
    if (call.dies) mastodon.dieBeforeNextKey();
    return mastodon.create(call.post, call.key, call.mediaIds, call.parent);
  };
  const asked = async <T>(call: Call): Promise<T> => {
    if (server.capturing !== null) {
      server.capturing(call);
      throw new Captured();
    }
    const before = sizeOf();
    try {
      return (await act(call)) as T;
    } finally {
      if (call.kind !== 'create' || sizeOf() !== before) note(call);
    }
  };
  const sizeOf = (): number => mastodon?.statuses().length ?? 0;

  const server: Server = {
    now: slot.due,
    get served() {
      return log;
    },
    capturing: null,
    dying: false,
    model:
      bluesky !== null
        ? {
            ...bluesky,
            answer: (call) => {
              const kind = call.nsid.slice(call.nsid.lastIndexOf('.') + 1);
              if (kind === 'getRecord' || kind === 'listRecords') return bluesky.answer(call);
              if (server.capturing !== null) {
                server.capturing({ kind: 'xrpc', call });
                throw new Captured();
              }
              const answer = bluesky.answer(call);
              if (answer.status === 200) note({ kind: 'xrpc', call });
              return answer;
            },
          }
        : {
            ...(mastodon as MastodonModel),
            upload: (picture, description) => asked({ kind: 'upload', picture, description }),
            create: (post, key, mediaIds, parent) => {
              const { dying } = server;
              server.dying = false;
              return asked({ kind: 'create', post, key, mediaIds, parent, dies: dying });
            },
            remove: (id) => {
              (mastodon as MastodonModel).remove(id);
              note({ kind: 'remove', id });
            },
          },
    deliver: async (call) => {
      await asked(call).catch((error: unknown) => {
        if (!(error instanceof ServerError)) throw error;
      });
    },
    forgetUploads: () => {
      (mastodon ?? bluesky)?.forgetUploads();
      note({ kind: 'forget' });
    },
    standing: () => (bluesky !== null ? standingOnPds(bluesky) : standingOnMastodon(mastodon as MastodonModel)),
  };
  for (const { at, call } of served) {
    server.now = at;
    await server.deliver(call);
  }
  log = served;
  return server;
}

/** Whether a line failed because its request is still on its way. */
export function isCaptured(error: unknown): boolean {
  return error instanceof Captured;
}
