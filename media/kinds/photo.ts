/** The photo card: a photograph that sinks into the dark, and the words where it is dark enough for them. */

import { contrastOf } from '../../schedule/contrast.ts';
import type { Palette } from '../../schedule/theme.ts';
import type { Box, PhotographLayer, PhotoRecord, Shade } from '../card.ts';
import { mixed } from '../colour.ts';
import { bearingsOf, type Composition, creditTop, placeCredit } from '../composition.ts';
import { placeBlock } from '../lettering.ts';
import { setMoment } from '../moment.ts';
import type { Page } from '../page.ts';
import { cropTo, seenAt } from '../photographs/crop.ts';
import { tile, tilesOf } from '../photographs/tiles.ts';
import { ruleHeight, ruleSvg } from '../rule.ts';
import { placeStory, storyFault, storySettings } from '../story.ts';

/** Pixels between the parts, from above. */
type Rhythm = {
  readonly numerals: number;
  readonly overPlace: number;
  readonly overRule: number;
  readonly underRule: number;
  readonly overCredit: number;
};
const portrait: Rhythm = { numerals: 176, overPlace: 42, overRule: 42, underRule: 58, overCredit: 60 };

/** Where the words may begin at most, and where at least: rather a lower photograph than small letters. */
const wordsFrom = [780, 720, 660, 600, 540, 480, 420, 360] as const;

export function photo(record: PhotoRecord, page: Page): Composition {
  const { theme, photograph, mourning } = record;
  const { margin, measure } = page;
  const rhythm = portrait;
  const bearings = bearingsOf(record, { dateSize: 120, measure, creditLines: 3 });
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const set = setMoment(record, { x: margin, measure, numerals: rhythm.numerals });
  if (!set.ok) return { ok: false, faults: [set.fault] };
  const { moment } = set;
  const { place } = bearings;

  const storyBottom = creditTop(bearings.credit, page) - rhythm.overCredit;
  const placeHeight = place === null ? 0 : rhythm.overPlace + place.height;
  const overStory = moment.height + placeHeight + rhythm.overRule + ruleHeight + rhythm.underRule;
  const room = { theme, measure, largest: mourning ? 76 : 88 };
  const settings = storySettings(record, room);
  const [story] = wordsFrom.flatMap(
    (top) => settings.find(({ height }) => height <= storyBottom - top - overStory) ?? [],
  );
  if (story === undefined) {
    return { ok: false, faults: [storyFault(record, room, storyBottom - Math.min(...wordsFrom) - overStory)] };
  }
  const storyTop = storyBottom - story.height;
  const top = Math.round(storyTop - overStory);
  const placeTop = top + moment.height + rhythm.overPlace;
  const ruleTop = Math.round(storyTop - rhythm.underRule - ruleHeight);
  const lines = [
    ...moment.lines(top),
    ...(place === null ? [] : placeBlock(place, { x: margin, top: placeTop, align: 'left' })),
    ...placeStory(story, storyTop, 'left', margin),
    ...placeCredit(bearings, page, 'left', margin),
  ];
  const rule = tileOfRule(record, { left: margin, top: ruleTop, width: measure, height: ruleHeight });
  const divider = moment.divider(top);
  const artwork = [...(divider === null ? [] : [divider]), rule];
  return {
    ok: true,
    artwork: artwork.map(({ svg }) => svg).join('\n'),
    lines,
    photograph: {
      file: photograph.file,
      sha256: photograph.sha256,
      ...seen(record, page, top, placeTop),
      tones: tonesOf(record),
      tiles: tilesOf(
        artwork.map(({ box, svg }) => tile(box, svg)),
        lines,
      ),
    },
  };
}

function tileOfRule({ theme, mourning }: PhotoRecord, box: Box) {
  return { box, svg: ruleSvg({ theme, x: box.left, y: box.top, width: box.width, mourning }) };
}

/** White of a photograph, as a share of the way from the ground to the lightest words. */
const brightness = { plain: 0.94, mourning: 0.54 } as const;

function tonesOf({ theme: { palette }, mourning }: PhotoRecord): PhotographLayer['tones'] {
  const share = mourning ? brightness.mourning : brightness.plain;
  return { black: palette.ink, white: mixed(palette.ink, palette.light, share) };
}

/** Length of the fade in pixels, and how far it ends above the words. */
const fade = { length: 320, over: 30 } as const;
/** Steps in which a photograph is drawn up to bring its focal point into the light. */
const steps = 24;

/**
 * Crop, area and shade. The photograph reaches down behind the time if its focal point stays in the light so; otherwise it
 * ends as far above as brings it there; and one whose focal point lies at its lower edge ends before it is dark.
 */
function seen(record: PhotoRecord, page: Page, wordsTop: number, placeTop: number): View {
  const { photograph } = record;
  const dusk = wordsTop - fade.over;
  const [lowest, highest] = [Math.round(placeTop), Math.round(dusk * 0.62)];
  for (let step = 0; step <= steps; step += 1) {
    const height = Math.round(lowest + ((highest - lowest) * step) / steps);
    const behind = height > dusk + fade.length / 3;
    const dark = behind ? dusk : Math.min(dusk, height);
    const stops = [
      { at: Math.max(0, dark - fade.length), light: 1 },
      { at: dark, light: behind ? lightUnderWords(record) : 0 },
      ...(behind ? [{ at: height, light: 0 }] : []),
    ];
    const clearTo = dark - fade.length / 2;
    const view = viewOf(record, { left: 0, top: 0, width: page.width, height }, clearTo, stops);
    if (seenAt(photograph, photograph.focus, view.crop, view.area).y <= clearTo) return view;
  }
  const stops = [
    { at: dusk - fade.length, light: 1 },
    { at: dusk + fade.length, light: 0 },
  ];
  return viewOf(record, { left: 0, top: 0, width: page.width, height: dusk }, dusk, stops);
}

type View = Pick<PhotographLayer, 'crop' | 'area' | 'shade'>;

/** The focal point stands in the middle of what is clear, as far as the photograph's edges allow. */
function viewOf({ photograph }: PhotoRecord, area: Box, clearTo: number, stops: Shade['stops']): View {
  const crop = cropTo(photograph, photograph.focus, area, { x: area.width / 2, y: clearTo * 0.52 });
  return { crop, area, shade: { axis: 'down', stops } };
}

/** A little more than WCAG's 7:1, for what an encoder adds around letters. */
const contrast = 7.8;

/** The most light under which every word keeps its contrast, were the photograph white. */
function lightUnderWords(record: PhotoRecord): number {
  const { black, white } = tonesOf(record);
  for (let light = 0.3; light > 0; light -= 0.01) {
    if (worst(record.theme.palette, mixed(black, white, light)) >= contrast) return Math.round(light * 100) / 100;
  }
  return 0;
}

function worst({ paper, light, dim }: Palette, ground: string): number {
  return Math.min(...[paper, light, dim].map((colour) => contrastOf(colour, ground)));
}
