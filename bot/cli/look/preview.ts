/** `preview`: what readers will see, without an account, a ledger or a socket. */

import { openPictureCache } from '../../../media/encoding/late-cache.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import type { Findings } from '../../../schedule/read/compiled/findings.ts';
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
import { type PreviewItem, previewTerminal } from '../../preview/terminal.ts';
import type { OutcomeOf } from '../../render/card/outcome.ts';
import { describeThread, knownOutcome, outcomesWith } from '../../render/describe.ts';
import type { RenderTarget } from '../../render/render-with.ts';
import type { Capabilities } from '../../render/rules.ts';
import { type CampaignChoice, channelsOf, compiledOf, orProblems, remarkLater, seasonOf } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { count } from '../words/events.ts';
import { outputWidth, print, printJson, progressBar, remark, wantsColour } from '../words/output.ts';

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
  const { campaigns, outcomes } = await compiledOf(options, settings);
  const channels = channelsOf(settings.channels, options.channel);
  const year = seasonOf(options.year, campaigns, systemNow());
  remarkLater(campaigns, year);
  const limited = await limitsOf(channels, places);
  const planned = limited
    .flatMap(({ channel, limits }) =>
      slotsFor(campaigns, channel, year, options).map((slot) => ({ slot, channel, limits })),
    )
    .sort((a, b) => a.slot.due - b.slot.due);
  if (!(options.images || options.landscape || options.sheet)) {
    const outcomeOf = await outcomesOf(planned, outcomes);
    const items = planned.map(({ slot, channel, limits }): PreviewItem => {
      const thread = orProblems(describeThread(slot, targetOf(channel, limits), wordingIn(options), outcomeOf));
      return { thread, rules: networkNamed(channel.network).rules, channelId: channel.id, pictures: null };
    });
    outcomes.keep();
    return show(items, year, options);
  }
  const { draw, drawLandscapes } = await import('./preview-pictures.ts');
  const { renderThread } = await import('../../render/render.ts');
  const rendered = planned.map(({ slot, channel, limits }) => {
    return { thread: orProblems(renderThread(slot, targetOf(channel, limits), wordingIn(options))), channel, limits };
  });
  const cache = openPictureCache(places.pictures);
  if (options.sheet) {
    const maxBytes = Math.min(...limited.map(({ limits }) => limits.maxImageBytes));
    const threads = rendered.map(({ thread }) => thread);
    const { writeContactSheet } = await import('./preview-sheet.ts');
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
  show(items, year, options);
}

function show(items: readonly PreviewItem[], year: number, options: PreviewOptions): void {
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

function slotsFor(
  campaigns: readonly Campaign[],
  channel: ConfiguredChannel,
  year: number,
  options: PreviewOptions,
): readonly Slot[] {
  return campaigns
    .filter((campaign) => publishes(channel, campaign))
    .flatMap((campaign) => slotsOf(campaign, year))
    .filter((slot) => options.day === undefined || slot.local.slice(5, 10) === options.day)
    .filter(({ entry }) => wordingsOf(entry).includes(wordingIn(options)));
}

function wordingIn({ late }: PreviewOptions): Wording {
  return late ? 'late' : 'as-written';
}

function targetOf({ network, language }: ConfiguredChannel, capabilities: Capabilities): RenderTarget {
  return { rules: networkNamed(network).rules, language, capabilities };
}

/** How the cards of slots come out; what draws them is loaded only if of any of them nothing is known. */
async function outcomesOf(
  planned: readonly { readonly slot: Slot; readonly channel: ConfiguredChannel }[],
  outcomes: Findings,
): Promise<OutcomeOf> {
  const isKnown = planned.every(({ slot: { entry }, channel: { language } }) =>
    entry.thread.every(({ card }) => card === null || knownOutcome(outcomes, entry, card, language) !== null),
  );
  const draws = isKnown ? undrawn : (await import('../../render/card/card.ts')).outcomeByDrawing;
  return outcomesWith(outcomes, draws);
}

const undrawn: OutcomeOf = ({ id }) => {
  throw new Error(`a card of ${id} was known, and is not any more`);
};
