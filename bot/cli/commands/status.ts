/** `status`: what happened on every channel, and what is next. */

import { existsSync } from 'node:fs';
import { calendarOf } from '../../../schedule/calendar.ts';
import type { Campaign } from '../../../schedule/campaign.ts';
import { type Instant, toIso } from '../../../schedule/instant.ts';
import { accountKeyOf, type Channel, publishes } from '../../channel.ts';
import type { Ledger, Publication } from '../../ledger/ledger.ts';
import { openLedger } from '../../ledger/sqlite.ts';
import { count } from '../events.ts';
import { type CampaignChoice, campaignsOf, systemNow } from '../loading.ts';
import { print, printJson, styled } from '../output.ts';
import { placesIn } from '../places.ts';
import { readSettings } from '../settings.ts';

export async function status(options: CampaignChoice & { readonly json?: true }): Promise<void> {
  const settings = readSettings();
  const campaigns = await campaignsOf(options);
  const { ledger: file } = placesIn(settings.data);
  const ledger = existsSync(file) ? await openLedger(file) : null;
  try {
    const now = systemNow();
    const reports = [];
    for (const channel of settings.channels) reports.push(await reportOn(channel, campaigns, ledger, now));
    if (options.json) printJson({ now: toIso(now), channels: reports });
    else print(reports.map(page).join('\n\n'));
  } finally {
    await ledger?.close();
  }
}

type Report = Awaited<ReturnType<typeof reportOn>>;

async function reportOn(channel: Channel, campaigns: readonly Campaign[], ledger: Ledger | null, now: Instant) {
  const account = accountKeyOf(channel.account);
  const startedAt = (await ledger?.startOf(account, channel.language)) ?? null;
  const publications = (await ledger?.publications(account, channel.language)) ?? [];
  const next = calendarOf(campaigns.filter((campaign) => publishes(channel, campaign))).nextAfter(now);
  const of = (state: Publication['state']) => publications.filter((publication) => publication.state === state);
  return {
    channel: channel.id,
    network: channel.network,
    language: channel.language,
    destination: channel.destination,
    startedAt: startedAt === null ? null : toIso(startedAt),
    published: of('published').length,
    missed: of('missed').map(({ slot }) => slot),
    failed: publications.flatMap((each) =>
      each.state === 'failed' ? [{ slot: each.slot, failure: each.failure }] : [],
    ),
    underWay: publications.flatMap((each) =>
      each.state === 'intended'
        ? [{ slot: each.slot, attempts: each.attempts, lastFailure: each.lastFailure?.failure ?? null }]
        : [],
    ),
    next: next === null ? null : { slot: next.id, due: toIso(next.due), local: next.local },
  };
}

function page(report: Report): string {
  const { startedAt, published, missed, failed, underWay, next } = report;
  const heading = `${styled('bold', report.channel)}  ${report.network}, ${report.language}, to the ${report.destination}`;
  if (startedAt === null) return [heading, '  never ran', nextLine(next)].join('\n');
  return [
    heading,
    `  running since ${startedAt}: ${published} published, ${missed.length} missed, ${failed.length} failed, ${underWay.length} under way`,
    ...missed.map((slot) => `  ${styled('yellow', 'missed')}  ${slot}`),
    ...failed.map(({ slot, failure }) => `  ${styled('red', 'failed')}  ${slot}: ${failure.message}`),
    ...underWay.map(
      ({ slot, attempts, lastFailure }) =>
        `  under way  ${slot}: ${count(attempts, 'attempt')}${lastFailure === null ? '' : `, last ${lastFailure.message}`}`,
    ),
    nextLine(next),
  ].join('\n');
}

function nextLine(next: Report['next']): string {
  return next === null ? '  nothing is planned' : `  next: ${next.slot} (${next.due})`;
}
