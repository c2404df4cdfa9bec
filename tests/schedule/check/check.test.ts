import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { networkRules } from '../../../bot/networks/all.ts';
import { checkRendering } from '../../../bot/render/check.ts';
import { checkEditorial, editorialRules } from '../../../schedule/check/editorial.ts';
import type { Problem } from '../../../schedule/model/problem.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { loadPhotographs } from '../../../schedule/read/photographs.ts';
import { type BrokenFixture, harbour, layOut, readFixture, stated } from '../../support/broken.ts';

const folder = new URL('../../fixtures/editorial/broken/', import.meta.url);
const names = readdirSync(folder).sort();

/** The Problems of the loader if there are any, else those of the editorial rules. */
async function problemsOf(
  fixture: BrokenFixture,
): Promise<{ problems: readonly Problem[]; as: (p: Problem) => string }> {
  const campaigns = await layOut(fixture, harbour);
  try {
    const photographs = await loadPhotographs(join(campaigns, harbour.name, 'photos'));
    const loaded = await loadCampaigns(campaigns, photographs.ok ? photographs.value : undefined);
    const problems = loaded.ok ? loaded.value.flatMap(checkEditorial) : loaded.problems;
    return { problems, as: (problem) => stated(problem, campaigns, harbour) };
  } finally {
    await rm(campaigns, { recursive: true });
  }
}

describe('an editorial check', () => {
  it.each(names)('%s gives the located messages that it states', async (name) => {
    const fixture = await readFixture(new URL(name, folder));
    expect(fixture.problems, 'a fixture states at least one problem').not.toEqual([]);
    const { problems, as } = await problemsOf(fixture);
    expect(problems.map(as)).toEqual(fixture.problems);
  });

  it('finds nothing in a sound campaign with a fact base', async () => {
    const loaded = await loadCampaigns(harbour.folder);
    expect(
      loaded.ok && [...loaded.value.flatMap(checkEditorial), ...checkRendering(loaded.value, 2027, networkRules)],
    ).toEqual([]);
  });

  it('has no rule that no fixture breaks', async () => {
    const fixtures = await Promise.all(names.map((name) => readFixture(new URL(name, folder))));
    const broken = new Set(fixtures.flatMap(({ problems }) => problems).map((problem) => problem.split(' ')[1]));
    expect(editorialRules.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });

  it('asks nothing of facts of a campaign that has none', async () => {
    const { problems } = await problemsOf({ edits: [], files: { facts: null }, problems: [] });
    expect(problems.filter(({ rule }) => rule !== 'clock-time')).toEqual([]);
  });
});
