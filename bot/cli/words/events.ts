/** What happened while publishing, in words for a person and as data for a machine. */

import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import type { ClockNews } from '../../host/clock/clock-check.ts';
import { clockSentence } from '../../host/clock/found-clocks.ts';
import type { News, Unconnected } from '../../host/news.ts';
import { type ChannelKey, type Lease, nameOfHolder, occupiedBy } from '../../ledger/lease.ts';
import type { LedgerReader } from '../../ledger/ledger.ts';
import { pasted } from '../../pasted.ts';
import type { Matter } from '../../publish/alarms/matter.ts';
import type { LeaseNews } from '../../publish/carry-out/leases.ts';
import { needsWord } from '../../publish/decide/by-hand.ts';
import { holdReasons } from '../../publish/decide/pace.ts';
import type { PublishEvent } from '../../publish/ports.ts';
import { styled } from './output.ts';

/** One line for the terminal. */
export function eventLine(event: PublishEvent): string {
  const subject = `${event.slot}  ${event.channel.id}`;
  switch (event.kind) {
    case 'published': {
      const what = `${count(event.receipts.length, 'post')}${event.images > 0 ? `, ${count(event.images, 'picture')}` : ''}`;
      return `${styled('green', 'published')}  ${subject}  ${what}${event.found ? ', found where an earlier run had left it' : ''}`;
    }
    case 'missed':
      return `${styled('yellow', 'missed')}     ${subject}  too late to be sent by itself; to send it all the same: ${pasted(`publish ${event.slot} --channel ${event.channel.id}`)}`;
    case 'failed':
      return needsWord(event.failure)
        ? `${styled('red', event.failure.kind.padEnd(9))}  ${subject}  ${event.failure.message}; what to look for: ${pasted('status')}`
        : `${styled('red', 'failed')}     ${subject}  ${event.failure.message}`;
    case 'held':
      return `${styled('yellow', 'held')}       ${subject}  held back until ${toIso(event.hold.until)}: ${holdReasons[event.hold.why]}`;
    case 'postponed':
      return `${styled('yellow', 'postponed')}  ${subject}  ${event.failure.message}; it is tried again`;
  }
}

/** The same as plain data. */
export function eventData(event: PublishEvent) {
  const { channel, due, ...rest } = event;
  const about = { channel: channel.id, due: toIso(due) };
  if (rest.kind !== 'held') return { ...rest, ...about };
  return { ...rest, hold: { ...rest.hold, until: toIso(rest.hold.until) }, ...about };
}

function leaseLine(news: LeaseNews): string {
  const { id } = news.channel;
  switch (news.kind) {
    case 'occupied':
      return `${styled('yellow', 'occupied')}   ${id}: ${occupiedBy(news.lease)}; nothing is done here until it stops`;
    case 'relieving':
      return `${styled('green', 'relieving')}  ${id}: nobody else publishes here any more, so this process does`;
    case 'displaced': {
      const by = news.successor === null ? 'it has stopped since' : `it is ${nameOfHolder(news.successor.holder)}`;
      return `${styled('red', 'displaced')}  ${id}: another process took this channel over while this one was not heard of (${by}); nothing more is sent from here`;
    }
  }
}

export function leaseData(news: LeaseNews) {
  const lease = news.kind === 'displaced' ? news.successor : news.lease;
  return { kind: news.kind, channel: news.channel.id, ...(heldData(lease) ?? { holder: null, until: null }) };
}

/** Who may publish on a channel, as plain data; null if nobody. */
export function heldData(lease: Lease | null) {
  if (lease === null) return null;
  const { holder, expiresAt } = lease;
  return { holder: { host: holder.host, pid: holder.pid }, until: toIso(expiresAt) };
}

/** The same in words, as a line below the name of the channel; none for nobody. */
export function heldLines(held: ReturnType<typeof heldData>): readonly string[] {
  return held === null ? [] : [`  ${nameOfHolder(held.holder)} publishes here, at least until ${held.until}`];
}

/** The lease of a channel if it has not expired. */
export async function leaseNow(ledger: LedgerReader, channel: ChannelKey, now: Instant): Promise<Lease | null> {
  const lease = await ledger.leaseOf(channel);
  return lease !== null && lease.expiresAt > now ? lease : null;
}

function clockLine({ channels, verdict, aheadMillis }: ClockNews): string {
  const colour = { right: 'green', warning: 'yellow', unsure: 'yellow', limit: 'red' } as const;
  return `${styled(colour[verdict], 'clock')}      ${channels.join(', ')}: ${clockSentence(verdict, aheadMillis)}`;
}

function unconnectedLine({ channel, failure }: Unconnected): string {
  return `${styled('red', 'not connected')}  ${channel.id}: ${failure.message}`;
}

export function unconnectedData({ channel, failure }: Unconnected) {
  return { channel: channel.id, failure };
}

/** One line on what a person has to know. */
function matterLine({ kind, channels, slot, message }: Matter): string {
  const subject = [slot, channels.join(', ')].filter((each) => each !== null).join('  ');
  return `${styled('red', 'alarm')}      ${kind}  ${subject}: ${message}`;
}

/** One line for the terminal. */
export function newsLine(news: News): string {
  switch (news.kind) {
    case 'publication':
      return eventLine(news.event);
    case 'lease':
      return leaseLine(news.lease);
    case 'clock':
      return clockLine(news.clock);
    case 'unconnected':
      return unconnectedLine(news.unconnected);
    case 'stopped': {
      const said = news.error instanceof AggregateError ? news.error.errors.map(String).join('; ') : String(news.error);
      return `${styled('red', 'error')}      ${news.channel}: ${said}`;
    }
    case 'mended':
      return `${styled('green', 'mended')}     ${news.channel}: it goes on after the error`;
    case 'alarm':
      return matterLine(news.matter);
    case 'complaint':
      return news.message;
  }
}

/** Whether anything happened that a person should look at. */
export function needsAttention(events: readonly PublishEvent[]): boolean {
  return events.some(({ kind }) => kind === 'failed' || kind === 'missed' || kind === 'postponed');
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
