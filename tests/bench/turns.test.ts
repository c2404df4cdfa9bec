import { describe, expect, it } from 'vitest';
import { inFlight, perTurn, turnOf } from '../../bench/cards/way.ts';
import { contender, takeTurns } from '../../bench/measure/turns.ts';

describe('a measurement in turns', () => {
  it('gives every contender equally many turns, and each its turn at the beginning of a round', async () => {
    const ran: string[] = [];
    const all = ['a', 'b', 'c'].map((name) => contender(name, async () => ({ at: ran.push(name) })));
    const measured = await takeTurns(all, { seconds: 0 });
    expect(ran.join('')).toBe('abcbcacab');
    expect(measured.map(({ name, turns }) => [name, turns.map(({ at }) => at)])).toEqual([
      ['a', [1, 6, 8]],
      ['b', [2, 4, 9]],
      ['c', [3, 5, 7]],
    ]);
  });

  it('keeps the rows of a turn apart', async () => {
    const turn = async () => [{ wall: 3 }, { wall: 1 }];
    const measured = await takeTurns([{ name: 'tick', rows: ['first', 'again'], turn }], { seconds: 0, rounds: 2 });
    expect(measured).toEqual([
      { name: 'first', turns: [{ wall: 3 }, { wall: 3 }] },
      { name: 'again', turns: [{ wall: 1 }, { wall: 1 }] },
    ]);
  });

  it('goes on as long as it was told to', async () => {
    const slow = contender('slow', async () => {
      const until = performance.now() + 2;
      while (performance.now() < until);
      return {};
    });
    const [measured] = await takeTurns([slow], { seconds: 0.02, rounds: 1 });
    expect(measured?.turns.length).toBeGreaterThan(1);
  });
});

describe('a turn of drawing', () => {
  it('draws as many cards as it says, and keeps as many in flight', async () => {
    let [now, most, drawn] = [0, 0, 0];
    const { kilobytes } = await turnOf(async () => {
      now += 1;
      drawn += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      return new Uint8Array(2000);
    });
    expect([drawn, most, kilobytes]).toEqual([perTurn, inFlight, 2]);
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
    const [worked, waited] = [await turnOf(busy), await turnOf(idle)];
    expect(worked['cpu']).toBeGreaterThan(waited['cpu'] ?? Number.NaN);
  });
});
