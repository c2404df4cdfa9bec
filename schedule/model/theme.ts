/** What a campaign looks like: the colours of its cards, its motif, its typefaces and the kinds of cards it allows. */

/** What an editor may put on a post. A photograph takes the place of such a card where there is one. */
export const cardKinds = ['typographic', 'clock', 'memorial', 'quotation', 'figures', 'map'] as const;
type CardKind = (typeof cardKinds)[number];

/** The typefaces that come with the program, all free to use and complete for Hungarian. */
export const typefaces = [
  'league-gothic',
  'source-serif',
  'source-serif-italic',
  'source-serif-semibold',
  'courier',
  'courier-bold',
] as const;
export type Typeface = (typeof typefaces)[number];

/** One job each: `poster` time and date, `headline` and `caption` the story, `place` and `credit` the small print. */
type Faces = {
  readonly poster: Typeface;
  readonly headline: Typeface;
  readonly caption: Typeface;
  readonly place: Typeface;
  readonly credit: Typeface;
};

/** Colours as `#RRGGBB`. The last three carry words and keep 7:1 on ink. */
export type Palette = {
  /** The ground of a card. */
  readonly ink: string;
  /** Captions. */
  readonly paper: string;
  /** Times, dates and headlines. */
  readonly light: string;
  /** Places and credits. */
  readonly dim: string;
};

export type Motif =
  /** A flag of dyed stripes; `hole`: cut open in the middle, as in 1956. */
  | {
      readonly kind: 'flag';
      readonly stripes: readonly [string, string, ...string[]];
      readonly direction: 'horizontal' | 'vertical';
      readonly hole: boolean;
    }
  /** No emblem at all: a length of undyed cloth. */
  | { readonly kind: 'cloth'; readonly colour: string };

export type Theme = {
  readonly palette: Palette;
  readonly motif: Motif;
  readonly faces: Faces;
  /** The kinds of cards this campaign may use. */
  readonly cards: readonly CardKind[];
};

/** The look of a campaign that says nothing of it: plain cloth on ink. */
export const plainTheme = {
  palette: { ink: '#100F0E', paper: '#EBE4D4', light: '#F6F1E6', dim: '#C9C2B3' },
  motif: { kind: 'cloth', colour: '#6E675B' },
  faces: {
    poster: 'league-gothic',
    headline: 'source-serif-semibold',
    caption: 'source-serif',
    place: 'courier-bold',
    credit: 'courier',
  },
  cards: cardKinds,
} as const satisfies Theme;
