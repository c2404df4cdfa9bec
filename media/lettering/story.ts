/** The story of a card: headline and caption set together, large while there is room and never under the floor. */

import type { Theme } from '../../schedule/model/theme.ts';
import type { CardFault, Story as Words } from '../card.ts';
import { type CardFormat, captionStyle, headlineStyle, pages, smallestCaption } from '../page.ts';
import { type Block, type DrawnLine, linesWithin, placeBlock, setBlock } from './lettering.ts';

export type Story = { readonly headline: Block; readonly caption: Block | null; readonly height: number };

type Scale = { readonly headline: number; readonly caption: number };

type Scales = { readonly withCaption: readonly Scale[]; readonly alone: readonly Scale[] };

const scalesOf: Readonly<Record<CardFormat, Scales>> = {
  portrait: {
    withCaption: scales([96, 58], [92, 56], [88, 54], [84, 52], [80, 50], [76, 48], [72, 48], [66, 48]),
    alone: alone(116, 108, 100, 92, 84, 76, 70, 66),
  },
  landscape: {
    withCaption: scales([68, 48], [64, 48], [60, 48], [56, 48], [52, 48]),
    alone: alone(84, 78, 72, 66, 60, 56, 52),
  },
};

function scales(...sizes: readonly (readonly [headline: number, caption: number])[]): readonly Scale[] {
  return sizes.map(([headline, caption]) => ({ headline, caption: Math.max(caption, smallestCaption) }));
}

function alone(...headlines: readonly number[]): readonly Scale[] {
  return headlines.map((headline) => ({ headline, caption: smallestCaption }));
}

/** What a story is set in. */
export type StoryRoom = {
  readonly theme: Theme;
  /** Width in pixels. */
  readonly measure: number;
  /** The largest headline, in pixels; as large as there is room where absent. */
  readonly largest?: number;
  /** Portrait where absent. */
  readonly format?: CardFormat;
};

/** Every way to set the story, the largest first; last stands the floor. */
export function storySettings(words: Words, room: StoryRoom): readonly Story[] {
  const { largest = Number.POSITIVE_INFINITY, format = 'portrait' } = room;
  const sizes = words.caption === null ? scalesOf[format].alone : scalesOf[format].withCaption;
  return sizes.flatMap(
    ({ headline, caption }) => settingAt(words, { headline: Math.min(headline, largest), caption }, room) ?? [],
  );
}

function settingAt(words: Words, scale: Scale, { theme, measure, format = 'portrait' }: StoryRoom): Story | null {
  const headline = setBlock(words.headline, headlineStyle(theme, scale.headline), measure, 3);
  if (headline === null) return null;
  if (words.caption === null) return { headline, caption: null, height: headline.height };
  const style = captionStyle(theme, scale.caption);
  const caption = setBlock(words.caption, style, measure, linesWithin(pages[format].height, style));
  if (caption === null) return null;
  return { headline, caption, height: headline.height + gapUnder(headline) + caption.height };
}

function gapUnder(headline: Block): number {
  return Math.round(headline.style.size * 0.58);
}

export function placeStory(story: Story, top: number, align: 'left' | 'centre', x: number): readonly DrawnLine[] {
  const headline = placeBlock(story.headline, { x, top, align });
  if (story.caption === null) return headline;
  const captionTop = top + story.headline.height + gapUnder(story.headline);
  return [...headline, ...placeBlock(story.caption, { x, top: captionTop, align })];
}

/** What the author has to shorten, and by how much, so that the story fits into a height in pixels at the floor. */
export function storyFault(words: Words, room: StoryRoom, height: number): CardFault {
  const fits = (candidate: Words) => storySettings(candidate, room).some((story) => story.height <= height);
  const { headline, caption } = words;
  if (caption !== null) {
    const begun = firstWord(caption);
    const captionRoom = longestFitting(caption, (text) => fits({ headline, caption: text }));
    if (captionRoom > 0) return overflow('caption', caption, captionRoom);
    const headlineRoom = longestFitting(headline, (text) => fits({ headline: text, caption: begun }));
    if (headlineRoom > 0) return overflow('headline', headline, headlineRoom);
    if (fits({ headline, caption: null })) return overflow('caption', caption, 0);
  }
  return overflow(
    'headline',
    headline,
    longestFitting(headline, (text) => fits({ headline: text, caption: null })),
  );
}

/**
 * The length in characters of the longest beginning, cut between words, that still fits; 0 when none does. Takes for
 * granted that what fits goes on fitting when words are taken away.
 */
export function longestFitting(text: string, fits: (beginning: string) => boolean): number {
  const words = text.trim().split(/\s+/u);
  const beginning = (count: number): string => words.slice(0, count).join(' ');
  let [fitting, tooMany] = [0, words.length + 1];
  while (tooMany - fitting > 1) {
    const count = Math.floor((fitting + tooMany) / 2);
    if (fits(beginning(count))) fitting = count;
    else tooMany = count;
  }
  return [...beginning(fitting)].length;
}

export function overflow(field: CardFault['field'], text: string, room: number): CardFault {
  const length = [...text.trim()].length;
  const advice =
    room > 0
      ? `it has ${length} characters and room for about ${room}; shorten it by about ${length - room}`
      : `a word in it is too long for a line; shorten it, or put a soft hyphen where it may be parted`;
  return {
    field,
    rule: 'card-overflow',
    message: `The ${field} does not fit on the card even in the smallest legible size: ${advice}.`,
  };
}

function firstWord(text: string): string {
  return text.trim().split(/\s+/u)[0] ?? '';
}
