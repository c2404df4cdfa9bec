import { expect, it } from 'vitest';
import { beatsOf } from '../../bot/host/beats.ts';

it('a channel that is still at it is left out of a beat, and keeps no other waiting', async () => {
  const worked: string[] = [];
  let finish = (): void => {};
  const hanging = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const beats = beatsOf(['slow', 'quick'], async (channel) => {
    worked.push(channel);
    if (channel === 'slow') await hanging;
  });
  for (let times = 0; times < 3; times += 1) {
    beats.beat();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(worked).toEqual(['slow', 'quick', 'quick', 'quick']);
  const ended = beats.ended();
  finish();
  await ended;
  beats.beat();
  expect(worked.filter((channel) => channel === 'slow')).toHaveLength(2);
  await beats.ended();
});
