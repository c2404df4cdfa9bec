import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../schedule/check/events/coverage.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { harbour, liberty, type SoundCampaign } from '../../support/broken.ts';

async function load({ folder }: SoundCampaign): Promise<Campaign> {
  const loaded = await loadCampaigns(folder);
  if (!loaded.ok) throw new Error('the sound campaign cannot be loaded');
  return loaded.value[0];
}

describe('coverage', () => {
  it('puts every event of the fact base into one list', async () => {
    const campaign = await load(harbour);
    const coverage = coverageOf(campaign);
    expect(coverage?.told.map(({ event, entry }) => [event.id, entry])).toEqual([
      ['strike-begins', 'strike-begins'],
      ['leaflets', 'strike-begins'],
      ['meeting', 'meeting'],
      ['fall', 'fall'],
      ['funeral', 'funeral'],
    ]);
    expect(coverage?.leftOut.map(({ event, why }) => [event.id, why.rules])).toEqual([['rumour', ['E01']]]);
    expect(coverage?.notTold.map(({ id }) => id)).toEqual(['collection']);
    expect(coverage?.undated.map(({ id }) => id)).toEqual(['song']);
    expect(coverage?.later.map(({ id }) => id)).toEqual(['work-resumes']);
  });

  it('counts an event as told that is only told again', async () => {
    const campaign = await load(harbour);
    const entries = campaign.entries.map((entry) => ({ ...entry, events: [], retells: entry.events }));
    expect(coverageOf({ ...campaign, entries })?.told).toEqual(coverageOf(campaign)?.told);
  });

  it('counts an event that is left out and told as told', async () => {
    const campaign = await load(harbour);
    const [first] = campaign.entries;
    if (first === undefined) throw new Error('the campaign has an entry');
    const coverage = coverageOf({ ...campaign, entries: [{ ...first, events: ['rumour'] }] });
    expect(coverage?.leftOut).toEqual([]);
    expect(coverage?.told.map(({ event }) => event.id)).toEqual(['rumour']);
  });

  it('is unknown without a fact base', async () => {
    expect(coverageOf(await load(liberty))).toBeNull();
  });
});
