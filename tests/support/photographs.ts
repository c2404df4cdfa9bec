/** Photographs for the tests: invented rights, and pictures made on the spot; none of them shows anything that happened. */

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Photograph } from '../../schedule/model/photograph.ts';
import { licences } from '../../schedule/model/photograph-licence.ts';
import { photographCredit } from '../../schedule/read/photograph-credit.ts';
import { rightsSchema } from '../../schedule/read/schema/photograph.ts';

/** Complete rights of a photograph that does not exist. */
export const soundRights = {
  donor: 'Példa Péter',
  archive: 'Minta Archívum',
  number: '1234',
  licence: 'CC-BY-SA-3.0',
  source: 'https://archive.example.org/1234',
  date: '1956-10-23',
  shows: { hu: 'Próbakép: szürke foltok.', en: 'A picture for tests: grey patches.' },
  focus: { x: 0.5, y: 0.4 },
  sensitivity: 'none',
  pictured: { dead: 'no', lynching: 'no', execution: 'no', victims: 'no', 'armed-children': 'no', burning: 'no' },
};

/** Greys of a picture of patches and grain, always the same for the same seed. */
export function patches(width: number, height: number, seed = 1): Uint8Array {
  const cell = Math.ceil(Math.max(width, height) / 24);
  let state = seed * 2_654_435_761;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  const columns = Math.ceil(width / cell);
  const cells = Uint8Array.from({ length: columns * Math.ceil(height / cell) }, next);
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return Math.min(255, ((cells[Math.floor(y / cell) * columns + Math.floor(x / cell)] ?? 0) * 7 + next()) >> 3);
  });
}

type Stored = { readonly folder: string; readonly id: string; readonly width: number; readonly height: number };

/** A photograph of greys, stored as a JPEG, as if it had been taken in. */
export async function storedPhotograph(
  { folder, id, width, height }: Stored,
  greys: Uint8Array,
  focus = { x: 0.5, y: 0.45 },
): Promise<Photograph> {
  const file = join(folder, `${id}.jpg`);
  const bytes = await sharp(greys, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .jpeg({ quality: 90 })
    .toBuffer();
  await writeFile(file, bytes);
  return photographOf({ id, file, sha256: createHash('sha256').update(bytes).digest('hex'), width, height, focus });
}

/** A photograph with sound rights that may be nowhere. */
export function photographOf(
  of: Pick<Photograph, 'id' | 'file' | 'sha256' | 'width' | 'height' | 'focus'>,
): Photograph {
  const rights = rightsSchema.parse(soundRights);
  const licence = licences.get(rights.licence);
  if (licence === undefined) throw new Error(`no licence ${rights.licence}`);
  return {
    ...of,
    licence,
    credit: photographCredit(rights, licence),
    shows: rights.shows,
    sensitivity: null,
    locate: () => ({ file: `${of.id}.yaml`, line: 1, column: 1 }),
  };
}
