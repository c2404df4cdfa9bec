/** `preview`: what readers will see, without an account, a ledger or a socket. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createPictureCache, type PictureCache } from '../../../media/encoding/cache.ts';
import { writeWhole } from '../../../media/whole-file.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { type Wording, wordingsOf } from '../../../schedule/time/lateness.ts';
import { type Slot, slotsOf } from '../../../schedule/time/slots.ts';
import { accountKeyOf, publishes } from '../../channel.ts';
import { knownAccount } from '../../host/data/accounts.ts';
import { lookInto } from '../../host/data/ledger-file.ts';
import { orCannotCreate, type Places, placesIn } from '../../host/data/places.ts';
import type { ConfiguredChannel } from '../../host/settings/channel-settings.ts';
import { systemNow } from '../../host/system-clock.ts';
import { networkNamed } from '../../networks/all.ts';
import { capabilitiesOf } from '../../networks/capabilities.ts';
import { previewJson } from '../../preview/json.ts';
import type { PreviewPicture, PreviewPictures } from '../../preview/pictures.ts';
import { type PreviewItem, previewTerminal } from '../../preview/terminal.ts';
import { renderCard } from '../../render/card.ts';
import { renderThread } from '../../render/render.ts';
import type { Capabilities } from '../../render/rules.ts';
import type { Thread } from '../../render/thread.ts';
import { type CampaignChoice, campaignsOf, channelsOf, orProblems, remarkLater, seasonOf } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { count } from '../words/events.ts';
import { outputWidth, print, printJson, progressBar, remark, wantsColour } from '../words/output.ts';
import { writeContactSheet } from './preview-sheet.ts';

type PreviewOptions = CampaignChoice & {
  readonly year?: number;
  readonly day?: string;
  readonly channel?: string;
  readonly out: string;
  readonly images: boolean;
  readonly landscape?: true;
  readonly late?: true;
  readonly sheet?: true;
  readonly json?: true;
};

export async function preview(options: PreviewOptions): Promise<void> {
  const settings = readSettings();
  const places = placesIn(settings.data);
  const campaigns = await campaignsOf(options, settings);
  const channels = channelsOf(settings.channels, options.channel);
  const year = seasonOf(options.year, campaigns, systemNow());
  remarkLater(campaigns, year);
  const limited = await limitsOf(channels, places);
  const rendered = limited.flatMap(({ channel, limits }) =>
    threadsOf(campaigns, channel, limits, year, options).map((thread) => ({ thread, channel, limits })),
  );
  rendered.sort((a, b) => a.thread.slot.due - b.thread.slot.due);

  const cache = createPictureCache(places.pictures);
  if (options.sheet) {
    const maxBytes = Math.min(...limited.map(({ limits }) => limits.maxImageBytes));
    const threads = rendered.map(({ thread }) => thread);
    const sheet = await writeContactSheet(threads, year, maxBytes, cache, options.out);
    if (options.json) printJson(sheet);
    else
      print(`The contact sheet of ${count(sheet.cards, 'card')} is ${sheet.file}; open it in a browser, or print it.`);
    return;
  }
  const progress = progressBar(rendered.length);
  let done = 0;
  const items = await Promise.all(
    rendered.map(async ({ thread, channel, limits }): Promise<PreviewItem> => {
      const pictures = options.images
        ? await orCannotCreate(options.out, draw(thread, channel, limits, cache, options.out))
        : null;
      if (options.landscape) {
        await orCannotCreate(options.out, drawLandscapes(thread, channel, limits, cache, options.out));
      }
      done += 1;
      progress.step(done, thread.slot.local);
      return { thread, rules: networkNamed(channel.network).rules, channelId: channel.id, pictures };
    }),
  );
  progress.end();

  if (options.json) printJson(items.map(({ thread, channelId, pictures }) => previewJson(thread, channelId, pictures)));
  else if (items.length === 0)
    print(`Nothing ${options.late ? 'with a late text ' : ''}is planned for ${options.day ?? year} on these channels.`);
  else print(previewTerminal(items, { colour: wantsColour(process.stdout), width: outputWidth() }));
  if ((options.images || options.landscape) && items.length > 0) remark(`The pictures are in ${options.out}.`);
}

/** What the servers of channels were last seen to allow. */
async function limitsOf(
  channels: readonly ConfiguredChannel[],
  places: Places,
): Promise<readonly { readonly channel: ConfiguredChannel; readonly limits: Capabilities }[]> {
  return lookInto(places, remark, async (_, kept) => {
    const stored = await kept.capabilities();
    const limited = [];
    for (const channel of channels) {
      const account = await knownAccount(kept, channel);
      const limits =
        account === null
          ? networkNamed(channel.network).rules.defaults
          : capabilitiesOf(stored, accountKeyOf(account), channel.network);
      limited.push({ channel, limits });
    }
    return limited;
  });
}

function threadsOf(
  campaigns: readonly Campaign[],
  channel: ConfiguredChannel,
  capabilities: Capabilities,
  year: number,
  { day, late }: PreviewOptions,
): readonly Thread[] {
  const wording: Wording = late ? 'late' : 'as-written';
  const target = { rules: networkNamed(channel.network).rules, language: channel.language, capabilities };
  return campaigns
    .filter((campaign) => publishes(channel, campaign))
    .flatMap((campaign) => slotsOf(campaign, year))
    .filter((slot: Slot) => day === undefined || slot.local.slice(5, 10) === day)
    .filter(({ entry }) => wordingsOf(entry).includes(wording))
    .map((slot) => orProblems(renderThread(slot, target, wording)));
}

async function draw(
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
async function drawLandscapes(
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
