/** What an editorial rule is: it reads a loaded campaign and says what is wrong in it. */

import type { Campaign } from '../campaign.ts';
import type { Problem } from '../problem.ts';

export type Rule = {
  /** Kebab-case; every Problem of the rule carries it. */
  readonly name: string;
  readonly check: (campaign: Campaign) => readonly Problem[];
};
