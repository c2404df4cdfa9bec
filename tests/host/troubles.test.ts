import { describe, expect, it } from 'vitest';
import { createTroubles } from '../../bot/host/troubles.ts';

const full = () => new AggregateError([new Error('the disk is full')]);

function listen() {
  const told: string[] = [];
  let clock = 0;
  const log = {
    error: (_: unknown, channel: string) => told.push(`${channel} error`),
    mended: (channel: string) => told.push(`${channel} mended`),
  };
  const minutesLater = (minutes: number): void => {
    clock += minutes * 60_000;
  };
  return { ...createTroubles(log, () => clock), told, minutesLater };
}

describe('what stops the passes of a channel', () => {
  it('is told when it begins and when it is over, and not in between', () => {
    const { met, over, told } = listen();
    over('a', 'did something');
    for (let beats = 0; beats < 3; beats += 1) {
      met('a', full());
      met('a', new Error('no room for a picture'));
      met('b', full());
    }
    over('a', 'did something');
    over('a', 'did something');
    met('a', full());
    expect(told).toEqual(['a error', 'a error', 'b error', 'a mended', 'a error']);
  });

  it('is not over because nothing was tried for some minutes', () => {
    const { met, over, told, minutesLater } = listen();
    met('a', full());
    minutesLater(9);
    over('a', 'had nothing to do');
    met('a', full());
    minutesLater(10);
    over('a', 'had nothing to do');
    expect(told).toEqual(['a error', 'a mended']);
  });
});
