/** The daemon: node-cron only beats; what is due is decided from the ledger at every beat. */

import cron from 'node-cron';
import pLimit from 'p-limit';
import { prepareAhead } from '../publish/carry-out/ahead.ts';
import { beatsOf } from './beats.ts';
import type { Host } from './host.ts';
import type { Tell } from './news.ts';
import type { ConfiguredChannel } from './settings/channel-settings.ts';
import { createTroubles } from './troubles.ts';

/**
 * Every second, in UTC: in a zone with summer time node-cron pauses for more than an hour in the night it ends. A missed beat
 * changes nothing, so none is lamented: after a night's sleep of the machine there are thousands.
 */
const beat = {
  expression: '* * * * * *',
  options: { timezone: 'UTC', name: 'emleknap', suppressMissedWarning: true },
} as const;

/** Every ten seconds it is looked for what can be made ready. */
const aheadBeat = '*/10 * * * * *';

type DaemonTerms = {
  readonly host: Host;
  readonly channels: readonly ConfiguredChannel[];
  readonly tell: Tell;
  /** Called after every pass that did something. */
  readonly passed: () => void;
};

export type Daemon = {
  /** Begins nothing more, and resolves when what is under way is finished and the host is closed. */
  readonly stop: () => Promise<void>;
};

/** Beats at once, and from then on until it is stopped; each channel alone. */
export function startDaemon({ host, channels, tell, passed }: DaemonTerms): Daemon {
  const { workshop, bell } = host;
  const turn = pLimit(1);
  const mended = (channel: string): void => {
    tell({ kind: 'mended', channel });
    bell.mended(channel);
  };
  const stopped = (error: unknown, channel: string): void => tell({ kind: 'stopped', channel, error });
  const troubles = createTroubles({ error: stopped, mended }, () => performance.now());
  const beats = beatsOf(channels, async (channel) => {
    try {
      const events = await host.passOn(channel);
      if (events.length > 0) {
        bell.mended(channel.id);
        await turn(workshop.writePage);
        passed();
      }
      troubles.over(channel.id, events.length > 0 ? 'did something' : 'had nothing to do');
    } catch (error) {
      troubles.met(channel.id, error);
    } finally {
      await host.keep();
    }
  });
  const ahead = beatsOf(channels, async (channel) => {
    const ports = workshop.ports([channel]);
    for (const outlet of ports.outlets) {
      const unready = await prepareAhead(outlet, ports).catch(saidAtTheMinute);
      for (const each of unready) bell.unready(channel.id, each);
    }
  });
  beats.beat();
  const tickers = [
    cron.schedule(beat.expression, beats.beat, beat.options),
    cron.schedule(aheadBeat, ahead.beat, { ...beat.options, name: 'emleknap-ahead' }),
  ];
  return {
    async stop() {
      for (const ticker of tickers) {
        await ticker.stop();
        await ticker.destroy();
      }
      await beats.ended();
      await ahead.ended();
      await host.close();
    },
  };
}

/** What could not be made ready is made at its minute, and what fails then is reported. */
function saidAtTheMinute(): readonly never[] {
  return [];
}
