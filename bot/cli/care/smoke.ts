/** `smoke CHANNEL`: one post with a picture to the real account, read back, and deleted again. Asked for first. */

import { createInterface } from 'node:readline/promises';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { inLanguage, type Language } from '../../../schedule/model/language.ts';
import { plainTheme } from '../../../schedule/model/theme.ts';
import type { Instant } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { localOf } from '../../../schedule/time/wall-clock.ts';
import { placesIn } from '../../host/data/places.ts';
import { systemNow } from '../../host/system-clock.ts';
import { openWorkshop } from '../../host/workshop.ts';
import type { Failure, FindResult, RemoteNetwork, Trail } from '../../networks/network.ts';
import type { PostReceipt } from '../../networks/receipt.ts';
import { prepare } from '../../publish/carry-out/preparing.ts';
import type { Outlet, Ports } from '../../publish/ports.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { channelsOf } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { newsLine } from '../words/events.ts';
import { print, printJson, remark, shown, styled } from '../words/output.ts';

type SmokeOptions = { readonly yes?: true; readonly json?: true };

export async function smoke(channelId: string, options: SmokeOptions): Promise<void> {
  const settings = readSettings();
  const channel = channelsOf(settings.channels, channelId)[0];
  if (channel === undefined) throw new Error(`the channel ${channelId} was found and is not there`);
  if (channel.access.destination === 'outbox') {
    throw new CommandError(
      exitCodes.usage,
      `${channelId} publishes to the outbox; \`smoke\` is for the account of a channel.`,
    );
  }
  if (options.yes !== true) await ask(`Publish one post to the account of ${channelId}, and delete it at once?`);
  const places = placesIn(settings.data);
  const workshop = await openWorkshop({
    places,
    channels: [channel],
    setUp: settings.channels,
    campaigns: [],
    now: systemNow,
    tell: (news) => news.kind === 'complaint' && remark(newsLine(news)),
  });
  try {
    const { outlet, remote } = await workshop.reach(channel);
    if (remote === null) throw new Error('an account has no remote network');
    const receipt = await publishAndDelete(outlet, remote, workshop.ports());
    if (options.json) printJson({ channel: channelId, posted: receipt, readBack: true, deleted: true });
    else print(`${styled('green', 'All well.')} ${receipt.url ?? receipt.id} was published, read back and deleted.`);
  } finally {
    await workshop.close();
  }
}

async function publishAndDelete(outlet: Outlet, remote: RemoteNetwork, ports: Ports): Promise<PostReceipt> {
  const [slot] = slotsOf(trialCampaign(ports.now()), new Date(ports.now()).getUTCFullYear());
  if (slot === undefined) throw new Error('a campaign with an entry has a slot');
  const prepared = await prepare(slot, 'as-written', outlet, ports);
  if (prepared.kind === 'failure') throw new Error(prepared.failure.message);
  const { frozen } = prepared;
  let trail: Trail | null = null;
  const record = async (next: Trail): Promise<void> => {
    trail = next;
  };
  const sent = await remote.send(frozen, {
    picturing: ports.pictures.bySha256,
    trail: null,
    record,
    permit: async () => {},
  });
  if (sent.kind === 'failure') return settle(sent.failure, await remote.find(frozen, trail), remote);
  const found = await remote.find(frozen, trail);
  const left = await remote.remove(sent.receipts);
  const [receipt] = sent.receipts;
  if (left !== null) {
    const message = `${nameOf(receipt)} was published and could not be deleted (${left.message}); delete it by hand.`;
    throw new CommandError(exitCodes.notPublished, message);
  }
  if (found.kind !== 'found') {
    const message = `${nameOf(receipt)} was published and deleted, but could not be read back in between.`;
    throw new CommandError(exitCodes.notPublished, message);
  }
  return receipt;
}

