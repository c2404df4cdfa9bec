/** A rendered thread: what a reader or server gets of one slot on one channel, measured and complete. */

import type { Drawing } from '../../media/card.ts';
import type { Language, NonEmpty } from '../../schedule/model/language.ts';
import type { Slot } from '../../schedule/time/slots.ts';

/** A UTF-8 byte range of a post's text, end exclusive (Bluesky's `app.bsky.richtext.facet`). */
export type Facet = { readonly byteStart: number; readonly byteEnd: number; readonly feature: FacetFeature };

export type FacetFeature =
  | { readonly kind: 'link'; readonly uri: string }
  /** Without its `#`. */
  | { readonly kind: 'tag'; readonly tag: string }
  /** `identity` is a DID on Bluesky and `user@server` on Mastodon. */
  | { readonly kind: 'mention'; readonly identity: string };

declare const measured: unique symbol;
/** Text that was measured and found to fit; `measure` is its only constructor. */
export type MeasuredText = string & { readonly [measured]: true };

/** What readers are told of a picture. */
export type Told = Pick<Drawing, 'alt' | 'credit' | 'width' | 'height'>;

/** A drawing as far as it is known without being drawn; `hash` is its `drawingHash`. */
export type Described = Told & { readonly hash: string };

/** `I` is what is known of its pictures. */
export type RenderedPost<I = Drawing> = {
  readonly text: MeasuredText;
  /** As the network counts: graphemes on Bluesky; on Mastodon graphemes with URLs as 23, the warning included. */
  readonly length: number;
  readonly limit: number;
  /** In order of the text, never overlapping. */
  readonly facets: readonly Facet[];
  /** Mastodon's `spoiler_text`; on Bluesky the warning already stands in the text's first line. */
  readonly contentWarning: string | null;
  /** Bluesky self-labels. */
  readonly labels: readonly string[];
  readonly sensitive: boolean;
  readonly language: Language;
  readonly visibility: 'public' | 'unlisted';
  readonly images: Images<I>;
};

/** A fifth picture cannot be written down: both networks refuse it. */
export type Images<I = Drawing> =
  | readonly []
  | readonly [I]
  | readonly [I, I]
  | readonly [I, I, I]
  | readonly [I, I, I, I];

export type Thread<I = Drawing> = {
  readonly slot: Slot;
  /** Its name. */
  readonly network: string;
  readonly language: Language;
  readonly posts: NonEmpty<RenderedPost<I>>;
  /** Hash of everything a reader or server would get; the same on every machine. Hexadecimal. */
  readonly fingerprint: string;
};
