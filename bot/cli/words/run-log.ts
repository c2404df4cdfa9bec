/** What the daemon says: for a machine or for a person. */

import { pino } from 'pino';
import { toIso } from '../../../schedule/time/instant.ts';
import { matterData } from '../../host/alarms/alarm-command.ts';
import { isWorthALine } from '../../host/clock/found-clocks.ts';
import type { News, Tell } from '../../host/news.ts';
import { systemNow } from '../../host/system-clock.ts';
import type { LogLevel } from '../settings/settings.ts';
import { eventData, leaseData, newsLine, unconnectedData } from './events.ts';
import { print, styled } from './output.ts';

export type RunLog = {
  readonly info: (message: string) => void;
  /** Told of everything that happens while the daemon runs. */
  readonly tell: Tell;
};

/** A line of JSON each. */
export function machineLog(level: LogLevel): RunLog {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: print });
  const tell = (news: News): void => {
    switch (news.kind) {
      case 'publication': {
        const { kind } = news.event;
        const at = kind === 'published' ? 'info' : kind === 'failed' ? 'error' : 'warn';
        logger[at](eventData(news.event), kind);
        break;
      }
      case 'lease':
        logger.warn(leaseData(news.lease), news.lease.kind);
        break;
      case 'clock':
        logger[news.clock.verdict === 'right' ? 'info' : 'error'](news.clock, 'clock');
        break;
      case 'unconnected':
        logger.error(unconnectedData(news.unconnected), 'not connected');
        break;
      case 'stopped':
        logger.error({ channel: news.channel, err: news.error }, 'a pass stopped with an error');
        break;
      case 'mended':
        logger.warn({ channel: news.channel }, 'passes go through again');
        break;
      case 'alarm':
        logger.error({ alarm: matterData(news.matter) }, 'alarm');
        break;
      case 'complaint':
        logger.warn(news.message);
        break;
    }
  };
  return { info: (message) => logger.info(message), tell: worthALine(tell) };
}

/** A line of words each. */
export function personLog(level: LogLevel): RunLog {
  const line = (text: string): void => print(`${styled('dim', toIso(systemNow()).slice(0, 19))}Z  ${text}`);
  const informs = level === 'info' || level === 'debug';
  return {
    info: (message) => informs && line(message),
    tell: level === 'silent' ? () => {} : worthALine((news) => line(newsLine(news))),
  };
}

function worthALine(tell: Tell): Tell {
  return (news) => (news.kind === 'clock' && !isWorthALine(news.clock) ? undefined : tell(news));
}
