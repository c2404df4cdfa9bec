/** Finds before anything is published what a server would refuse: threads that do not fit the limits of a channel. */

import type { Campaign } from '../../schedule/model/campaign.ts';
import { inFileOrder, type Problem } from '../../schedule/model/problem.ts';
import { wordingsOf } from '../../schedule/time/lateness.ts';
import { slotsOf } from '../../schedule/time/slots.ts';
import { publishes } from '../channel.ts';
import { networkNamed } from '../networks/all.ts';
import { renderThread } from '../render/render.ts';
import type { Capabilities } from '../render/rules.ts';
import type { ConfiguredChannel } from './settings/channel-settings.ts';

type Limited = { readonly channel: ConfiguredChannel; readonly capabilities: Capabilities };

/**
 * What keeps threads of this season or the next, or of the first two of a campaign that begins later, from being rendered
 * within the limits given, each Problem once.
 */
export function problemsOf(
  limited: readonly Limited[],
  campaigns: readonly Campaign[],
  year: number,
): readonly Problem[] {
  const problems = new Map<string, Problem>();
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
        const rendered = renderThread(slot, { rules, language, capabilities }, wording);
        if (!rendered.ok) for (const problem of rendered.problems) problems.set(JSON.stringify(problem), problem);
      }
    }
  }
  return [...problems.values()].sort(inFileOrder);
}
