/** Everything that is wrong in campaigns that could be loaded: what cannot be rendered, and what breaks an editorial rule. */

import { checkEditorial } from '../../../schedule/check/editorial.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { inFileOrder, type Problem } from '../../../schedule/model/problem.ts';
import type { Findings } from '../../../schedule/read/compiled/findings.ts';
import { networkRules } from '../../networks/all.ts';
import { outcomeByDrawing } from '../../render/card/card.ts';
import { checkRendering } from '../../render/check.ts';
import { outcomesWith } from '../../render/describe.ts';

/** In the order of the files. `outcomes`: how cards came out before, to which those drawn now are added. */
export function problemsIn(campaigns: readonly Campaign[], year: number, outcomes: Findings): readonly Problem[] {
  const rendering = checkRendering(campaigns, year, networkRules, outcomesWith(outcomes, outcomeByDrawing));
  return [...rendering, ...campaigns.flatMap(checkEditorial)].sort(inFileOrder);
}
