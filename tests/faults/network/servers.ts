/** The model servers of a simulated run: one for each seat, with what a process reaches of it. */

import { type ClockCheck, createClockCheck } from '../../../bot/host/clock/clock-check.ts';
import type { ConfiguredChannel } from '../../../bot/host/settings/channel-settings.ts';
import type { RemoteNetwork } from '../../../bot/networks/network.ts';
import { Secret } from '../../../bot/networks/settings/secret.ts';
import type { guardedFetch } from '../../../bot/networks/wire/http.ts';
import type { Process } from '../season/process.ts';
import type { Random } from '../season/random.ts';
import type { Seat } from '../season/season.ts';
import type { World } from '../season/world.ts';
import { blueskyOver } from './bluesky-line.ts';
import { mastodonOver } from './mastodon-line.ts';
import { type MastodonModel, mastodonModel } from './mastodon-model.ts';
import { type PdsModel, pdsModel } from './pds-model.ts';
import { standingOnMastodon, standingOnPds } from './standing.ts';
import { carry, type Line } from './wire.ts';

export type Server =
  | {
      readonly network: 'bluesky';
      readonly seat: Extract<Seat, { network: 'bluesky' }>;
      readonly model: PdsModel;
    }
  | {
      readonly network: 'mastodon';
      readonly seat: Extract<Seat, { network: 'mastodon' }>;
      readonly model: MastodonModel;
    };

export function serverFor(seat: Seat, world: World, random: Random): Server {
  return seat.network === 'bluesky'
    ? { seat, network: 'bluesky', model: pdsModel(seat.account.did) }
    : { seat, network: 'mastodon', model: mastodonModel(seat.mode, world, random) };
}

export function standingOn(server: Server) {
  return server.network === 'bluesky' ? standingOnPds(server.model) : standingOnMastodon(server.model);
}

/** A server's network, for the process at a place. */
export function networkOver(server: Server, place: string, line: Line): RemoteNetwork {
  return server.network === 'bluesky'
    ? blueskyOver(server.model, server.seat.account.did, place, line)
    : mastodonOver(server.model, server.seat.account, line);
}

/** A seat's channel as its settings have it. */
export function settingsOf(seat: Seat): ConfiguredChannel {
  const { id, language } = seat;
  const shared = { id, language, campaigns: null, destination: 'account' } as const;
  const none = new Secret('');
  switch (seat.network) {
    case 'bluesky': {
      const service = originOf(seat);
      const access = { destination: 'account', network: 'bluesky', service, identifier: id, password: none } as const;
      return { ...shared, network: 'bluesky', access };
    }
    case 'mastodon': {
      const server = originOf(seat);
      const access = { destination: 'account', network: 'mastodon', server, accessToken: none } as const;
      return { ...shared, network: 'mastodon', access };
    }
  }
}

function originOf({ account }: Seat): string {
  return 'did' in account ? `https://${account.did.replaceAll(':', '-')}.invalid` : account.server;
}

/** The program's comparison of a process's clock with its servers', which tell the true time. `lineTo` leads to a seat's. */
export function clockCheckOf(
  servers: readonly Server[],
  process: Process,
  world: World,
  lineTo: (server: Server) => Line,
): ClockCheck {
  const fetchFrom: typeof guardedFetch = ({ origin, timeoutMillis, clock }) => {
    const server = servers.find(({ seat }) => originOf(seat) === origin);
    if (server === undefined) throw new Error(`nobody is at ${origin}`);
    const line = lineTo(server);
    return async () => {
      const asked = world.now();
      const carried = await carry('clock', line, async () => null, timeoutMillis);
      if (carried.kind === 'disturbed' && isSilence(carried.seeing.kind)) throw new TypeError('fetch failed');
      const headers = new Headers({ date: new Date(world.now()).toUTCString() });
      clock?.hear(headers, asked);
      return new Response(null, { status: 401, headers });
    };
  };
  return createClockCheck(process.now, world.now, fetchFrom);
}

/** Where not even the head of an answer comes. */
function isSilence(seeing: string): boolean {
  return seeing === 'unconnected' || seeing === 'reset' || seeing === 'timeout';
}
