/** Builds everything a publishing command works with: the one place where adapters are constructed. */

import { mkdir } from 'node:fs/promises';
import { createPictureCache } from '../../media/cache.ts';
import { calendarOf } from '../../schedule/calendar.ts';
import type { Campaign } from '../../schedule/campaign.ts';
import type { Instant } from '../../schedule/instant.ts';
import type { Problem } from '../../schedule/problem.ts';
import { slotsOf } from '../../schedule/slots.ts';
import { suggestion } from '../../schedule/suggest.ts';
import { accountKeyOf, type Channel, publishes } from '../channel.ts';
import { openLedger } from '../ledger/sqlite.ts';
import { createOutbox } from '../networks/outbox/outbox.ts';
import { writeTimeline } from '../networks/outbox/timeline.ts';
import type { Outlet, Ports, PublishEvent } from '../publish/ports.ts';
import { capabilitiesOf } from '../render/capabilities.ts';
import { renderThread } from '../render/render.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { capabilityFileOf, orProblems } from './loading.ts';
import { orCannotCreate, type Places } from './places.ts';

export type Workshop = {
  readonly ports: Ports;
  /** Brings the outbox page up to date; the path of the page. */
  readonly writePage: () => Promise<string>;
  readonly close: () => Promise<void>;
};

type Commission = {
  readonly places: Places;
  readonly channels: readonly Channel[];
  readonly campaigns: readonly Campaign[];
  readonly now: () => Instant;
  readonly report: (event: PublishEvent) => void;
};

/**
 * Opens the ledger and makes an outlet for every channel. Throws a CommandError if a folder cannot be written, the
 * ledger cannot be opened, or a channel names a campaign that is not there.
 */
export async function openWorkshop({ places, channels, campaigns, now, report }: Commission): Promise<Workshop> {
  for (const channel of channels) checkCampaigns(channel, campaigns);
  const capabilities = await capabilityFileOf(places.capabilities);
  await orCannotCreate(places.outbox, mkdir(places.outbox, { recursive: true }));
  const outlets = channels.map(
    (channel): Outlet => ({
      channel,
      network: createOutbox({ folder: places.outbox, account: channel.account }),
      capabilities: capabilitiesOf(capabilities, accountKeyOf(channel.account), channel.network),
    }),
  );
  checkSeason(outlets, campaigns, new Date(now()).getUTCFullYear());
  const ledger = await orCannotCreate(places.ledger, openLedger(places.ledger));
  return {
    ports: {
      outlets,
      ledger,
      pictures: createPictureCache(places.pictures),
      calendar: calendarOf(campaigns),
      now,
      report,
    },
    writePage: () => writeTimeline(places.outbox),
    close: () => ledger.close(),
  };
}

/** Refuses to start with a thread that could not be rendered when it is due, this season or the next. */
function checkSeason(outlets: readonly Outlet[], campaigns: readonly Campaign[], year: number): void {
  const problems = new Map<string, Problem>();
  for (const { channel, capabilities } of outlets) {
    const target = { network: channel.network, language: channel.language, capabilities };
    const slots = campaigns
      .filter((campaign) => publishes(channel, campaign))
      .flatMap((campaign) => [...slotsOf(campaign, year), ...slotsOf(campaign, year + 1)]);
    for (const slot of slots) {
      const rendered = renderThread(slot, target);
      if (!rendered.ok) for (const problem of rendered.problems) problems.set(JSON.stringify(problem), problem);
    }
  }
  const [first, ...rest] = [...problems.values()];
  if (first !== undefined) orProblems({ ok: false, problems: [first, ...rest] });
}

function checkCampaigns({ id, campaigns: named }: Channel, campaigns: readonly Campaign[]): void {
  const known = campaigns.map((campaign) => campaign.id);
  const missing = named?.find((campaign) => !known.includes(campaign));
  if (missing === undefined) return;
  const message = `The channel ${id} is set up for a campaign that is not there. ${suggestion(missing, known)}`;
  throw new CommandError(exitCodes.config, message);
}
