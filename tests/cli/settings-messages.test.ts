import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { campaignFaults } from '../../bot/cli/settings/channel-campaigns.ts';
import { parseSettings } from '../../bot/cli/settings/settings.ts';
import { faultReport } from '../../bot/host/settings/fault.ts';
import type { Campaign } from '../../schedule/model/campaign.ts';
import { loadCampaigns } from '../../schedule/read/load.ts';

const folder = new URL('../fixtures/settings/', import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.env') ? [file.slice(0, -4)] : []));

/** One that is written in English alone, or also one in both languages. */
async function campaignsFor(name: string): Promise<readonly Campaign[]> {
  const sound = await loadCampaigns(new URL('../fixtures/sound', import.meta.url).pathname);
  if (!sound.ok) throw new Error('the fixture is sound');
  const [both] = sound.value;
  const english: Campaign = { ...both, id: 'english-only', languages: ['en'] };
  const hungarian: Campaign = { ...both, id: 'hungary-1956' };
  return name === 'no-campaign-in-its-language' ? [english] : [english, hungarian];
}

it.each(names)('%s.env is refused in exactly the words of its .txt, which show none of its secrets', async (name) => {
  const settings = parseSettings(text(`${name}.env`), {});
  const faults = settings.ok ? campaignFaults(settings.value, await campaignsFor(name)) : settings.faults;
  const report = faultReport(faults);
  expect(`${report}\n`).toBe(text(`${name}.txt`));
  expect(report).not.toMatch(/abcd|correct-horse|abc.?123/);
});
