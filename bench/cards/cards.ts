/** `cards`: how many cards of each kind a second, and how much CPU each, over one photograph or under the same ground. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { pages } from '../../media/page.ts';
import type { Found, Run, Terms } from '../benches.ts';
import { rivalVersions } from '../install.ts';
import { columnsOf, type Figure, figure, ratio, rowsOf } from '../measure/result.ts';
import { contender, takeTurns } from '../measure/turns.ts';
import { groundOf } from './ground.ts';
import { satoriResvg, satoriSharp, sharpText, takumi } from './others.ts';
import { makePhotograph, photographSize } from './photograph.ts';
import { floor, ours } from './plain.ts';
import { kinds, recordsOf } from './records.ts';
import { inFlight, perTurn, turnOf, type Way } from './way.ts';
import { wordsOf } from './words.ts';

export const cards: Run = async (terms) => {
  sharp.cache(false);
  const photograph = await makePhotograph();
  const folder = mkdtempSync(join(tmpdir(), 'bench-cards-'));
  try {
    const file = join(folder, 'photograph.jpg');
    writeFileSync(file, photograph);
    return await race(floor(photograph), await groupsOf(file, photograph), terms);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The ways to draw the cards of one kind, ours first. */
type Group = { readonly ours: Way; readonly rivals: readonly Way[] };

function groupsOf(file: string, photograph: Uint8Array): Promise<readonly Group[]> {
  return Promise.all(
    kinds.map(async (kind) => {
      const records = recordsOf(kind, file, photograph);
      const subjects = await Promise.all(
        records.map(async (record) => ({
          words: wordsOf(record),
          ground: await groundOf(record),
          isPhoto: kind === 'photo',
        })),
      );
      const named = ({ name, draw }: Way): Way => ({ name: `${kind}: ${name}`, draw });
      const rivals = [takumi, satoriSharp, satoriResvg, sharpText].map((way) => named(way(photograph, subjects)));
      return { ours: named(ours(records)), rivals };
    }),
  );
}

async function race(bare: Way, groups: readonly Group[], { seconds, progress, out }: Terms): Promise<Found> {
  const ways = [bare, ...groups.flatMap((group) => [group.ours, ...group.rivals])];
  if (out !== null) mkdirSync(out, { recursive: true });
  for (const { name, draw } of ways) {
    progress.say(`once unmeasured, ${name}`);
    const picture = await draw();
    if (out !== null) writeFileSync(join(out, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.jpg`), picture);
  }
  const measured = await takeTurns(
    ways.map(({ name, draw }) => contender(name, () => turnOf(draw))),
    { seconds, onTurn: (round, name) => progress.say(`round ${round}, ${name}`) },
  );
  const rows = [{ ours: bare, rivals: [] }, ...groups].flatMap((group) => {
    const names = [group.ours, ...group.rivals].map(({ name }) => name);
    const all = rowsOf(measured, figuresOf(bare.name, names.slice(1)));
    return all.filter(({ name }) => names.includes(name));
  });
  const about = `cards of ${pages.portrait.width}×${pages.portrait.height} by each way, ${inFlight} in flight, ${perTurn} a turn, over a photograph of ${photographSize.width}×${photographSize.height} or, for others than us, on a ground that is ready`;
  const settings = {
    sharp: sharp.versions.sharp,
    libvips: sharp.versions.vips,
    ...rivalVersions(),
    'threads a picture': sharp.concurrency(),
  };
  return { about, settings, columns: columnsOf(figuresOf(bare.name, [])), rows };
}

/** Speeds are compared with those of the rivals, which draw the same cards. */
function figuresOf(bare: string, rivals: readonly string[]): readonly Figure[] {
  const resvg = rivals.find((name) => name.endsWith('resvg')) ?? '';
  const best: Figure = {
    ...ratio('speedToBest', 'speed to the fastest rival', { of: '', to: '', better: 'more' }),
    read: (own, of) => {
      const speeds = rivals.flatMap((name) => of(name)?.['perSecond'] ?? []);
      return speeds.length === 0 ? undefined : (own['perSecond'] ?? Number.NaN) / Math.max(...speeds);
    },
  };
  return [
    figure('perSecond', 'cards/s', 1, { better: 'more' }),
    figure('cpu', 'CPU ms', 0),
    ratio('cpuToFloor', 'CPU to floor', { of: 'cpu', to: bare }),
    ratio('speedToResvg', 'speed to satori + resvg', { of: 'perSecond', to: resvg, better: 'more' }),
    best,
    figure('kilobytes', 'kB', 0, { better: 'neither', isPortable: true }),
  ];
}
