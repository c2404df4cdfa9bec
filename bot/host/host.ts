/** The bot on this machine: its workshop with its bell, and what it does on one channel. */

import type { Publication } from '../ledger/ledger.ts';
import type { Bell } from '../publish/alarms/alarm.ts';
import { pass } from '../publish/carry-out/pass.ts';
import type { PublishEvent } from '../publish/ports.ts';
import type { AlarmCommand } from './alarms/alarm-command.ts';
import { type OpenBell, openBell } from './alarms/bell.ts';
import { tellBell } from './clock/found-clocks.ts';
import type { Tell } from './news.ts';
import type { ConfiguredChannel } from './settings/channel-settings.ts';
import { type Commission, openWorkshop, type Workshop } from './workshop.ts';

export type Host = {
  readonly workshop: Workshop;
  readonly bell: Bell;
  /** One pass on a channel, connected before if need be. Throws what the pass throws. */
  readonly passOn: (channel: ConfiguredChannel) => Promise<readonly PublishEvent[]>;
  /** Shares what was raised with other processes. Never rejects. */
  readonly keep: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type HostTerms = Commission & {
  /** A command that every alarm runs. */
  readonly alarmCommand: AlarmCommand | null;
};

/** Opens the workshop with a bell that hears of all that happens in it. Throws what `openWorkshop` throws. */
export async function openHost({ alarmCommand, ...commission }: HostTerms): Promise<Host> {
  const { now, tell } = commission;
  const hearing: { bell: Bell | null } = { bell: null };
  const workshop = await openWorkshop({
    ...commission,
    tell(news) {
      tell(news);
      if (news.kind === 'publication') hearing.bell?.event(news.event);
      if (news.kind === 'clock' && hearing.bell !== null) tellBell(hearing.bell, news.clock);
    },
  });
  const opened = await openBell({
    book: workshop.book,
    now,
    first: { raise: async (matter) => tell({ kind: 'alarm', matter }) },
    command: alarmCommand,
    complain: (message) => tell({ kind: 'complaint', message }),
  });
  const { bell, keep } = opened;
  hearing.bell = bell;
  return {
    workshop,
    bell,
    passOn: (channel) => passOn(channel, workshop, opened, tell),
    keep,
    async close() {
      await bell.quiet();
      await keep();
      await workshop.close();
    },
  };
}

/**
 * Connects a channel if need be, then passes over what is due on it, with a word to the bell of what a person has to know.
 * Throws what the pass throws: an error stops one pass, never the program that made it.
 */
export async function passOn(
  channel: ConfiguredChannel,
  workshop: Pick<Workshop, 'connect' | 'unconnected' | 'doubtOn' | 'ports'>,
  { bell, recall }: Pick<OpenBell, 'bell' | 'recall'>,
  tell: Tell,
): Promise<readonly PublishEvent[]> {
  let known: readonly Publication[] = [];
  try {
    for (const unconnected of await workshop.connect([channel])) tell({ kind: 'unconnected', unconnected });
    for (const { failure } of workshop.unconnected([channel])) bell.unconnected(channel.id, failure);
    const doubt = workshop.doubtOn(channel);
    if (doubt !== null) bell.unconnected(channel.id, doubt);
    const ports = workshop.ports([channel]);
    if (ports.outlets.length > 0) bell.connected(channel.id);
    return await pass({
      ...ports,
      recorded: (publications) => {
        known = publications;
      },
    });
  } catch (error) {
    bell.stopped(channel.id, error instanceof AggregateError ? error.errors[0] : error);
    throw error;
  } finally {
    await recall(channel.id, known);
    bell.again();
  }
}
