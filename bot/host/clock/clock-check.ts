/** Whether this machine's clock can be believed, by what the servers of the channels say of the time. */

import type { Instant } from '../../../schedule/time/instant.ts';
import { networkNamed } from '../../networks/all.ts';
import type { AccountAccess } from '../../networks/settings/settings.ts';
import type { guardedFetch } from '../../networks/wire/http.ts';
import { type ClockReading, createServerClock, type ServerClock } from '../../networks/wire/server-clock.ts';
import type { ConfiguredChannel } from '../settings/channel-settings.ts';
import { isLoopback } from '../settings/value-shapes.ts';

/** A server tells whole seconds and takes some to tell them; beyond half a minute readers begin to see another minute. */
export const warnBeyondMillis = 30_000;

/**
 * A third of the grace that an entry has by default: beyond it nothing goes out at its minute, and what is late cannot be
 * told from what is due. By so much a key of Mastodon is given up before its hour, too.
 */
export const refuseBeyondMillis = 5 * 60_000;

/**
 * `limit`: the clock is so far off that nothing is published. `unsure`: it may be (it was never compared, was set, or the
 * machine slept), and the server does not answer; nothing can be published there anyway, but what is due would be taken
 * for late. `warning` goes for a server that alone among others says so, too.
 */
export type ClockVerdict = 'right' | 'warning' | 'unsure' | 'limit';

/** Whether a verdict keeps anything from being published. */
export function holdsBack(verdict: ClockVerdict): boolean {
  return verdict === 'limit' || verdict === 'unsure';
}

/** A verdict that is new. */
export type ClockNews = {
  readonly channels: readonly string[];
  readonly verdict: ClockVerdict;
  /** Null for the first. */
  readonly last: ClockVerdict | null;
  /** How far the server's clock is ahead of this machine's; null if it never told. */
  readonly aheadMillis: number | null;
};

export type ClockCheck = {
  /** The clock of the channel's server; to be told of every answer. Null where there is no server. */
  readonly clockOf: (channel: ConfiguredChannel) => ServerClock | null;
  /** Asks where nothing is known, or too little, and resolves to what has changed. Never rejects. */
  readonly look: (channels: readonly ConfiguredChannel[]) => Promise<readonly ClockNews[]>;
  /** By the last look. */
  readonly verdictOn: (channel: ConfiguredChannel) => ClockVerdict;
  /** Whether the clock may be believed at this very moment, by what the server told last; asks nobody. */
  readonly believes: (channel: ConfiguredChannel) => boolean;
};

/** Word of a server, in milliseconds: it is asked again when it is older, and proves this clock wrong while it is fresh. */
const wordLasts = 15 * 60_000;
export const freshFor = 30_000;

/** How long to leave a server alone that has not answered, and how long to wait for one. */
const pause = 5 * 60_000;
const patience = 15_000;

type Server = {
  readonly origin: string;
  /** Answers at once, and is kept by nobody on the way. */
  readonly page: string;
  readonly clock: ServerClock;
  verdict: ClockVerdict | null;
  /** Of the steady clock. */
  askedAt: number | null;
  /** It answers without telling the time. */
  isMute: boolean;
};

