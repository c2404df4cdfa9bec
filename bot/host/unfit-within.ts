/** Renders every thread of two seasons within the limits of channels. */

import type { Campaign } from '../../schedule/model/campaign.ts';
import { inFileOrder, type Problem } from '../../schedule/model/problem.ts';
import type { Findings } from '../../schedule/read/compiled/findings.ts';
import { wordingsOf } from '../../schedule/time/lateness.ts';
import { slotsOf } from '../../schedule/time/slots.ts';
import { publishes } from '../channel.ts';
import { networkNamed } from '../networks/all.ts';
import { outcomeByDrawing } from '../render/card/card.ts';
import { describeThread, outcomesWith } from '../render/describe.ts';
import type { Capabilities } from '../render/rules.ts';
import type { ConfiguredChannel } from './settings/channel-settings.ts';

export type Limited = { readonly channel: ConfiguredChannel; readonly capabilities: Capabilities };

/** Every Problem in them, each once, in the order of the files. */
export function problemsOf(
  limited: readonly Limited[],
  campaigns: readonly Campaign[],
  year: number,
  outcomes: Findings,
): readonly Problem[] {
  const problems = new Map<string, Problem>();
  const outcomeOf = outcomesWith(outcomes, outcomeByDrawing);
  for (const { channel, capabilities } of limited) {
    const { language } = channel;
    const { rules } = networkNamed(channel.network);
    const slots = campaigns
      .filter((campaign) => publishes(channel, campaign))
      .flatMap((campaign) => {
        const first = Math.max(year, campaign.year);
        return [...slotsOf(campaign, first), ...slotsOf(campaign, first + 1)];
      });
    for (const slot of slots) {
      for (const wording of wordingsOf(slot.entry)) {
        const rendered = describeThread(slot, { rules, language, capabilities }, wording, outcomeOf);
        if (!rendered.ok) for (const problem of rendered.problems) problems.set(JSON.stringify(problem), problem);
      }
    }
  }
  return [...problems.values()].sort(inFileOrder);
}
