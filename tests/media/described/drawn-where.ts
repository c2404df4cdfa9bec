/** Where things are on the portrait of a card, read from the drawing itself. */

import type { CardRecord } from '../../../media/card.ts';
import type { Box as Extent, Point } from '../../../media/cartography/geometry.ts';
import { boxAround } from '../../../media/cartography/geometry.ts';
import { composeCard } from '../../../media/draw.ts';
import { type DrawnOnMap, drawnOnMap } from './drawn-on-map.ts';
import { type Piece, piecesOf } from './drawn-sign.ts';

type Dye = 'red' | 'white' | 'green' | 'another';

/** All in pixels of the card. */
export type Whereabouts = {
  /** The cut in the flag. */
  readonly hole: Extent | null;
  /** Of the flag, or of the rule where there is none, from above. */
  readonly dyes: readonly Dye[];
  /** Where the dyes of the flag meet at its left end, from above. */
  readonly seams: readonly number[];
  /** Whether the flag sinks into the dark at its foot. */
  readonly sinks: boolean;
  /** The thin rule, and the gap in it. */
  readonly rule: Extent | null;
  readonly gap: Extent | null;
  readonly emblem: Extent | null;
  /** The solid parts of the emblem. */
  readonly pieces: readonly Piece[];
  /** The ribbon of mourning over a flag. */
  readonly ribbon: Extent | null;
  /** Where a band of cloth turns into black silk. */
  readonly silkFrom: number | null;
  readonly map: DrawnOnMap | null;
  /** All lines of a field, or all with a text. */
  readonly written: (what: { readonly field: string } | { readonly text: string }) => Extent | null;
};

/** Throws an Error where the card does not fit. */
export function whereabouts(record: CardRecord): Whereabouts {
  const composed = composeCard(record);
  if (!composed.ok) throw new Error(JSON.stringify(composed.faults));
  const { artwork, lines } = composed;
  const [, flagTop = '0'] = /<g transform="translate\(0 (-?[\d.]+)\)">/u.exec(artwork) ?? [];
  const [, cut] = /id="opening"><path d="([^"]+)"/u.exec(artwork) ?? [];
  const [, ground] = /<rect y="-\d+" width="[\d.]+" height="[\d.]+" fill="(#[0-9A-F]{6})"/u.exec(artwork) ?? [];
  const stripes = [...artwork.matchAll(/<path fill="(#[0-9A-F]{6})" d="M0 (-?[\d.]+)L/gu)]
    .map(([, dye = '', seam]) => ({ dye, from: Number(seam) + Number(flagTop) }))
    .sort((one, other) => one.from - other.from);
  const [, bands = ''] = /<g class="rule"[^>]*>(.*?)<\/g>/u.exec(artwork) ?? [];
  const lineDyes = [...bands.matchAll(/<path fill="(#[0-9A-F]{6})" d="([^"]+)"/gu)]
    .map(([, dye = '', data = '']) => ({ dye, from: extentOf(data).top }))
    .sort((one, other) => one.from - other.from);
  const spans = [...bands.matchAll(/M[^Z]+Z/gu)].map(([span]) => extentOf(span));
  const rule = around(spans);
  const [before, after] = [
    around(spans.filter(({ left }) => left === rule?.left)),
    around(spans.filter(({ left }) => left !== rule?.left)),
  ];
  const [, x, y, scale, paths = ''] =
    /<g class="emblem" transform="translate\((\S+) (\S+)\) scale\((\S+)\)"[^>]*>(.*?)<\/g>/u.exec(artwork) ?? [];
  const [, ribbon] = /<path d="([^"]+)" transform="[^"]+" fill="#000"/u.exec(artwork) ?? [];
  const [, silk] = /<rect x="([\d.]+)" y="-\d+"/u.exec(artwork) ?? [];
  return {
    hole: cut === undefined ? null : extentOf(cut, 1, 0, Number(flagTop)),
    dyes: (ground === undefined ? lineDyes.map(({ dye }) => dye) : [ground, ...stripes.map(({ dye }) => dye)]).map(
      dyeOf,
    ),
    seams: stripes.map(({ from }) => from),
    sinks: artwork.includes('fill="url(#sinking)"'),
    rule,
    gap: rule && before && after && { ...rule, left: before.right, right: after.left },
    emblem: scale === undefined ? null : extentOf(paths, Number(scale), Number(x), Number(y)),
    pieces: piecesOf(paths),
    ribbon: ribbon === undefined ? null : extentOf(ribbon),
    silkFrom: silk === undefined ? null : Number(silk),
    map: record.kind === 'map' ? drawnOnMap(artwork) : null,
    written: (what) =>
      around(
        lines
          .filter(({ field, text }) => ('field' in what ? field === what.field : text === what.text))
          .map(({ box }) => box),
      ),
  };
}

function dyeOf(colour: string): Dye {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  if (Math.min(red, green, blue) > 180) return 'white';
  if (red > 1.5 * Math.max(green, blue)) return 'red';
  return green > 1.2 * Math.max(red, blue) ? 'green' : 'another';
}

/** The points of a path of straight lines. */
function pointsOf(data: string): readonly Point[] {
  return [...data.matchAll(/(-?[\d.]+) (-?[\d.]+)/gu)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

function extentOf(data: string, scale = 1, x = 0, y = 0): Extent {
  const { left, top, right, bottom } = boxAround(pointsOf(data));
  return { left: left * scale + x, top: top * scale + y, right: right * scale + x, bottom: bottom * scale + y };
}

function around(extents: readonly Extent[]): Extent | null {
  if (extents.length === 0) return null;
  return boxAround(
    extents.flatMap(({ left, top, right, bottom }) => [
      { x: left, y: top },
      { x: right, y: bottom },
    ]),
  );
}
