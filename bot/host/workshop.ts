/** Builds everything a publishing command works with: the one place where adapters are constructed. */

import { mkdir } from 'node:fs/promises';
import { openPictureCache } from '../../media/encoding/late-cache.ts';
import type { Campaign } from '../../schedule/model/campaign.ts';
import { formatProblem } from '../../schedule/model/problem.ts';
import { unkept } from '../../schedule/read/compiled/findings.ts';
import type { Compiled } from '../../schedule/read/compiled/load-compiled.ts';
import { calendarOf } from '../../schedule/time/calendar.ts';
import { type Instant, plusMillis } from '../../schedule/time/instant.ts';
import { channelKeyOf } from '../ledger/lease.ts';
import type { StateBook } from '../ledger/state.ts';
import { networkNamed } from '../networks/all.ts';
import { type Failure, namedRetry, type RemoteNetwork } from '../networks/network.ts';
import { holdLeases, renewalMillis } from '../publish/carry-out/leases.ts';
import { newMemory } from '../publish/carry-out/memory.ts';
import { drawnFor, spreadAfter } from '../publish/decide/retry.ts';
import type { Outlet, Ports, PublishEvent } from '../publish/ports.ts';
import type { ClockCheck } from './clock/clock-check.ts';
import { watchClock } from './clock/clock-watch.ts';
import { type Connection, connect, rememberLimits } from './connect.ts';
import { knownAccount } from './data/accounts.ts';
import { keepPrivate } from './data/data-folder.ts';
import { ledgerIn } from './data/ledger-file.ts';
import { orCannotCreate, type Places } from './data/places.ts';
import { bePresent } from './data/presence.ts';
import { lostLedger } from './lost-ledger.ts';
import type { Tell, Unconnected } from './news.ts';
import type { ConfiguredChannel } from './settings/channel-settings.ts';
import { StopError, UnfitCampaigns } from './stop.ts';
import { systemNow } from './system-clock.ts';
import { comparedAccounts } from './twins.ts';
import { unfitThreads } from './unfit-threads.ts';

export type Workshop = {
  /** What is kept beside publications. */
  readonly book: StateBook;
  /** For the channels, or only some of them, that are connected by now and may publish by this machine's clock. */
  readonly ports: (only?: readonly ConfiguredChannel[]) => Ports;
  /**
   * Tries the channels that are not connected yet and whose pause is over; resolves to those that failed. One whose try
   * throws pauses, too; the error is thrown once all are through.
   */
  readonly connect: (only?: readonly ConfiguredChannel[]) => Promise<readonly Unconnected[]>;
  /** Why a connected channel is kept from publishing while nobody can tell whether the clock is right. */
  readonly doubtOn: (channel: ConfiguredChannel) => Failure | null;
  /** The channels whose last try to connect failed, and why. */
  readonly unconnected: (only?: readonly ConfiguredChannel[]) => readonly Unconnected[];
  /** A connected outlet of an account, without looking whether a ledger was lost; a StopError if it cannot be had. */
  readonly reach: (
    channel: ConfiguredChannel,
  ) => Promise<{ readonly outlet: Outlet; readonly remote: RemoteNetwork | null }>;
  /** Lets other processes publish on a channel while this one is busy with its others. Never rejects: `close` tries again. */
  readonly giveBack: (channel: ConfiguredChannel) => Promise<void>;
  /** Trusts the ledger of a channel again, which was brought up to date with the account. */
  readonly trust: (outlet: Outlet) => Promise<void>;
  /** Brings the outbox page up to date if any channel publishes there; the path of the page. */
  readonly writePage: () => Promise<string | null>;
  readonly close: () => Promise<void>;
};

export type Commission = {
  readonly places: Places;
  readonly channels: readonly ConfiguredChannel[];
  /** All channels of the settings, where `channels` are only some: none may be the same account in the same language. */
  readonly setUp?: readonly ConfiguredChannel[];
  readonly campaigns: readonly Campaign[];
  /** What was found out about the campaigns and their cards before; left out: nothing. */
  readonly known?: Pick<Compiled, 'findings' | 'outcomes'>;
  readonly now: () => Instant;
  /** Compares this machine's clock with the servers'; left out where `now` is not that clock. */
  readonly clockCheck?: ClockCheck;
  readonly tell: Tell;
  /** Nothing in the folder is secret, and others may look at it. */
  readonly isForLooking?: true;
};

const minute = 60_000;

/**
 * Opens the ledger; no channel is connected yet. Throws a StopError if a folder cannot be written or the ledger cannot
 * be opened, and UnfitCampaigns if a thread cannot be rendered this season or the next.
 */
