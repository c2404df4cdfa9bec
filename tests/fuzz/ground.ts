/** The real campaigns and two photographs in a folder of their own, in which one file at a time is changed. */

import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { stringify } from 'yaml';
import type { Campaign } from '../../schedule/model/campaign.ts';
import type { NonEmpty } from '../../schedule/model/language.ts';
import type { Checked } from '../../schedule/model/problem.ts';
import { assemble } from '../../schedule/read/assemble/campaign.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';
import { loadFile } from '../../schedule/read/load-file.ts';
import { loadPhotographs } from '../../schedule/read/photographs.ts';
import { patches, soundRights } from '../support/photographs.ts';
import { type RawEntry, rawEntries } from './raw.ts';
import { type Shape, shapeOf } from './shape.ts';

const campaigns = fileURLToPath(new URL('../../schedule/campaigns', import.meta.url));

export type Source = {
  /** Below the ground, like `campaigns/hungary-1956/campaign.yaml`. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly shape: Shape;
};

export type Loaded = {
  readonly campaigns: Checked<NonEmpty<Campaign>>;
  readonly photographs: Checked<Campaign['photographs']>;
};

export type Ground = {
  readonly folder: string;
  readonly sources: NonEmpty<Source>;
  /**
   * Everything as it is loaded with one file changed and, if given, under another name beside it; `look` is called while it
   * is, and then all is as before.
   */
  readonly loadWith: (
    source: Source,
    bytes: Uint8Array,
    name: string | undefined,
    look: (loaded: Loaded) => void,
  ) => Promise<Loaded>;
  /** The entries of a day file as it is without a change. */
  readonly entriesOf: (source: Source) => readonly RawEntry[];
  readonly remove: () => Promise<void>;
};

/** In memory where the machine has such a folder: two files are written a run. */
export async function layGround(): Promise<Ground> {
  const memory = await stat('/dev/shm').catch(() => null);
  const folder = await mkdtemp(join(memory?.isDirectory() ? '/dev/shm' : tmpdir(), 'emleknap-fuzz-'));
  await cp(campaigns, join(folder, 'campaigns'), { recursive: true });
  await mkdir(join(folder, 'photos'));
  await storeRecord(join(folder, 'photos'), 'crowd-at-parliament', {});
  const named = {
    author: 'Minta Mária',
    donor: undefined,
    licence: 'public-domain',
    grounds: 'its author died in 1949',
  };
  await storeRecord(join(folder, 'photos'), 'bread-queue', {
    ...named,
    number: 'minta-0012345.jpg',
    date: '1956-10/1956-11',
  });

  const names = await readdir(folder, { recursive: true });
  const [first, ...rest] = await Promise.all(
    names
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map(async (path): Promise<Source> => {
        const bytes = await readFile(join(folder, path));
        return { path, bytes, shape: shapeOf(bytes.toString('utf8')) };
      }),
  );
  if (first === undefined) throw new Error('there is nothing to change');

  const known = new Map<string, ReturnType<typeof loadFile>>();
  /** Reads a file once that is not among the `changed`. */
  const loaderFor = (changed: readonly string[]): typeof loadFile => {
    return ((path, schema, missing) => {
      if (changed.includes(path)) return loadFile(path, schema, missing);
      const loading = known.get(path) ?? loadFile(path, schema, missing);
      known.set(path, loading);
      return loading;
    }) as typeof loadFile;
  };
  const entries = new Map([first, ...rest].map((source) => [source, rawEntries(source.shape.text)]));
  const sound = await loadPhotographs(join(folder, 'photos'));
  return {
    folder,
    sources: [first, ...rest],
    async loadWith({ path, bytes }, changed, name, look) {
      const file = join(folder, path);
      const place = name === undefined ? file : join(file, '..', name);
      await writeFile(file, changed);
      if (place !== file) await rename(file, place);
      try {
        const photographs = path.startsWith('photos/') ? await loadPhotographs(join(folder, 'photos')) : sound;
        const found = photographs.ok ? photographs.value : new Map();
        const campaigns = await loadCampaigns(join(folder, 'campaigns'), found, assemble, loaderFor([file, place]));
        look({ photographs, campaigns });
        return { photographs, campaigns };
      } finally {
        if (place !== file) await rm(place);
        await writeFile(file, bytes);
      }
    },
    entriesOf: (source) => entries.get(source) ?? [],
    remove: () => rm(folder, { recursive: true }),
  };
}

async function storeRecord(folder: string, id: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const [width, height] = [120, 90];
  const bytes = await sharp(patches(width, height), { raw: { width, height, channels: 1 } })
    .jpeg()
    .toBuffer();
  const file = { sha256: createHash('sha256').update(bytes).digest('hex'), width, height };
  await writeFile(join(folder, `${id}.jpg`), bytes);
  await writeFile(join(folder, `${id}.yaml`), stringify({ ...soundRights, ...changes, file }));
}
