/** A photograph with its rights, as far as cards and texts need to know it. */

import type { PerLanguage } from './language.ts';
import type { Licence } from './photograph-licence.ts';
import type { Position } from './problem.ts';

/** What no photograph of a campaign may show: each has to be answered. */
export const motifs = {
  dead: 'a dead body, covered or not',
  lynching: 'lynching, hanging, dragging, or a body that was mutilated',
  execution: 'an execution',
  victims: 'somebody captured, beaten, wounded or humiliated who could be recognised',
  'armed-children': 'children or adolescents with weapons',
  burning: 'books or flags being burnt',
} as const;
export type Motif = keyof typeof motifs;

/** Shares of width and height, from the upper left corner: what has to stay in the picture. */
type FocalPoint = { readonly x: number; readonly y: number };

export type Photograph = {
  /** The name an entry's photo slot asks for. */
  readonly id: string;
  /** Where its pixels are; no part of its identity. */
  readonly file: string;
  /** Of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string;
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
  readonly focus: FocalPoint;
  readonly licence: Licence;
  /** Author or donor, archive and number, licence, changes: everything the licence asks to be named, complete. */
  readonly credit: PerLanguage<string>;
  /** What it shows, in one sentence, for those who cannot see it. */
  readonly shows: PerLanguage<string>;
  /** The content warning without which it is not shown, by its id in the campaign; null for none. */
  readonly sensitivity: string | null;
  /** Where in its record of rights something was written. */
  readonly locate: (path: readonly (string | number)[]) => Position;
};
