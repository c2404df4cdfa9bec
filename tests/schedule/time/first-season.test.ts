import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { networkRules } from '../../../bot/networks/all.ts';
import { checkRendering } from '../../../bot/render/check.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { formatProblem } from '../../../schedule/model/problem.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { folderWithCampaign } from '../../support/future.ts';

async function campaignOf(year: number, text?: string): Promise<readonly Campaign[] | readonly string[]> {
  const folder = await folderWithCampaign({ year, ...(text !== undefined && { text }) });
  try {
    const loaded = await loadCampaigns(folder);
    return loaded.ok ? loaded.value : loaded.problems.map((each) => formatProblem(each).replaceAll(`${folder}/`, ''));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function soundCampaign(year: number, text?: string): Promise<Campaign> {
  const [campaign] = await campaignOf(year, text);
  if (campaign === undefined || typeof campaign === 'string') throw new Error(`not sound: ${campaign}`);
  return campaign;
}

const ids = (campaign: Campaign, year: number) => slotsOf(campaign, year).map(({ id }) => String(id));

describe('a campaign of a year to come', () => {
  it('has no season before its year, one in it and one in every year after it', async () => {
    const campaign = await soundCampaign(2027);
    expect(ids(campaign, 2026)).toEqual([]);
    expect(ids(campaign, 2027)).toEqual(['harbour/dawn@2027-05-10T06:00']);
    expect(ids(campaign, 2028)).toEqual(['harbour/dawn@2028-05-10T06:00']);
  });

  it.each([2026, 2027, 2030, 2250])('is next from 2026 on if it begins in %i', async (year) => {
    const calendar = calendarOf([await soundCampaign(year)]);
    const next = calendar.nextAfter(instantFromIso('2026-11-30T12:00Z'));
    expect(next?.local).toBe(`${Math.max(2027, year)}-05-10T06:00`);
  });

  it('does not hide what another campaign has before it', async () => {
    const calendar = calendarOf([await soundCampaign(2250), await soundCampaign(1900)]);
    expect(calendar.nextAfter(instantFromIso('2026-11-30T12:00Z'))?.local).toBe('2027-05-10T06:00');
    expect(calendar.between(instantFromIso('2250-05-10T03:00Z'), instantFromIso('2250-05-10T05:00Z'))).toHaveLength(2);
  });

  it('is due in its own year', async () => {
    const calendar = calendarOf([await soundCampaign(2027)]);
    const due = calendar.between(instantFromIso('2027-05-10T00:00Z'), instantFromIso('2027-05-11T00:00Z'));
    expect(due.map(({ years }) => years)).toEqual([0]);
  });
});

describe('a check never fails, whatever the year', () => {
  it.each([1, 44, 896, 1848, 2025, 2026, 2027, 2102, 2249, 2250])('%i', async (year) => {
    expect(checkRendering([await soundCampaign(year, 'Hajnal. {{year.in}} {{hashtags}}')], 2026, networkRules)).toEqual(
      [],
    );
  });

  it.each([1, 44, 896, 1848, 2025])('%i with the years that have passed', async (year) => {
    expect(
      checkRendering([await soundCampaign(year, '{{Years.article}} {{years.words}} éve.')], 2026, networkRules),
    ).toEqual([]);
  });

  it.each([-44, 0, 2251, 9999, 10_000])('%i, which is none, is a Problem', async (year) => {
    const problems = await campaignOf(year);
    expect(problems[0]).toMatch(
      /^harbour\/campaign\.yaml:6:7 {2}"year" is too (small; the least is 1|large; the most is 2250)/,
    );
  });
});

describe('an anniversary in the historical year itself', () => {
  it.each(['{{years}} éve.', '{{years.words}}', '{{Years.ordinal}} évforduló', '{{ years.article }} {{years}}'])(
    '%s is a Problem where it is written',
    async (text) => {
      const problems = checkRendering([await soundCampaign(2027, text)], 2026, networkRules);
      const [name] = /\{\{.*?\}\}/u.exec(text) ?? [];
      expect(problems.map(({ line, column, rule, message }) => [line, column, rule, message])).toEqual([
        [
          11,
          15,
          'no-anniversary',
          `${name?.replaceAll(' ', '')} counts the years since 2027, and this is also told in the season of 2027 itself, when there are none; write it without, or correct \`year\` in campaign.yaml.`,
        ],
      ]);
    },
  );

  it('is none once that year is over', async () => {
    expect(checkRendering([await soundCampaign(2027, '{{years}} éve.')], 2028, networkRules)).toEqual([]);
  });
});
