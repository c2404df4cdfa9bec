/** What a campaign's fact base is: what happened, where the sources disagree, and what must not be said. */

import type { Language, NonEmpty, PerLanguage } from './language.ts';

/** How sure the sources are of a day. `undated`: they only say that it lies in a span of days. */
export const dateCertainties = ['exact', 'approximate', 'undated'] as const;
type DateCertainty = (typeof dateCertainties)[number];

export const timeCertainties = ['exact', 'approximate'] as const;
type TimeCertainty = (typeof timeCertainties)[number];

/**
 * The kind and number of an editorial rule: a conflict of sources `C04`, a suspect statement `E01`, a sensitive item `S02`, or
 * what a source says against the consensus of historians, `H03`.
 */
export const ruleNumber = /^[CEHS]\d{2}$/;

export type FactEvent = {
  readonly id: string;
  /** `1956-10-23`, or the first day of its window. */
  readonly date: string;
  /** The last day of its window; null if it is one day. */
  readonly dateEnd: string | null;
  readonly dateCertainty: DateCertainty;
  /** Wall clock, only if a source gives one. */
  readonly time: string | null;
  /** Null: the sources say nothing of the hour. `approximate` without a time: a part of the day. */
  readonly timeCertainty: TimeCertainty | null;
  readonly note: string | null;
  readonly place: string;
  readonly summary: PerLanguage<string>;
  /** As English writes them, surname last. */
  readonly people: readonly string[];
  readonly figures: readonly string[];
  readonly sources: readonly { readonly source: string; readonly locator: string }[];
  readonly rules: readonly string[];
};

type Conflict = {
  readonly number: string;
  readonly title: string;
  readonly recommendation: string;
  /** A model of how to word it; null if nothing is to be said. */
  readonly wording: PerLanguage<string> | null;
};

/** What follows a source and is still wrong: historians agree on something else. */
type Consensus = {
  readonly number: string;
  readonly title: string;
  /** Where the source says it. */
  readonly source: string;
  readonly locator: string;
  /** What historians agree on. */
  readonly consensus: string;
  readonly recommendation: string;
};

/** Words that must not stand in a text. In each, a `*` at the end of a word stands for any ending. */
export type ForbiddenPhrase = {
  readonly language: Language;
  /** Any of these is wrong … */
  readonly phrases: NonEmpty<string>;
  /** … if, where there are any of these, one stands in the same sentence … */
  readonly near: readonly string[];
  /** … and none of these anywhere in the text. */
  readonly unless: readonly string[];
  readonly rule: string;
  readonly instead: string;
};

export type LeftOut = { readonly event: string; readonly rules: NonEmpty<string>; readonly reason: string };

/** The warning an event asks for, and whether it is told without any picture; the rule says why. */
export type Sensitivity = { readonly warning: string; readonly pictures: 'any' | 'none'; readonly rule: string };

export type Facts = {
  /** What happened in the days the campaign tells, by id. */
  readonly events: ReadonlyMap<string, FactEvent>;
  /** What came before and after, by id. */
  readonly context: ReadonlyMap<string, FactEvent>;
  readonly conflicts: ReadonlyMap<string, Conflict>;
  /** By number. */
  readonly consensus: ReadonlyMap<string, Consensus>;
  readonly phrases: readonly ForbiddenPhrase[];
  /** By event; of the warnings an entry that tells it has to carry one. */
  readonly sensitive: ReadonlyMap<string, readonly Sensitivity[]>;
  /** The events told nowhere on purpose, by id. */
  readonly leftOut: ReadonlyMap<string, LeftOut>;
};

export function factOf(facts: Facts, id: string): FactEvent | undefined {
  return facts.events.get(id) ?? facts.context.get(id);
}
