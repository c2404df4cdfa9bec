/** Every editorial rule, and the check that applies them all to a loaded campaign. */

import type { Campaign } from '../campaign.ts';
import { inFileOrder, type Problem } from '../problem.ts';
import { certainty } from './certainty.ts';
import { clockTime } from './clock-time.ts';
import { forbiddenPhrase } from './forbidden-phrase.ts';
import { formulas } from './formulas.ts';
import { hashtags } from './hashtags.ts';
import { leftOutEvent } from './left-out-event.ts';
import { momentWords } from './moment-words.ts';
import { mourning } from './mourning.ts';
import { names } from './names.ts';
import { noPicture, photographWarning } from './photographs.ts';
import { plainStyle } from './plain-style.ts';
import { pointingWords } from './pointing-words.ts';
import { quotationMarks } from './quotation-marks.ts';
import type { Rule } from './rule.ts';
import { sensitiveEvent } from './sensitive-event.ts';
import { spacing } from './spacing.ts';
import { undatedEvent } from './undated-event.ts';
import { unknownEvent } from './unknown-event.ts';

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
  sensitiveEvent,
  spacing,
  undatedEvent,
  unknownEvent,
];

/** What the rules find, in the order of the files. Rules that need a fact base find nothing in a campaign without one. */
export function checkEditorial(campaign: Campaign): readonly Problem[] {
  return editorialRules.flatMap(({ check }) => check(campaign)).sort(inFileOrder);
}
