/** What the daemon says: for a machine or for a person. */

import { pino } from 'pino';
import { toIso } from '../../../schedule/time/instant.ts';
import type { Matter } from '../../publish/alarms/matter.ts';
import type { LeaseNews } from '../../publish/carry-out/leases.ts';
import type { PublishEvent } from '../../publish/ports.ts';
import { matterData } from '../alarm-command.ts';
import type { ClockNews } from '../clock-check.ts';
import { clockLine } from '../clock-words.ts';
import { systemNow } from '../loading.ts';
import type { LogLevel } from '../settings/settings.ts';
import type { Unconnected } from '../workshop.ts';
import { eventData, eventLine, leaseData, leaseLine, matterLine, unconnectedData, unconnectedLine } from './events.ts';
import { print, styled } from './output.ts';

/** Told of everything that happens while the daemon runs. */
export type RunLog = {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly alarm: (matter: Matter) => void;
  readonly error: (error: unknown, channel: string) => void;
  /** The passes of a channel that stopped with errors go through again. */
  readonly mended: (channel: string) => void;
  readonly event: (event: PublishEvent) => void;
  readonly unconnected: (unconnected: Unconnected) => void;
  readonly lease: (news: LeaseNews) => void;
  readonly clock: (news: ClockNews) => void;
};

/** A line of JSON each. */
export function machineLog(level: LogLevel): RunLog {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.password', '*.accessToken', '*.authorization'],
  };
  const logger = pino(options, { write: print });
  return {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    alarm: (matter) => logger.error({ alarm: matterData(matter) }, 'alarm'),
    error: (error, channel) => logger.error({ channel, err: error }, 'a pass stopped with an error'),
    mended: (channel) => logger.warn({ channel }, 'passes go through again'),
    event: (event) => {
      const at = event.kind === 'published' ? 'info' : event.kind === 'failed' ? 'error' : 'warn';
      logger[at](eventData(event), event.kind);
    },
    unconnected: (unconnected) => logger.error(unconnectedData(unconnected), 'not connected'),
    clock: (news) => logger[news.verdict === 'right' ? 'info' : 'error'](news, 'clock'),
    lease: (news) => logger.warn(leaseData(news), news.kind),
  };
}

/** A line of words each. */
export function personLog(level: LogLevel): RunLog {
  const line = (text: string): void => print(`${styled('dim', toIso(systemNow()).slice(0, 19))}Z  ${text}`);
  const quiet = level === 'silent';
  const informs = level === 'info' || level === 'debug';
  return {
    info: (message) => informs && line(message),
    warn: (message) => !quiet && line(message),
    alarm: (matter) => !quiet && line(matterLine(matter)),
    error: (error, channel) =>
      !quiet &&
      line(
        `${styled('red', 'error')}      ${channel}: ${error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error)}`,
      ),
    mended: (channel) => !quiet && line(`${styled('green', 'mended')}     ${channel}: it goes on after the error`),
    event: (event) => !quiet && line(eventLine(event)),
    unconnected: (unconnected) => !quiet && line(unconnectedLine(unconnected)),
    clock: (news) => !quiet && line(clockLine(news)),
    lease: (news) => !quiet && line(leaseLine(news)),
  };
}
