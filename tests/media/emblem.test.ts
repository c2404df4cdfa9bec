import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { boxAround, inside } from '../../media/cartography/geometry.ts';
import { composeCard } from '../../media/draw.ts';
import { emblemInHole } from '../../media/emblem.ts';
import { emblems } from '../../schedule/model/card.ts';
import { hungarianTheme } from '../support/theme.ts';
import { piecesOf } from './described/drawn-sign.ts';
import { records } from './records.ts';

const folder = new URL('../../media/emblems/', import.meta.url);
const source = (emblem: string) => readFileSync(new URL(`${emblem}.svg`, folder), 'utf8');
const ink = { theme: hungarianTheme, mourning: false };

describe('the emblems', () => {
  it('are all there as files, and no other', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.svg'));
    expect(files.sort()).toEqual(emblems.map((emblem) => `${emblem}.svg`).sort());
  });

  it('are all explained', () => {
    const readme = readFileSync(new URL('README.md', folder), 'utf8');
    for (const emblem of emblems) expect(readme).toContain(`| \`${emblem}\` |`);
  });

  it('show what is explained of those that the campaign does not use: the two arms of the ring, the middle of the flag', () => {
    const arms = piecesOf(source('ring')).filter(({ top, bottom }) => bottom - top > 300);
    expect(arms.map(({ left, right }) => (left + right) / 2 < 200)).toEqual(expect.arrayContaining([true, false]));
    expect(arms).toHaveLength(2);
    const cloth = piecesOf(source('flag')).filter(({ left, right }) => right - left > 40);
    const { left, right, top, bottom } = boxAround(cloth.flatMap(({ ring }) => ring));
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    expect(cloth.filter(({ ring }) => inside(ring, middle))).toEqual([]);
  });

  it.each(emblems)(
    '%s is a square of polygons in the colour around it, with no other picture, script or address',
    (emblem) => {
      const [opening, ...rest] = source(emblem).trim().split('\n');
      expect(opening).toBe('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" fill="currentColor">');
      expect(rest.at(-1)).toBe('</svg>');
      for (const line of rest.slice(0, -1)) expect(line).toMatch(/^<path fill-rule="evenodd" d="M[MLZ\d. ]+Z"\/>$/u);
      const numbers =
        source(emblem)
          .match(/(?<=[ML ])\d+(\.\d+)?/gu)
          ?.map(Number) ?? [];
      expect(Math.max(...numbers)).toBeLessThanOrEqual(400);
    },
  );

  it.each(emblems)('%s fills the hole well and keeps clear of its edge', async (emblem) => {
    const hole = { x: 250, y: 250, radius: 240 };
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500">${emblemInHole(emblem, hole, 0, ink)}</svg>`;
    const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    let [farthest, covered] = [0, 0];
    for (let pixel = 0; pixel < info.width * info.height; pixel += 1) {
      if ((data[pixel * 4 + 3] ?? 0) < 128) continue;
      const [x, y] = [pixel % info.width, Math.floor(pixel / info.width)];
      farthest = Math.max(farthest, Math.hypot(x - hole.x, y - hole.y));
      covered += 1;
    }
    expect(farthest).toBeLessThan(0.9 * hole.radius);
    expect(farthest).toBeGreaterThan(0.5 * hole.radius);
    expect(covered / (Math.PI * hole.radius ** 2)).toBeGreaterThan(0.06);
  });
});

describe('an emblem on a card', () => {
  const artwork = (record: Parameters<typeof composeCard>[0]) => {
    const composed = composeCard(record);
    if (!composed.ok) throw new Error(JSON.stringify(composed.faults));
    return composed.artwork;
  };

  it.each([
    'typographic-emblem-hu',
    'typographic-emblem-without-time-en',
    'clock-emblem-en',
    'memorial-emblem-mourning-hu',
  ] as const)('is drawn once on %s, and not at all where none is named', (name) => {
    expect(artwork(records[name]).match(/class="emblem"/gu)).toHaveLength(1);
    expect(artwork({ ...records[name], emblem: null })).not.toContain('class="emblem"');
  });

  it('keeps date and place out of its square beside the date', () => {
    const place = 'Budapest, a Felvonulási téren, a Sztálin-szobornál';
    const composed = composeCard({ ...records['typographic-emblem-hu'], place });
    if (!composed.ok) throw new Error(JSON.stringify(composed.faults));
    const head = composed.lines.filter(({ field }) => field === 'date' || field === 'place');
    expect(head.length).toBeGreaterThan(2);
    for (const { box } of head) expect(box.right).toBeLessThanOrEqual(1200 - 84 - 232);
  });
});
