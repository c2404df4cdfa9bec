import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { networkRules } from '../../../bot/networks/all.ts';
import { checkRendering } from '../../../bot/render/check.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { layOut, liberty, readFixture, stated } from '../../support/broken.ts';

const folder = new URL('../../fixtures/broken/', import.meta.url);
const names = readdirSync(folder).sort();

it('there are at least thirty kinds of broken campaigns', () => {
  expect(names.length).toBeGreaterThanOrEqual(30);
});

it.each(names)('%s gives the located messages that it states', async (name) => {
  const fixture = await readFixture(new URL(name, folder));
  expect(fixture.problems, 'a fixture states at least one problem').not.toEqual([]);
  const campaigns = await layOut(fixture, liberty);
  try {
    const loaded = await loadCampaigns(campaigns);
    const problems = loaded.ok ? checkRendering(loaded.value, 2027, networkRules) : loaded.problems;
    expect(problems.map((problem) => stated(problem, campaigns, liberty))).toEqual(fixture.problems);
  } finally {
    await rm(campaigns, { recursive: true });
  }
});

it('the sound campaign that they are made from has no problem', async () => {
  const loaded = await loadCampaigns(liberty.folder);
  expect(loaded.ok && checkRendering(loaded.value, 2027, networkRules)).toEqual([]);
});
