/** `run`: the daemon, until a signal stops it. */

import { type Calendar, calendarOf } from '../../../schedule/time/calendar.ts';
import { type Instant, instantFromMillis, toIso } from '../../../schedule/time/instant.ts';
import { localOf } from '../../../schedule/time/wall-clock.ts';
import { publishes } from '../../channel.ts';
import { createClockCheck } from '../../host/clock/clock-check.ts';
import { startDaemon } from '../../host/daemon.ts';
import { placesIn } from '../../host/data/places.ts';
import { openHost } from '../../host/host.ts';
import { systemNow } from '../../host/system-clock.ts';
import { type CampaignChoice, compiledOf } from '../loading.ts';
import { readSettings, refuseUnlessHarmless } from '../settings/settings.ts';
import { count } from '../words/events.ts';
import { treatOutputAsLog } from '../words/output.ts';
import { machineLog, personLog } from '../words/run-log.ts';

type RunOptions = CampaignChoice & { readonly now?: Instant; readonly json?: true };

export async function run(options: RunOptions): Promise<void> {
  const stopped = stopSignal();
  const settings = readSettings();
  if (options.now !== undefined) refuseUnlessHarmless(settings.channels);
  const { campaigns, ...known } = await compiledOf(options, settings);
  treatOutputAsLog();
  const log = options.json ? machineLog(settings.logLevel) : personLog(settings.logLevel);
  const now = clockFrom(options.now);
  const { channels, alarmCommand } = settings;
  const host = await openHost({
    places: placesIn(settings.data),
    channels,
    campaigns,
    known,
    now,
    tell: log.tell,
    alarmCommand,
    ...(options.now === undefined && { clockCheck: createClockCheck(systemNow) }),
  });
  const sendable = calendarOf(campaigns.filter((each) => channels.some((channel) => publishes(channel, each))));
  if (settings.channelsAreDefaults) log.info('No channel is configured: publishing to the outbox.');
  log.info(`Running with ${count(channels.length, 'channel')}. ${nextUp(sendable, now())}`);
  let said = '';
  const passed = (): void => {
    const next = nextUp(sendable, now());
    if (next !== said) log.info(next);
    said = next;
  };
  const daemon = startDaemon({ host, channels, tell: log.tell, passed });
  await stopped;
  log.info('Stopping: what is under way is finished first.');
  await daemon.stop();
  log.info('Stopped.');
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