export async function openWorkshop(commission: Commission): Promise<Workshop> {
  const { places, channels, setUp, campaigns, now, clockCheck, tell } = commission;
  const complain = (message: string): void => tell({ kind: 'complaint', message });
  const limited = channels.map((channel) => ({ channel, capabilities: networkNamed(channel.network).rules.defaults }));
  const { known = { findings: unkept(), outcomes: unkept() } } = commission;
  const [first, ...rest] = await unfitThreads(limited, campaigns, yearOf(now()), known);
  if (first !== undefined) throw new UnfitCampaigns([first, ...rest]);
  if (commission.isForLooking !== true) {
    await orCannotCreate(
      places.folder,
      Promise.resolve().then(() => keepPrivate(places, complain)),
    );
  }
  await orCannotCreate(places.outbox, mkdir(places.outbox, { recursive: true }));
  const { ledger, marks } = await ledgerIn(places, complain);
  const presence = await orCannotCreate(
    places.processes,
    Promise.resolve().then(() => bePresent(places.processes)),
  );
  const { holder, isGone } = presence;
  const leases = holdLeases({
    book: ledger,
    holder,
    isGone,
    now: systemNow,
    report: (lease) => tell({ kind: 'lease', lease }),
  });
  const renewal = setInterval(() => void leases.renew().catch(noticedLater), renewalMillis).unref();
  const shared = {
    ledger,
    leases,
    memory: newMemory(),
    pictures: openPictureCache(places.pictures),
    calendar: calendarOf(campaigns),
    now,
    report: (event: PublishEvent) => tell({ kind: 'publication', event }),
  };
  const outlets = new Map<string, Outlet>();
  const pauses = new Map<string, Pause>();

  const open = async (channel: ConfiguredChannel): Promise<Connection> => {
    const connection = await connect(channel, {
      places,
      book: ledger,
      now,
      clock: clockCheck?.clockOf(channel) ?? null,
    });
    if (connection.kind === 'account') {
      await rememberLimits(connection, ledger);
      marks.add(channelKeyOf(connection.outlet.channel));
    }
    return connection;
  };

  const pause = (channel: ConfiguredChannel, failure: Failure): void =>
    void pauses.set(channel.id, { failure, since: now(), until: nextTry(channel, failure, now()) });

  const connected = comparedAccounts({
    channels: setUp ?? channels,
    open,
    known: (channel) => knownAccount(ledger, channel),
    expel: (channel, failure) => {
      outlets.delete(channel.id);
      pause(channel, failure);
    },
  });

  const tryToConnect = async (channel: ConfiguredChannel): Promise<Unconnected | null> => {
    const connection = await connected(channel);
    if (connection.kind === 'failure') return { channel, failure: connection.failure };
    if (connection.kind === 'account') {
      const failure = await lostLedger(connection.outlet, connection.remote, { ...shared, marks });
      if (failure !== null) return { channel, failure };
    }
    const { capabilities } = connection.outlet;
    const [problem] = await unfitThreads([{ channel, capabilities }], campaigns, yearOf(now()), known);
    if (problem !== undefined) {
      const message = `a thread does not fit what this server allows: ${formatProblem(problem)}`;
      return { channel, failure: { kind: 'refused', message } };
    }
    outlets.set(channel.id, connection.outlet);
    return null;
  };

  const clock = watchClock({
    check: clockCheck,
    book: ledger,
    now,
    connected: () => channels.filter(({ id }) => outlets.has(id)),
    report: (clock) => tell({ kind: 'clock', clock }),
  });

  return {
    book: ledger,

    ports: (only = channels) => ({
      ...shared,
      believesNow: ({ id }) => channels.every((channel) => channel.id !== id || clock.believes(channel)),
      outlets: only.filter(clock.mayPublish).flatMap(({ id }) => outlets.get(id) ?? []),
    }),

    async connect(only = channels) {
      const waiting = only.filter(({ id }) => !outlets.has(id) && isOver(pauses.get(id), now()));
      const tries = await Promise.allSettled(
        waiting.map(async (channel) => {
          const failed = await tryToConnect(channel).catch((error: unknown) => {
            pause(channel, { kind: 'unavailable', message: String(error), retryAt: null });
            throw error;
          });
          if (failed !== null) pause(channel, failed.failure);
          return failed;
        }),
      );
      await Promise.all(only.filter(({ id }) => outlets.has(id)).map(clock.look));
      const errors = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
      if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);
      return tries.flatMap((each) => (each.status === 'rejected' || each.value === null ? [] : [each.value]));
    },

    doubtOn: (channel) => (outlets.has(channel.id) ? clock.doubtOn(channel) : null),
    unconnected: (only = channels) =>
      only.flatMap((channel) => {
        const pause = outlets.has(channel.id) ? undefined : pauses.get(channel.id);
        return pause === undefined ? [] : [{ channel, failure: pause.failure }];
      }),

    async reach(channel) {
      const connection = await connected(channel);
      if (connection.kind !== 'failure') {
        return { outlet: connection.outlet, remote: connection.kind === 'account' ? connection.remote : null };
      }
      throw new StopError('unpublished', `${channel.id}: ${connection.failure.message}`);
    },

    async giveBack({ id }) {
      const outlet = outlets.get(id);
      if (outlet !== undefined) await leases.giveBack(outlet.channel).catch(noticedLater);
    },

    trust: ({ channel }) => marks.trust(channelKeyOf(channel)),

    async writePage() {
      if (channels.every(({ destination }) => destination !== 'outbox')) return null;
      const { writeTimeline } = await import('../networks/outbox/timeline.ts');
      return writeTimeline(places.outbox);
    },

    async close() {
      clearInterval(renewal);
      const isReleased = await leases.release().then(
        () => true,
        () => false,
      );
      presence.end(isReleased ? 'owing nothing' : 'holding leases');
      await ledger.close();
    },
  };
}

/** A renewal that the disk refuses is tried again, and whoever needs the lease before is refused. */
function noticedLater(): void {}

type Pause = { readonly failure: Failure; readonly since: Instant; readonly until: Instant };

/** A clock that was set back ends a pause, too: nothing tells how long it would become. */
function isOver(pause: Pause | undefined, now: Instant): boolean {
  return pause === undefined || now >= pause.until || now < pause.since;
}

/** A refused login is tried rarely: servers count them. Channels do not come back in step. */
function nextTry({ id }: ConfiguredChannel, failure: Failure, now: Instant): Instant {
  const named = namedRetry(failure);
  if (named !== null) return spreadAfter(named, now, drawnFor(`${id} ${now}`));
  if (failure.kind === 'unavailable') return plusMillis(now, minute);
  return plusMillis(now, failure.kind === 'unauthorised' ? 15 * minute : 5 * minute);
}

function yearOf(instant: Instant): number {
  return new Date(instant).getUTCFullYear();
}
