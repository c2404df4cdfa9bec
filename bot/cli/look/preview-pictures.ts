/** Draws what a preview shows: the threads with their cards, and the files of these. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureCache } from '../../../media/encoding/cache.ts';
import { writeWhole } from '../../../media/whole-file.ts';
import type { ConfiguredChannel } from '../../host/settings/channel-settings.ts';
import type { PreviewPicture, PreviewPictures } from '../../preview/pictures.ts';
import { renderCard } from '../../render/card/card.ts';
import type { Capabilities } from '../../render/rules.ts';
import type { Thread } from '../../render/thread.ts';
import { orProblems } from '../loading.ts';

/** Writes the pictures of a thread. */
export async function draw(
  thread: Thread,
  channel: ConfiguredChannel,
  { maxImageBytes }: Capabilities,
  cache: PictureCache,
  out: string,
): Promise<PreviewPictures> {
  const name = await pictureName(thread, channel, out);
  return Promise.all(
    thread.posts.map(({ images }, position) =>
      Promise.all(
        images.map(async (drawing, index): Promise<PreviewPicture> => {
          const picture = await cache.picture(drawing, { maxBytes: maxImageBytes });
          const file = `${name}-${position + 1}${index === 0 ? '' : `-${index + 1}`}.jpg`;
          await writeWhole(file, picture.bytes);
          return { file, bytes: picture.bytes.length, sha256: picture.sha256 };
        }),
      ),
    ),
  );
}

/** The landscapes of a thread's cards, which no post carries: they are for the previews of links to a public page. */
export async function drawLandscapes(
  thread: Thread,
  channel: ConfiguredChannel,
  limits: Capabilities,
  cache: PictureCache,
  out: string,
): Promise<void> {
  const name = await pictureName(thread, channel, out);
  const { entry } = thread.slot;
  await Promise.all(
    entry.thread.map(async ({ card }, position) => {
      if (card === null) return;
      const drawing = orProblems(renderCard(entry, position, card, channel.language, limits, 'landscape'));
      const picture = await cache.picture(drawing, { maxBytes: limits.maxImageBytes });
      await writeWhole(`${name}-${position + 1}-landscape.jpg`, picture.bytes);
    }),
  );
}

/** Where the pictures of a thread go, up to the position of their post, apart from those of any other; the folder is made when needed. */
async function pictureName({ slot }: Thread, channel: ConfiguredChannel, out: string): Promise<string> {
  const folder = join(out, channel.id);
  await mkdir(folder, { recursive: true });
  return join(folder, `${slot.campaign.id}-${slot.local.replace(':', '')}-${slot.entry.id}`);
}
