/** The exploration in short: one fault everywhere. `npm run faults -- --only explored` goes to three. */

import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import { exploreApart } from './lanes.ts';
import { plants } from './plants.ts';
import { scenes } from './scene.ts';

/** As long as requests are acted on at once, Mastodon 4.5 and 4.6.5 differ from 4.6.7 in little: they are left to the long run. */
const few = scenes.filter(({ name }) => !/^Mastodon (4\.5|4\.6\.5)/.test(name));

it.each(few)('$name keeps both promises in every state that one fault leads to', async (scene) => {
  const { broken, ends, endings } = await explore(scene, 1);
  expect(broken).toEqual([]);
  expect(ends).toBeGreaterThan(10);
  expect(endings).toMatchObject({ published: expect.any(Number), missed: expect.any(Number) });
});

it('comes to the same states again', async () => {
  const [scene] = scenes;
  if (scene === undefined) throw new Error('there is no scene');
  const first = await explore(scene, 1);
  expect(await explore(scene, 1)).toEqual(first);
});

describe('finds that', () => {
  it.each(plants)('$name', async ({ scene, faults, ...plant }) => {
    const { broken } = await exploreApart({ scene, faults, isOneEnough: true, plant: { ...plant, scene, faults } });
    expect(broken).not.toEqual([]);
  });

  it('has ten faults to find, each in a place of its own', () => {
    expect(new Set(plants.map(({ file, wrong }) => `${file} ${wrong}`)).size).toBe(10);
  });
});
