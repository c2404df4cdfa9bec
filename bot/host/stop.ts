/** Why the bot cannot go on here, in words for a person; `bot/cli` gives each reason an exit code. */

import type { NonEmpty } from '../../schedule/model/language.ts';
import type { Problem } from '../../schedule/model/problem.ts';

/**
 * `settings`: one of them is wrong, or a file beside the ledger that stands in for one. `storage`: a folder, file or ledger
 * cannot be used. `unpublished`: nothing can be published on a channel now.
 */
export type StopReason = 'settings' | 'storage' | 'unpublished';

/** Its message is written for a person: nobody says it in other words on the way. */
export abstract class ToldError extends Error {}

export class StopError extends ToldError {
  override readonly name = 'StopError';
  readonly reason: StopReason;

  constructor(reason: StopReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Threads of the campaigns cannot be rendered as they are. */
export class UnfitCampaigns extends Error {
  override readonly name = 'UnfitCampaigns';
  readonly problems: NonEmpty<Problem>;

  constructor(problems: NonEmpty<Problem>) {
    super('threads cannot be rendered');
    this.problems = problems;
  }
}
