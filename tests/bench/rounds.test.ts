import { describe, expect, it } from 'vitest';
import { measure, spreadOf } from '../../bench/rounds.ts';

const once = { seconds: 0, inFlight: 2, perTurn: 4, onRound: () => {} };

describe('a measurement in turns', () => {
  it('gives every contender equally many turns of equally much work, and each its turn at the beginning of a round', async () => {
    const ran: string[] = [];
    const contender = (name: string) => ({ name, run: async () => Uint8Array.of(ran.push(name)) });
    const measured = await measure(['a', 'b', 'c'].map(contender), once);
    expect(measured.map(({ turns }) => turns.length)).toEqual([3, 3, 3]);
    const rounds = ran.slice(3).join('').match(/.{12}/g);
    expect(rounds).toEqual(['aaaabbbbcccc', 'bbbbccccaaaa', 'ccccaaaabbbb']);
  });

  it('keeps as many in flight as it says, and never more', async () => {
    let [now, most] = [0, 0];
    const run = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      return Uint8Array.of(0);
    };
    await measure([{ name: 'a', run }], once);
    expect(most).toBe(2);
  });

  it('counts the CPU that the work took', async () => {
    const busy = async () => {
      const until = performance.now() + 20;
      while (performance.now() < until);
      return Uint8Array.of(0);
    };
    const idle = async () => {
      for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
      return Uint8Array.of(0);
    };
    const [worked, waited] = await measure(
      [
        { name: 'busy', run: busy },
        { name: 'idle', run: idle },
      ],
      once,
    );
    const cpu = (turns: readonly { readonly cpu: number }[] = []) => spreadOf(turns.map((turn) => turn.cpu)).median;
    expect(cpu(worked?.turns)).toBeGreaterThan(cpu(waited?.turns));
  });
});

describe('a spread', () => {
  it('is the median between the quartiles', () => {
    expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, from: 2, to: 4 });
    expect(spreadOf([4, 1])).toEqual({ median: 2.5, from: 1.75, to: 3.25 });
  });
});
