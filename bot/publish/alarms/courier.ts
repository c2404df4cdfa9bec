/** Carries matters to a person through alarms, and again through those that failed. */

import type { Instant } from '../../../schedule/time/instant.ts';
import { backoff } from '../decide/retry.ts';
import type { Alarm } from '../ports.ts';
import { keyOf, type Matter } from './matter.ts';

export type Courier = {
  readonly send: (matter: Matter) => void;
  /** Sends nothing more of a matter that is settled. */
  readonly forget: (key: string) => void;
  /** Sends again what an alarm could not pass on and whose pause is over. */
  readonly again: () => void;
  /** Keys of the matters that some alarm has not passed on yet. */
  readonly underWay: () => ReadonlySet<string>;
  /** Resolves when every alarm that was raised has passed on its matter or failed. Never rejects. */
  readonly quiet: () => Promise<void>;
};

const minute = 60_000;

/** An alarm that fails is raised again after a pause that doubles up to the longest, for a day. */
const pauses = { first: 10_000, longest: 15 * minute, lasts: 24 * 60 * minute };

/** A matter on its way through some alarms, or one that they could not pass on. */
type Errand = {
  readonly matter: Matter;
  readonly alarms: readonly Alarm[];
  readonly since: Instant;
  readonly tries: number;
};

export function courierOf(alarms: readonly Alarm[], now: () => Instant): Courier {
  const running = new Map<Promise<unknown>, Errand>();
  const owed = new Map<string, Errand & { readonly next: number }>();
  /** The newest errand of each matter: what became of an older one, or of a settled matter's, is of no interest. */
  const newest = new Map<string, Errand>();

  const run = (errand: Errand): void => {
    const key = keyOf(errand.matter);
    newest.set(key, errand);
    const attempts = errand.alarms.map((alarm) => isPassedOn(alarm, errand.matter).then((is) => (is ? [] : [alarm])));
    const ended = Promise.all(attempts).then((results) => {
      running.delete(ended);
      const failed = results.flat();
      if (newest.get(key) !== errand) return;
      newest.delete(key);
      if (failed.length === 0 || now() - errand.since > pauses.lasts) return;
      const next = now() + backoff(pauses, errand.tries + 1);
      owed.set(key, { ...errand, alarms: failed, tries: errand.tries + 1, next });
    });
    running.set(ended, errand);
  };
  const forget = (key: string): void => {
    newest.delete(key);
    owed.delete(key);
  };

  return {
    send(matter) {
      forget(keyOf(matter));
      run({ matter, alarms, since: now(), tries: 0 });
    },
    forget,
    again() {
      for (const [key, { next, ...errand }] of owed) {
        if (now() < next && now() >= errand.since) continue;
        owed.delete(key);
        run(errand);
      }
    },
    underWay: () => new Set([...[...running.values()].map(({ matter }) => keyOf(matter)), ...owed.keys()]),
    async quiet() {
      while (running.size > 0) await Promise.all(running.keys());
    },
  };
}

function isPassedOn(alarm: Alarm, matter: Matter): Promise<boolean> {
  return alarm.raise(matter).then(
    () => true,
    () => false,
  );
}
