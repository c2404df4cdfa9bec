/** Exit codes of the program; those above 63 mean what BSD's sysexits.h says. */

import { ToldError } from '../host/stop.ts';

export const exitCodes = {
  ok: 0,
  /** The command line is wrong. */
  usage: 64,
  /** The campaign files have Problems. */
  data: 65,
  /** An error of the program itself. */
  software: 70,
  /** A folder or file cannot be written, or the ledger cannot be used: it is damaged, locked or no ledger. */
  cannotCreate: 73,
  /** Something could not be published, now or at all, or another process publishes on a channel; `status` says what. */
  notPublished: 75,
  /** A setting in the environment or in .env is wrong, or Node.js is too old. */
  config: 78,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a message for a person and an exit code for a machine. */
export class CommandError extends ToldError {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The errors that several channels met, each of the same words once. */
export function causesOf(errors: readonly unknown[]): readonly unknown[] {
  const single = errors.flatMap((error) => (error instanceof AggregateError ? causesOf(error.errors) : [error]));
  return [...new Map(single.map((error) => [String(error), error])).values()];
}
