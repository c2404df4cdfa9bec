/** Where things lie in a data folder, and what is said when one of them cannot be used. */

import { join } from 'node:path';
import { StopError, ToldError } from '../stop.ts';

export type Places = {
  /** The data folder itself. */
  readonly folder: string;
  readonly ledger: string;
  /** How far each channel has come in the ledger, marked outside of it. */
  readonly highWater: string;
  /** A locked file of every process that publishes. */
  readonly processes: string;
  readonly outbox: string;
  readonly pictures: string;
  /** What was made of the files of campaigns, for the next command; it can be deleted. */
  readonly compiled: string;
  /** Sessions of accounts: secrets. */
  readonly sessions: string;
  readonly earlier: EarlierFiles;
};

/** Where version 0.1 kept what is in the ledger since. */
type EarlierFiles = {
  readonly accounts: string;
  readonly capabilities: string;
  readonly clocks: string;
  readonly alarms: string;
  /** What the ledger had recorded lately. */
  readonly marks: string;
  /** Locked by whoever wrote one of these. */
  readonly lock: string;
};

export function placesIn(data: string): Places {
  return {
    folder: data,
    ledger: join(data, 'ledger.sqlite'),
    highWater: join(data, 'high-water.json'),
    processes: join(data, 'processes'),
    outbox: join(data, 'outbox'),
    pictures: join(data, 'pictures'),
    compiled: join(data, 'compiled'),
    sessions: join(data, 'sessions'),
    earlier: {
      accounts: join(data, 'accounts.json'),
      capabilities: join(data, 'capabilities.json'),
      clocks: join(data, 'clocks.json'),
      alarms: join(data, 'alarms.json'),
      marks: join(data, 'ledger-marks.json'),
      lock: join(data, 'kept.lock'),
    },
  };
}

/** What `making` gives, or a StopError that names the path when the disk refuses it. */
export async function orCannotCreate<T>(path: string, making: Promise<T>): Promise<T> {
  try {
    return await making;
  } catch (error) {
    if (error instanceof ToldError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StopError('storage', `${path} cannot be used: ${reason}`, { cause: error });
  }
}
