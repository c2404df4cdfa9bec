/** Every editorial rule, and the check that applies them all to a loaded campaign. */

import type { Campaign } from '../model/campaign.ts';
import { inFileOrder, type Problem } from '../model/problem.ts';
import { certainty } from './events/certainty.ts';
import { leftOutEvent } from './events/left-out-event.ts';
import { sensitiveEvent } from './events/sensitive-event.ts';
import { undatedEvent } from './events/undated-event.ts';
import { unknownEvent } from './events/unknown-event.ts';
import { mourning } from './mourning.ts';
import { noPicture, photographWarning } from './photographs.ts';
import type { Rule } from './rule.ts';
import { sameLook } from './same-look.ts';
import { spacing } from './spacing.ts';
import { clockTime } from './words/clock-time.ts';
import { forbiddenPhrase } from './words/forbidden-phrase.ts';
import { formulas } from './words/formulas.ts';
import { hashtags } from './words/hashtags.ts';
import { momentWords } from './words/moment-words.ts';
import { names } from './words/names.ts';
import { plainStyle } from './words/plain-style.ts';
import { pointingWords } from './words/pointing-words.ts';
import { quotationMarks } from './words/quotation-marks.ts';

/** An event told twice is found by the loader, which needs no fact base for it. */
export const editorialRules: readonly Rule[] = [
  certainty,
  clockTime,
  forbiddenPhrase,
  formulas,
  hashtags,
  leftOutEvent,
  momentWords,
  mourning,
  names,
  noPicture,
  photographWarning,
  plainStyle,
  pointingWords,
  quotationMarks,
  sameLook,
  sensitiveEvent,
  spacing,
  undatedEvent,
  unknownEvent,
];

/** What the rules find, in the order of the files. Rules that need a fact base find nothing in a campaign without one. */
export function checkEditorial(campaign: Campaign): readonly Problem[] {
  return editorialRules.flatMap(({ check }) => check(campaign)).sort(inFileOrder);
}
