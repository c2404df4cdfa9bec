/** Where things lie in a data folder, and what is said when one of them cannot be used. */

import { join } from 'node:path';
import { StopError } from '../stop.ts';

export type Places = {
  /** The data folder itself. */
  readonly folder: string;
  readonly ledger: string;
  /** What the ledger recorded lately, noted outside of it. */
  readonly marks: string;
  /** A locked file of every process that publishes. */
  readonly processes: string;
  readonly outbox: string;
  readonly pictures: string;
  readonly capabilities: string;
  readonly accounts: string;
  /** What was found of this machine's clock. */
  readonly clocks: string;
  /** What a person was told of. */
  readonly alarms: string;
  /** Sessions of accounts: secrets. */
  readonly sessions: string;
};

export function placesIn(data: string): Places {
  return {
    folder: data,
    ledger: join(data, 'ledger.sqlite'),
    marks: join(data, 'ledger-marks.json'),
    processes: join(data, 'processes'),
    outbox: join(data, 'outbox'),
    pictures: join(data, 'pictures'),
    capabilities: join(data, 'capabilities.json'),
    accounts: join(data, 'accounts.json'),
    clocks: join(data, 'clocks.json'),
    alarms: join(data, 'alarms.json'),
    sessions: join(data, 'sessions'),
  };
}

/** What `making` gives, or a StopError that names the path when the disk refuses it. */
export async function orCannotCreate<T>(path: string, making: Promise<T>): Promise<T> {
  try {
    return await making;
  } catch (error) {
    if (error instanceof StopError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StopError('storage', `${path} cannot be used: ${reason}`, { cause: error });
  }
}
