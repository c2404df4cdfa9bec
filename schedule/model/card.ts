/** What an editor writes on a card: its kind, its words in every language, and what it shows. */

import { inLanguage, type Language, type PerLanguage } from './language.ts';
import type { Photograph } from './photograph.ts';
import type { Theme } from './theme.ts';

export type Place = {
  readonly id: string;
  readonly name: PerLanguage<string>;
  /** A shorter name for a map; null where the name itself is short enough. */
  readonly label: PerLanguage<string> | null;
  /** WGS84 degrees. */
  readonly latitude: number;
  readonly longitude: number;
};

/** The drawn signs that come with the program, in `media/emblems/`. */
export const emblems = [
  'flag',
  'statue',
  'boots',
  'radio',
  'barricade',
  'council-table',
  'tanks',
  'ring',
  'candle',
  'bell',
  'parliament',
  'bread',
  'hands',
  'factory',
  'talks',
  'hungary',
  'newspapers',
  'barred-window',
  'wreath',
  'suitcase',
] as const;
export type Emblem = (typeof emblems)[number];

/** The maps that come with the program, in `media/maps/`. */
export const mapAreas = ['budapest', 'hungary', 'central-europe'] as const;
export type MapArea = (typeof mapAreas)[number];

/** WGS84 degrees. */
export type Coordinates = { readonly latitude: number; readonly longitude: number };

export type MapScene = {
  readonly area: MapArea;
  /** Marked and named. */
  readonly pins: readonly Place[];
  /** Ways that people went, from point to point. */
  readonly routes: readonly (readonly Coordinates[])[];
  /** Arrows of an advance, each from its start to its head. */
  readonly advances: readonly (readonly Coordinates[])[];
  /** A ring that closes round a place; null for none. */
  readonly ring: { readonly around: Coordinates; readonly kilometres: number } | null;
};

type Closing = {
  readonly credit: string;
  /** One sentence on what the picture shows besides its words. */
  readonly description: string;
};

export type StoryText = Closing & { readonly headline: string; readonly caption: string | null };

type QuotationText = Closing & {
  /** With its quotation marks. */
  readonly quotation: string;
  /** Who says it, where. */
  readonly attribution: string;
};

/** A number as it is drawn, and what it counts. */
export type Figure = { readonly value: string; readonly label: string };

type FiguresText = StoryText & { readonly figures: readonly [Figure, ...Figure[]] };

type Common = {
  readonly place: Place | null;
  /** The historical day it tells of, `1956-10-19`. */
  readonly date: string;
  readonly theme: Theme;
};

/** A place kept for a photograph: the card itself is drawn while there is none. */
export type PhotoSlot = { readonly id: string; readonly photograph: Photograph | null };
type WithSlot = { readonly photo: PhotoSlot | null };

export type StoryCard = Common &
  WithSlot & {
    readonly kind: 'typographic' | 'clock' | 'memorial';
    readonly emblem: Emblem | null;
    readonly texts: PerLanguage<StoryText>;
  };
type QuotationCard = Common & { readonly kind: 'quotation'; readonly texts: PerLanguage<QuotationText> };
type FiguresCard = Common & { readonly kind: 'figures'; readonly texts: PerLanguage<FiguresText> };
type MapCard = Common &
  WithSlot & { readonly kind: 'map'; readonly map: MapScene; readonly texts: PerLanguage<StoryText> };

export type Card = StoryCard | QuotationCard | FiguresCard | MapCard;

type CardWords = {
  /** Below the card in its file. */
  readonly path: readonly (string | number)[];
  readonly kind: 'drawn' | 'description';
  readonly text: string;
};

/** What an editor wrote on a card in a language, in the order it is read; the description comes last. */
export function wordsOf(card: Card, language: Language): readonly CardWords[] {
  const drawn = (path: readonly (string | number)[], text: string | null): readonly CardWords[] =>
    text === null ? [] : [{ path: [language, ...path], kind: 'drawn', text }];
  const described = (text: string): CardWords => ({ path: [language, 'description'], kind: 'description', text });
  switch (card.kind) {
    case 'quotation': {
      const { quotation, attribution, description } = inLanguage(card.texts, language);
      return [...drawn(['quotation'], quotation), ...drawn(['attribution'], attribution), described(description)];
    }
    case 'figures': {
      const { headline, figures, caption, description } = inLanguage(card.texts, language);
      const numbers = figures.flatMap(({ value, label }, index) => [
        ...drawn(['figures', index, 'value'], value),
        ...drawn(['figures', index, 'label'], label),
      ]);
      return [...drawn(['headline'], headline), ...numbers, ...drawn(['caption'], caption), described(description)];
    }
    default: {
      const { headline, caption, description } = inLanguage(card.texts, language);
      return [...drawn(['headline'], headline), ...drawn(['caption'], caption), described(description)];
    }
  }
}
