/** Draws the contact sheet of a preview and writes it as one file. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Drawing } from '../../../media/card.ts';
import type { PictureCache } from '../../../media/encoding/cache.ts';
import { thumbnailOf } from '../../../media/encoding/thumbnail.ts';
import { writeWhole } from '../../../media/whole-file.ts';
import { orCannotCreate } from '../../host/data/places.ts';
import { contactSheet, sheetCards } from '../../preview/sheet.ts';
import type { Thread } from '../../render/thread.ts';
import { progressBar } from '../words/output.ts';

/** Pixels: sharp on a screen, where the page shows about half of that, and on paper. */
const thumbnailWidth = 600;

type Sheet = { readonly file: string; readonly cards: number };

/** Writes `contact-sheet.html` into the folder `out`, with every card of the threads. */
export async function writeContactSheet(
  threads: readonly Thread[],
  year: number,
  maxBytes: number,
  cache: PictureCache,
  out: string,
): Promise<Sheet> {
  const cards = sheetCards(threads);
  const drawings = cards.flatMap(({ slot, versions }) =>
    versions.map(({ drawing }): readonly [Drawing, string] => [drawing, slot.local]),
  );
  const progress = progressBar(drawings.length);
  let done = 0;
  const thumbnails = await Promise.all(
    drawings.map(async ([drawing, label]) => {
      const thumbnail = await thumbnailOf(await cache.picture(drawing, { maxBytes }), thumbnailWidth);
      done += 1;
      progress.step(done, label);
      return [drawing, thumbnail] as const;
    }),
  );
  progress.end();
  const page = contactSheet(cards, new Map(thumbnails), year, {
    poster: await font('league-gothic/400Regular/LeagueGothic_400Regular.ttf'),
    text: await font('source-serif-4/400Regular/SourceSerif4_400Regular.ttf'),
    telex: await font('courier-prime/400Regular/CourierPrime_400Regular.ttf'),
  });
  const file = join(out, 'contact-sheet.html');
  await orCannotCreate(out, mkdir(out, { recursive: true }));
  await orCannotCreate(file, writeWhole(file, page));
  return { file, cards: cards.length };
}

function font(file: string): Promise<Buffer> {
  return readFile(fileURLToPath(import.meta.resolve(`@expo-google-fonts/${file}`)));
}