/** After a sending that failed: takes away what stands there all the same, and says what may stand and where to look. */
async function settle(failure: Failure, found: FindResult, remote: RemoteNetwork): Promise<never> {
  const isDefinite = ['refused', 'unavailable', 'unauthorised'].includes(failure.kind);
  const known = found.kind === 'found' || found.kind === 'partial' ? found.receipts : null;
  const told = (words: string) => new CommandError(exitCodes.notPublished, `${words}: ${failure.message}`);
  if (known !== null) {
    const names = known.map(nameOf).join(' and ');
    const left = await remote.remove(known);
    if (left === null) throw told(`The answer was lost, but ${names} was found and deleted`);
    throw told(`${names} was published and could not be deleted (${left.message}); delete it by hand`);
  }
  if (isDefinite || found.kind === 'absent') throw told('The post was not published');
  const account = 'did' in remote.account ? remote.account.did : remote.account.server;
  const text = Object.values(words).map((each) => `“${each.text}”`);
  throw told(
    `Nobody knows whether the post stands on the account (${account}); look there for ${text.join(' or ')}, and delete it by hand`,
  );
}

function nameOf({ url, id }: PostReceipt): string {
  return url ?? id;
}

const words: Readonly<
  Record<Language, { readonly text: string; readonly headline: string; readonly description: string }>
> = {
  hu: {
    text: 'Ez egy próba; a bejegyzés mindjárt törli magát.',
    headline: 'Próba',
    description: 'Lyukas magyar zászló, alatta egyetlen szó.',
  },
  en: {
    text: 'This is a test; the post deletes itself in a moment.',
    headline: 'A test',
    description: 'The Hungarian flag with a hole, and two words under it.',
  },
};

/** A campaign of one entry, due this very minute. */
function trialCampaign(now: Instant): Campaign {
  const local = localOf(now, 'UTC');
  const date = local.slice(0, 10);
  const year = Number(date.slice(0, 4));
  const per = <T>(of: (language: Language) => T) => ({ hu: of('hu'), en: of('en') });
  const card = (language: Language) => {
    const { headline, description } = inLanguage(words, language);
    return { headline, caption: null, credit: 'Emléknap', description };
  };
  return {
    id: 'smoke',
    title: per(() => 'Emléknap'),
    languages: ['hu', 'en'],
    hashtags: per(() => []),
    timeZone: 'UTC',
    year,
    firstDay: date,
    lastDay: date,
    repeatedHour: 'later',
    missingHour: 'after',
    epilogue: false,
    replies: 'everyone',
    sourcesPage: null,
    profile: null,
    sources: new Map(),
    places: new Map(),
    names: [],
    formulas: [],
    mentions: new Map(),
    warnings: new Map(),
    spacingMinutes: 5,
    catchUp: { spacingMinutes: 2, perHour: 6 },
    silences: [],
    style: 'plain',
    theme: plainTheme,
    photographs: new Map(),
    facts: null,
    entries: [
      {
        id: 'smoke',
        kind: 'about',
        date,
        time: local.slice(11),
        certainty: 'chosen',
        events: [],
        retells: [],
        sources: [],
        warning: null,
        lateness: { graceMinutes: 15 },
        mourning: false,
        epilogue: false,
        thread: [
          {
            text: per((language) => ({ bluesky: words[language].text, mastodon: words[language].text })),
            card: {
              kind: 'typographic',
              place: null,
              date,
              theme: plainTheme,
              emblem: null,
              photo: null,
              texts: per(card),
            },
          },
        ],
        origin: { file: 'smoke', path: [], locate: () => ({ file: 'smoke', line: 1, column: 1 }) },
      },
    ],
  };
}

async function ask(question: string): Promise<void> {
  if (process.stdin.isTTY !== true) {
    throw new CommandError(exitCodes.usage, 'There is no one to ask; give --yes if you mean it.');
  }
  remark('This is visible to everybody for a moment.');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`${shown(question, process.stderr)} [y/N] `);
    if (!/^(y|yes|i|igen)$/i.test(answer.trim())) throw new CommandError(exitCodes.ok, 'Nothing was published.');
  } finally {
    asking.close();
  }
}
