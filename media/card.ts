/** What a card says, what it looks like as a drawing, and what can be wrong with it. */

import type { Emblem, Figure, MapScene } from '../schedule/model/card.ts';
import type { Language } from '../schedule/model/language.ts';
import type { Photograph } from '../schedule/model/photograph.ts';
import type { Theme } from '../schedule/model/theme.ts';

/** The time as it stands on a card: small words around the numerals, e.g. `by` `18:00`, or `8` `óra körül`. */
export type CardTime = { readonly before: string; readonly clock: string; readonly after: string };

/** What every card says, whatever its kind. */
export type Bearing = {
  readonly language: Language;
  readonly theme: Theme;
  /** Null where no source gives a time, and always on a memorial card. */
  readonly time: CardTime | null;
  /** `1956. október 23.` or `23 October 1956` */
  readonly date: string;
  readonly place: string | null;
  readonly credit: string;
  /** One sentence on the picture; never drawn, last in the alt text. */
  readonly description: string;
  readonly mourning: boolean;
};

export type Story = { readonly headline: string; readonly caption: string | null };

export type StoryRecord = Bearing &
  Story & { readonly kind: 'typographic' | 'clock' | 'memorial'; readonly emblem: Emblem | null };
export type QuotationRecord = Bearing & {
  readonly kind: 'quotation';
  /** With its quotation marks. */
  readonly quotation: string;
  readonly attribution: string;
};
export type FiguresRecord = Bearing &
  Story & { readonly kind: 'figures'; readonly figures: readonly [Figure, ...Figure[]] };
export type MapRecord = Bearing & Story & { readonly kind: 'map'; readonly map: MapScene };
export type PhotoRecord = Bearing & Story & { readonly kind: 'photo'; readonly photograph: Photograph };

/** Every word of a card, ready to be drawn; the alt text is built from the same record. */
export type CardRecord = StoryRecord | QuotationRecord | FiguresRecord | MapRecord | PhotoRecord;

/** Pixels. */
export type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** How much light comes through, from stop to stop: `at` in pixels of the area, `light` from 0 to 1. */
export type Shade = {
  readonly axis: 'across' | 'down';
  readonly stops: readonly { readonly at: number; readonly light: number }[];
};

/** A photograph under the artwork and words of a drawing, and how it is seen; around it is the ground. */
export type PhotographLayer = {
  /** Where its pixels are; no part of the drawing's identity. */
  readonly file: string;
  readonly sha256: string;
  /** What is seen of it. */
  readonly crop: Box;
  /** Where on the card. */
  readonly area: Box;
  readonly shade: Shade;
  /** The colours of its black, which is the ground, and of its white. */
  readonly tones: { readonly black: string; readonly white: string };
  /** The artwork and words of the drawing, in pieces that do not overlap. */
  readonly tiles: readonly { readonly box: Box; readonly svg: string }[];
};

/** The same for the same record on every machine; rasterised only when bytes are needed. */
export type Drawing = {
  /** Of a drawing with a photograph: what stands over it, on nothing. */
  readonly svg: string;
  readonly photograph: PhotographLayer | null;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly credit: string;
};

/** What stops a card from being drawn; `field` is where the author has to look. */
export type CardFault = {
  readonly field:
    | 'time'
    | 'date'
    | 'place'
    | 'headline'
    | 'caption'
    | 'quotation'
    | 'attribution'
    | 'figures'
    | 'map'
    | 'credit';
  readonly rule: 'missing-glyph' | 'card-overflow';
  readonly message: string;
};

export type Drawn =
  | { readonly ok: true; readonly drawing: Drawing }
  | { readonly ok: false; readonly faults: readonly [CardFault, ...CardFault[]] };

/** An encoded picture. */
export type Picture = {
  readonly bytes: Uint8Array;
  readonly type: 'image/jpeg';
  readonly width: number;
  readonly height: number;
  /** Lower-case hexadecimal, of `bytes`. */
  readonly sha256: string;
};
