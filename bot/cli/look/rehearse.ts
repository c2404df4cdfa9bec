/** `rehearse`: a whole season through the real machinery, with a virtual clock and a ledger that is thrown away. */

import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../../media/whole-file.ts';
import type { Instant } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { accountKeyOf } from '../../channel.ts';
import { orCannotCreate, placesIn } from '../../host/data/places.ts';
import { systemNow } from '../../host/system-clock.ts';
import { openWorkshop } from '../../host/workshop.ts';
import { pass } from '../../publish/carry-out/pass.ts';
import type { Ports } from '../../publish/ports.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type CampaignChoice, compiledOf, remarkLater, seasonOf } from '../loading.ts';
import { outboxChannels } from '../settings/settings.ts';
import { count, eventData, newsLine } from '../words/events.ts';
import { print, printJsonLine, progressBar, remark, styled } from '../words/output.ts';

type RehearseOptions = CampaignChoice & { readonly year?: number; readonly out?: string; readonly json?: true };

export async function rehearse(options: RehearseOptions): Promise<void> {
  const begun = performance.now();
  const { campaigns, ...known } = await compiledOf(options);
  const year = seasonOf(options.year, campaigns, systemNow());
  remarkLater(campaigns, year);
  const folder = options.out ?? join('out', `rehearsal-${year}`);
  const resumed = await enter(folder, { year, campaigns: campaigns.map(({ id }) => id) });

  const instants = [...new Set(campaigns.flatMap((campaign) => slotsOf(campaign, year)).map(({ due }) => due))].sort(
    (a, b) => a - b,
  );
  const [first] = instants;
  if (first === undefined) throw new CommandError(exitCodes.usage, `There is nothing to rehearse in ${year}.`);
  let clock: Instant = first;
  const progress = progressBar(instants.length);
  const places = placesIn(folder);
  const workshop = await openWorkshop({
    isForLooking: true,
    places,
    channels: outboxChannels,
    campaigns,
    known,
    now: () => clock,
    tell(news) {
      if (news.kind === 'lease') process.exitCode = exitCodes.notPublished;
      if (news.kind !== 'publication') remark(newsLine(news));
      else if (options.json) printJsonLine(eventData(news.event));
      else if (news.event.kind !== 'published') print(newsLine(news));
    },
  });
  try {
    await workshop.connect();
    if (resumed && !options.json) print('Going on with the rehearsal that was interrupted here.');
    for (const [index, due] of instants.entries()) {
      clock = due;
      await pass(workshop.ports());
      progress.step(index + 1, new Date(due).toISOString().slice(0, 16).replace('T', ' '));
    }
    progress.end();
    const page = await workshop.writePage();
    const tally = await tallyOf(workshop.ports());
    await workshop.close();
    await leave(folder);
    const summary = { ...tally, seconds: Math.round((performance.now() - begun) / 100) / 10 };
    if (options.json) printJsonLine(summary);
    else print(closing(summary, year, page ?? places.outbox));
    if (summary.failed + summary.missed > 0) process.exitCode = exitCodes.notPublished;
  } catch (error) {
    progress.end();
    await workshop.close();
    throw error;
  }
}

type Tally = Awaited<ReturnType<typeof tallyOf>>;

/** Counted from the ledger, so that it is right for a rehearsal that was interrupted too. */
async function tallyOf({ ledger, outlets, calendar }: Ports) {
  const recorded = await Promise.all(
    outlets.map(({ channel }) => ledger.publications(accountKeyOf(channel.account), channel.language)),
  );
  const all = recorded.flat();
  const published = all.flatMap((each) => (each.state === 'published' ? [each] : []));
  const pictures = new Map(
    published.flatMap(({ due }) =>
      calendar
        .between(due, due)
        .map(({ id, entry }) => [id, entry.thread.filter(({ card }) => card !== null).length] as const),
    ),
  );
  const missed = all.filter(({ state }) => state === 'missed').length;
  return {
    slots: new Set(all.map(({ slot }) => slot)).size,
    publications: published.length,
    posts: published.reduce((sum, { receipts }) => sum + receipts.length, 0),
    images: published.reduce((sum, { slot }) => sum + (pictures.get(slot) ?? 0), 0),
    late: published.filter(({ publishedAt, due }) => publishedAt - due >= 60_000).length,
    missed,
    failed: all.length - published.length - missed,
  };
}

function closing(
  { slots, publications, posts, images, late, missed, failed, seconds }: Tally & { readonly seconds: number },
  year: number,
  page: string,
): string {
  const good = missed + failed === 0;
  const verdict = styled(good ? 'green' : 'red', `${missed} missed, ${failed} failed`);
  return [
    `The season of ${year}, rehearsed in ${seconds} s: ${count(slots, 'slot')}, ${count(publications, 'publication')}, ${count(posts, 'post')}, ${count(images, 'picture')}; ${late} late, ${verdict}.`,
    `Look at it: ${styled('bold', page)}`,
  ].join('\n');
}

type Rehearsal = { readonly year: number; readonly campaigns: readonly string[] };

const marker = 'rehearsal.json';

/**
 * Makes a folder ready: an interrupted rehearsal of the same season is gone on with (true), a finished or different one
 * makes room. Throws a CommandError for a folder with anything else in it, so that nobody's files are ever removed.
 */
async function enter(folder: string, rehearsal: Rehearsal): Promise<boolean> {
  return orCannotCreate(folder, enterFolder(folder, JSON.stringify(rehearsal)));
}

async function enterFolder(folder: string, wanted: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.length > 0) {
    if (!names.includes(marker)) {
      throw new CommandError(exitCodes.cannotCreate, `${folder} holds other files; give another folder with --out.`);
    }
    if ((await readFile(join(folder, marker), 'utf8')) === wanted) return true;
    await clear(folder);
  }
  await writeWhole(join(folder, marker), wanted);
  return false;
}

/** Marks the rehearsal as finished and throws its ledger away. */
async function leave(folder: string): Promise<void> {
  await removeLedger(folder);
  await writeWhole(join(folder, marker), JSON.stringify({ finished: true }));
}

async function clear(folder: string): Promise<void> {
  await removeLedger(folder);
  await rm(placesIn(folder).outbox, { recursive: true, force: true });
}

async function removeLedger(folder: string): Promise<void> {
  const { ledger } = placesIn(folder);
  for (const file of [ledger, `${ledger}-wal`, `${ledger}-shm`]) await rm(file, { force: true });
}
