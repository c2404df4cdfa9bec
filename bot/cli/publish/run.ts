/** `run`: the daemon. node-cron only beats; what is due is decided from the ledger at every beat. */

import cron from 'node-cron';
import { type Calendar, calendarOf } from '../../../schedule/time/calendar.ts';
import { type Instant, instantFromMillis, toIso } from '../../../schedule/time/instant.ts';
import { localOf } from '../../../schedule/time/wall-clock.ts';
import { publishes } from '../../channel.ts';
import { prepareAhead } from '../../publish/carry-out/ahead.ts';
import { beatsOf } from '../beats.ts';
import { openBell } from '../bell.ts';
import { createClockCheck } from '../clock-check.ts';
import { isWorthALine, tellBell } from '../clock-words.ts';
import { type CampaignChoice, campaignsOf, systemNow } from '../loading.ts';
import { placesIn } from '../places.ts';
import { readSettings, refuseUnlessHarmless } from '../settings/settings.ts';
import { createTroubles } from '../troubles.ts';
import { count } from '../words/events.ts';
import { treatOutputAsLog } from '../words/output.ts';
import { machineLog, personLog } from '../words/run-log.ts';
import { workOn } from '../work.ts';
import { openWorkshop } from '../workshop.ts';

type RunOptions = CampaignChoice & { readonly now?: Instant; readonly json?: true };

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

export async function run(options: RunOptions): Promise<void> {
  const stopped = stopSignal();
  const settings = readSettings();
  if (options.now !== undefined) refuseUnlessHarmless(settings.channels);
  const campaigns = await campaignsOf(options, settings);
  treatOutputAsLog();
  const log = options.json ? machineLog(settings.logLevel) : personLog(settings.logLevel);
  const now = clockFrom(options.now);
  const places = placesIn(settings.data);
  const opened = await openBell({
    file: places.alarms,
    now,
    first: { raise: async (matter) => log.alarm(matter) },
    command: settings.alarmCommand,
    complain: log.warn,
  });
  const { bell, keep } = opened;
  const { channels } = settings;
  const sendable = calendarOf(campaigns.filter((each) => channels.some((channel) => publishes(channel, each))));
  const workshop = await openWorkshop({
    places,
    channels: settings.channels,
    campaigns,
    now,
    report: (event) => {
      log.event(event);
      bell.event(event);
    },
    ...(options.now === undefined && { clockCheck: createClockCheck(systemNow) }),
    reportClock: (news) => {
      if (isWorthALine(news)) log.clock(news);
      tellBell(bell, news);
    },
    reportLease: log.lease,
  });
  if (settings.channelsAreDefaults) log.info('No channel is configured: publishing to the outbox.');
  log.info(`Running with ${count(settings.channels.length, 'channel')}. ${nextUp(sendable, now())}`);

  const writePage = oneAtATime(workshop.writePage);
  const told = { next: '' };
  const mended = (channel: string): void => {
    log.mended(channel);
    bell.mended(channel);
  };
  const troubles = createTroubles({ error: log.error, mended }, () => performance.now());
  const beats = beatsOf(settings.channels, async (channel) => {
    try {
      const events = await workOn(channel, workshop, opened, log.unconnected);
      if (events.length > 0) {
        bell.mended(channel.id);
        await writePage();
        const next = nextUp(sendable, now());
        if (next !== told.next) log.info(next);
        told.next = next;
      }
      troubles.over(channel.id, events.length > 0 ? 'did something' : 'had nothing to do');
    } catch (error) {
      troubles.met(channel.id, error);
    } finally {
      await keep();
    }
  });
  const ahead = beatsOf(settings.channels, async (channel) => {
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
  await stopped;
  log.info('Stopping: what is under way is finished first.');
  for (const ticker of tickers) {
    await ticker.stop();
    await ticker.destroy();
  }
  await beats.ended();
  await ahead.ended();
  await bell.quiet();
  await keep();
  await workshop.close();
  log.info('Stopped.');
}

/** What could not be made ready is made at its minute, and what fails then is reported. */
function saidAtTheMinute(): readonly never[] {
  return [];
}

/** Runs a task after all that was asked for before it. */
function oneAtATime(task: () => Promise<unknown>): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.catch(() => undefined).then(async () => void (await task()));
    return last;
  };
}

function nextUp(calendar: Calendar, now: Instant): string {
  const next = calendar.nextAfter(now);
  if (next === null) return 'Nothing is planned.';
  return `Next: ${next.entry.id} on ${localOf(next.due, next.campaign.timeZone).replace('T', ' at ')} (${toIso(next.due)}).`;
}

/** The system's clock, or one that starts at `start` and goes as fast. */
function clockFrom(start: Instant | undefined): () => Instant {
  if (start === undefined) return systemNow;
  const begun = performance.now();
  return () => instantFromMillis(start + Math.round(performance.now() - begun));
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process as usual. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.removeListener('SIGTERM', stop);
      process.removeListener('SIGINT', stop);
      resolve();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
}
