import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ground, layGround } from './ground.ts';
import { lossesIn } from './judge.ts';
import { tryOne } from './trial.ts';

describe('changed files', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await layGround();
  });
  afterAll(() => ground.remove());

  const outcomes = { told: 0, sound: 0, failed: 0 };
  it.each([1000, 2000, 3000, 4000])(
    'lose nothing, and are never an error of the program, from seed %i on',
    async (first) => {
      const failed: string[] = [];
      for (let seed = first; seed < first + 60; seed += 1) {
        const { file, changes, outcome, failures } = await tryOne(ground, seed);
        outcomes[outcome] += 1;
        failed.push(...failures.map((each) => `${seed}  ${file}: ${changes.join('; ')}: ${each}`));
      }
      expect(failed).toEqual([]);
    },
  );

  it('are told of or sound: trials with one outcome alone try nothing', () => {
    expect(outcomes.told).toBeGreaterThan(60);
    expect(outcomes.sound).toBeGreaterThan(20);
  });

  it('are the same for the same seed', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const [one, other] = [await tryOne(ground, seed), await tryOne(ground, seed)];
      expect(one.after.equals(other.after)).toBe(true);
      expect({ ...one, after: null }).toEqual({ ...other, after: null });
    }
  });

  it.each([
    ['campaigns/hungary-1956/days/1956-10-26.yaml', 'campaigns/hungary-1956/days'],
    ['campaigns/hungary-1956/epilogue/1956-11-07.yaml', 'campaigns/hungary-1956/epilogue'],
  ])('whose loss would be noticed: %s', async (path, folder) => {
    const source = ground.sources.find((each) => each.path === path);
    if (source === undefined) throw new Error(`there is no ${path}`);
    expect(source.path.startsWith(folder)).toBe(true);
    const expected = ground.entriesOf(source);
    await ground.loadWith(source, source.bytes, undefined, ({ campaigns }) => {
      if (!campaigns.ok) throw new Error('the real campaigns are not sound');
      const [campaign] = campaigns.value;
      expect(lossesIn(campaign, expected)).toEqual([]);
      const without = { ...campaign, entries: campaign.entries.filter(({ id }) => id !== expected[0]?.id) };
      expect(lossesIn(without, expected)).toHaveLength(1);
    });
  });
});
