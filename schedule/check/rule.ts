/** What an editorial rule is: it reads a loaded campaign and says what is wrong in it. */

import type { Campaign } from '../model/campaign.ts';
import type { Problem } from '../model/problem.ts';

export type Rule = {
  /** Kebab-case; every Problem of the rule carries it. */
  readonly name: string;
  readonly check: (campaign: Campaign) => readonly Problem[];
};

/** What a rule finds. */
export type Finding = Omit<Problem, 'rule'>;

/** A rule of this name that finds what `find` does. */
export function rule(name: string, find: (campaign: Campaign) => readonly Finding[]): Rule {
  return { name, check: (campaign) => find(campaign).map(({ message, ...at }) => ({ ...at, rule: name, message })) };
}