/** `now` is this machine's clock; servers are asked through what `fetchFrom` makes. */
export function createClockCheck(
  now: () => Instant,
  steady?: () => number,
  fetchFrom?: typeof guardedFetch,
): ClockCheck {
  const servers = new Map<string, Server>();
  const reported = new Map<string, ClockVerdict>();
  const serverOf = ({ access }: ConfiguredChannel): Server | null => {
    if (access.destination === 'outbox') return null;
    const addresses = addressesOf(access);
    if (addresses === null) return null;
    const { origin, page } = addresses;
    const known = servers.get(origin);
    if (known !== undefined) return known;
    const clock = createServerClock(now, steady);
    const made: Server = { origin, page, clock, verdict: null, askedAt: null, isMute: false };
    servers.set(origin, made);
    return made;
  };
  const othersThan = (server: Server): readonly ClockReading[] =>
    [...servers.values()].flatMap((other) =>
      other === server || isLoopback(new URL(other.origin)) ? [] : (other.clock.reading() ?? []),
    );
  const judge = (server: Server, reading: ClockReading) => verdictBy(reading, othersThan(server), server.verdict);

  const lookAt = async (server: Server): Promise<void> => {
    const before = server.clock.reading();
    if (before === null) await ask(server, server.isMute ? pause : freshFor, fetchFrom);
    else if (judge(server, before) !== 'right')
      await ask(server, before.ageMillis > freshFor ? freshFor : pause, fetchFrom);
    else if (before.ageMillis > wordLasts) ask(server, pause, fetchFrom).catch(() => undefined);
    const reading = server.clock.reading();
    server.verdict = reading === null ? (server.isMute ? 'right' : 'unsure') : concluded(server, reading);
  };

  /** Word that is not fresh proves nothing against this clock: the machine may have slept. */
  const concluded = (server: Server, reading: ClockReading): ClockVerdict => {
    const verdict = judge(server, reading);
    if (verdict === 'right' || reading.ageMillis <= freshFor) return verdict;
    return server.verdict === 'limit' || server.verdict === verdict ? server.verdict : 'unsure';
  };

  return {
    clockOf: (channel) => serverOf(channel)?.clock ?? null,

    async look(channels) {
      const asked = new Set(channels.flatMap((channel) => serverOf(channel) ?? []));
      await Promise.all([...asked].map(lookAt));
      return [...asked].flatMap((server) =>
        newsOf(
          server,
          channels.filter((channel) => serverOf(channel) === server).map(({ id }) => id),
          reported,
        ),
      );
    },

    verdictOn: (channel) => serverOf(channel)?.verdict ?? 'right',

    believes(channel) {
      const server = serverOf(channel);
      const reading = server?.clock.reading() ?? null;
      if (server === null || reading === null) return true;
      return !holdsBack(server.verdict ?? 'right') && judge(server, reading) !== 'limit';
    },
  };
}

/** What is new to channels, which may have connected at different times; one piece of news for all that knew the same. */
function newsOf(
  { verdict, clock }: Server,
  channels: readonly string[],
  reported: Map<string, ClockVerdict>,
): ClockNews[] {
  if (verdict === null) return [];
  const aheadMillis = clock.reading()?.aheadMillis ?? null;
  const uninformed = channels.filter((channel) => reported.get(channel) !== verdict);
  const news = [...Map.groupBy(uninformed, (channel) => reported.get(channel) ?? null)].map(([last, concerned]) => {
    return { channels: concerned, verdict, last, aheadMillis };
  });
  for (const channel of uninformed) reported.set(channel, verdict);
  return news;
}

/** Takes any answer, a refusal too, for the server's word; one that does not answer says nothing. */
async function ask(server: Server, atMostEvery: number, fetchFrom?: typeof guardedFetch): Promise<void> {
  const { origin, page, clock } = server;
  const at = clock.steady();
  if (server.askedAt !== null && at - server.askedAt < atMostEvery) return;
  server.askedAt = at;
  const from = fetchFrom ?? (await import('../../networks/wire/http.ts')).guardedFetch;
  const fetching = from({ origin, timeoutMillis: patience, clock })(page);
  const answer = await fetching.catch(() => null);
  await answer?.body?.cancel();
  server.isMute = answer !== null && clock.reading() === null;
}

/**
 * What one server's word says of this machine's clock. Its own may be wrong: what another server agrees with, one that is
 * not on this machine, is only worth a warning. A verdict is left only when the clock is well within its bounds again.
 */
export function verdictBy(
  { aheadMillis, uncertaintyMillis }: ClockReading,
  others: readonly ClockReading[],
  last: ClockVerdict | null,
): ClockVerdict {
  const surely = Math.abs(aheadMillis) - uncertaintyMillis;
  const agreed = others.some((other) => Math.abs(other.aheadMillis) + other.uncertaintyMillis < refuseBeyondMillis);
  const left = 0.8;
  if (surely > refuseBeyondMillis * (last === 'limit' ? left : 1)) return agreed ? 'warning' : 'limit';
  return surely > warnBeyondMillis * (last === 'warning' || last === 'limit' ? left : 1) ? 'warning' : 'right';
}

function addressesOf(access: AccountAccess): Pick<Server, 'origin' | 'page'> | null {
  const { originOf, healthPath } = networkNamed(access.network).settings;
  const server = originOf(access);
  if (server === null) return null;
  const { origin } = new URL(server);
  return { origin, page: `${origin}${healthPath}` };
}
