/** Finds before any season what a network would refuse or a card cannot hold. */

import type { Campaign, Entry } from '../../schedule/model/campaign.ts';
import { dialects, inLanguage } from '../../schedule/model/language.ts';
import { inFileOrder, type Problem, problemsOf } from '../../schedule/model/problem.ts';
import { wordingsOf } from '../../schedule/time/lateness.ts';
import { slotsOf } from '../../schedule/time/slots.ts';
import { hasPlaceholder } from '../../schedule/words/template.ts';
import { outcomeByDrawing } from './card/card.ts';
import type { OutcomeOf } from './card/outcome.ts';
import { describeThread } from './describe.ts';
import type { NetworkRules } from './rules.ts';

/** How many seasons ahead a text is checked that changes with the year. */
const seasonsAhead = 75;

/**
 * Every Problem of rendering, each once, the epilogue included, on every one of the networks with the limits all its servers keep to. Entries are rendered
 * for the season of `year`, or the first one of a campaign that begins later; those with placeholders for the seasons after it too.
 */
export function checkRendering(
  campaigns: readonly Campaign[],
  year: number,
  networks: readonly NetworkRules[],
  outcomeOf: OutcomeOf = outcomeByDrawing,
): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const campaign of campaigns) {
    const whole = { ...campaign, epilogue: true };
    const first = Math.max(year, campaign.year);
    for (const problem of checkSeason(whole, first, networks, outcomeOf))
      problems.set(JSON.stringify(problem), problem);
    const changing = { ...whole, entries: whole.entries.filter((entry) => changes(entry, whole)) };
    for (let ahead = 1; ahead <= seasonsAhead; ahead += 1) {
      for (const problem of checkSeason(changing, first + ahead, networks, outcomeOf))
        problems.set(JSON.stringify(problem), problem);
    }
  }
  return [...problems.values()].sort(inFileOrder);
}

function checkSeason(
  campaign: Campaign,
  year: number,
  networks: readonly NetworkRules[],
  outcomeOf: OutcomeOf,
): readonly Problem[] {
  return slotsOf(campaign, year).flatMap((slot) =>
    networks.flatMap((rules) =>
      campaign.languages.flatMap((language) => {
        const target = { rules, language, capabilities: rules.defaults };
        return wordingsOf(slot.entry).flatMap((wording) =>
          problemsOf([describeThread(slot, target, wording, outcomeOf)]),
        );
      }),
    ),
  );
}

function changes(entry: Entry, { languages }: Campaign): boolean {
  return entry.thread
    .flatMap(({ text, late }) => (late === undefined ? [text] : [text, late]))
    .some((texts) =>
      languages.some((language) => dialects.some((dialect) => hasPlaceholder(inLanguage(texts, language)[dialect]))),
    );
}
