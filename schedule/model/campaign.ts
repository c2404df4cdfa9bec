/** What a loaded campaign is: every text in every language it promises, every reference resolved. */

import type { Card, Place } from './card.ts';
import type { Facts } from './facts.ts';
import type { Dialect, Language, NonEmpty, PerLanguage } from './language.ts';
import type { Photograph } from './photograph.ts';
import type { Position } from './problem.ts';
import type { Theme } from './theme.ts';

/** How sure the sources are of an entry's clock time. `chosen`: no source gives one, the editor picked a sensible minute. */
export const certainties = ['exact', 'about', 'by', 'chosen'] as const;
export type Certainty = (typeof certainties)[number];

export const entryKinds = ['event', 'about', 'memorial'] as const;
type EntryKind = (typeof entryKinds)[number];

/** `plain`: no exclamation marks and no emoji in any text. */
export const styles = ['plain', 'free'] as const;
type Style = (typeof styles)[number];

/** Who may reply to a thread, where the network lets its author say so. */
export const replyRules = ['everyone', 'followers', 'mentioned', 'nobody'] as const;
export type ReplyRule = (typeof replyRules)[number];

export type Lateness = {
  /** How many minutes after its due instant a post still goes out as it is written. */
  readonly graceMinutes: number;
  /** Until how many minutes after its due instant its late texts go out. Absent: after the grace it is missed. */
  readonly rewordedMinutes?: number | undefined;
};

/** Wall clock of one historical day: `from` is the last minute with a post before it, `to` the first after it. */
type Silence = { readonly date: string; readonly from: string; readonly to: string };

/** How late posts keep their distance, so that catching up is never a flood. */
export type CatchUp = { readonly spacingMinutes: number; readonly perHour: number };

type Source = { readonly title: string; readonly document: string; readonly note?: string | undefined };

/**
 * What the account says of itself; `introduction` is a post to pin, `corrections` how to reach a person, `operator` who runs
 * it, absent while that is not settled.
 */
export type Profile = {
  readonly displayName: string;
  readonly bio: string;
  readonly introduction: string;
  readonly corrections: string;
  readonly operator?: string | undefined;
};

type PersonName = PerLanguage<string>;

/** An account that texts of the campaign may mention as `@key`. */
export type Mention = {
  readonly bluesky: { readonly did: string; readonly handle: string };
  /** `user@server` */
  readonly mastodon: string;
};

type ContentWarning = PerLanguage<string>;

/** Text as the editor wrote it, placeholders included, for each network. */
export type PostText = { readonly [N in Dialect]: string };

export type Post = {
  readonly text: PerLanguage<PostText>;
  /** What it says instead once the grace is over; absent where its text is true at any hour. */
  readonly late?: PerLanguage<PostText> | undefined;
  readonly card: Card | null;
  /** Why it makes sense alone although it begins with a pointing word. */
  readonly standsAlone?: string | undefined;
};

export type Entry = {
  /** Permanent: slot ids and record keys derive from it. */
  readonly id: string;
  readonly kind: EntryKind;
  /** `1956-10-23` */
  readonly date: string;
  /** Wall clock of the campaign's time zone, `15:00`. */
  readonly time: string;
  readonly certainty: Certainty;
  readonly events: readonly string[];
  readonly retells: readonly string[];
  readonly sources: readonly string[];
  readonly warning: ContentWarning | null;
  readonly lateness: Lateness;
  readonly mourning: boolean;
  /** Told after the last day, and published only if the campaign says so. */
  readonly epilogue: boolean;
  readonly thread: NonEmpty<Post>;
  readonly origin: Origin;
};

/** Where an entry was written, so that a later stage can point into the file. */
type Origin = {
  readonly file: string;
  /** Of the entry in its file. */
  readonly path: readonly (string | number)[];
  /** `path` is relative to the entry, `offset` points into the text there. */
  readonly locate: (path: readonly (string | number)[], offset?: number) => Position;
};

/** A turn of phrase that may run through the campaign, in lower case; `at` is where it is allowed. */
export type AllowedFormula = { readonly language: Language; readonly phrase: string; readonly at: Position };

export type Campaign = {
  readonly id: string;
  readonly title: PerLanguage<string>;
  readonly languages: NonEmpty<Language>;
  readonly hashtags: PerLanguage<readonly string[]>;
  readonly timeZone: string;
  /** The historical year that anniversaries are counted from. */
  readonly year: number;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Which of the two instants a minute of the repeated hour (end of summer time) means. */
  readonly repeatedHour: 'earlier' | 'later';
  /** What a minute of the missing hour (start of summer time) means: moved on by the gap, or the first minute after it. */
  readonly missingHour: 'shifted' | 'after';
  /** Whether entries after the last day are published too. */
  readonly epilogue: boolean;
  readonly replies: ReplyRule;
  readonly sourcesPage: PerLanguage<string> | null;
  readonly profile: PerLanguage<Profile> | null;
  readonly sources: ReadonlyMap<string, Source>;
  readonly places: ReadonlyMap<string, Place>;
  readonly names: readonly PersonName[];
  readonly formulas: readonly AllowedFormula[];
  readonly mentions: ReadonlyMap<string, Mention>;
  readonly warnings: ReadonlyMap<string, ContentWarning>;
  /** Minutes there are at least between two entries. */
  readonly spacingMinutes: number;
  readonly catchUp: CatchUp;
  /** Of the days that are published, in order. */
  readonly silences: readonly Silence[];
  readonly style: Style;
  readonly theme: Theme;
  /** Photographs that entries may ask for, by id. */
  readonly photographs: ReadonlyMap<string, Photograph>;
  /** Null if the campaign has no fact base. */
  readonly facts: Facts | null;
  readonly entries: readonly Entry[];
};

/** What `of` gives for each language, where it gives anything. */
export function mapLanguages<T>(of: (language: Language) => T | undefined): PerLanguage<T> {
  const [hu, en] = [of('hu'), of('en')];
  return { ...(hu !== undefined && { hu }), ...(en !== undefined && { en }) };
}
