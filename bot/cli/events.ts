/** What happened while publishing, in words for a person and as data for a machine. */

import { toIso } from '../../schedule/instant.ts';
import type { PublishEvent } from '../publish/ports.ts';
import { styled } from './output.ts';
import type { Unconnected } from './workshop.ts';

/** One line for the terminal. */
export function eventLine(event: PublishEvent): string {
  const subject = `${event.slot}  ${event.channel.id}`;
  switch (event.kind) {
    case 'published': {
      const what = `${count(event.receipts.length, 'post')}${event.images > 0 ? `, ${count(event.images, 'picture')}` : ''}`;
      return `${styled('green', 'published')}  ${subject}  ${what}${event.found ? ', found where an earlier run had left it' : ''}`;
    }
    case 'missed':
      return `${styled('yellow', 'missed')}     ${subject}  too late to be sent; it is recorded and never will be`;
    case 'failed':
      return `${styled('red', 'failed')}     ${subject}  ${event.failure.message}`;
    case 'postponed':
      return `${styled('yellow', 'postponed')}  ${subject}  ${event.failure.message}; it is tried again`;
  }
}

/** The same as plain data. */
export function eventData(event: PublishEvent) {
  const { channel, due, ...rest } = event;
  return { ...rest, channel: channel.id, due: toIso(due) };
}

export function unconnectedLine({ channel, failure }: Unconnected): string {
  return `${styled('red', 'not connected')}  ${channel.id}: ${failure.message}`;
}

export function unconnectedData({ channel, failure }: Unconnected) {
  return { channel: channel.id, failure };
}

/** Whether anything happened that a person should look at. */
export function needsAttention(events: readonly PublishEvent[]): boolean {
  return events.some(({ kind }) => kind === 'failed' || kind === 'postponed');
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
