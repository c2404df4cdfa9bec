import { describe, expect, it } from 'vitest';
import { columnsOf, figure, ratio, rowsOf } from '../../bench/measure/result.ts';
import { quantile, spreadOf } from '../../bench/measure/spread.ts';

describe('a spread', () => {
  it('is the median between the quartiles', () => {
    expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, from: 2, to: 4 });
    expect(spreadOf([4, 1])).toEqual({ median: 2.5, from: 1.75, to: 3.25 });
    expect(spreadOf([7])).toEqual({ median: 7, from: 7, to: 7 });
  });

  it('is not made of nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('has every share of its values', () => {
    const values = Array.from({ length: 101 }, (_, index) => index);
    expect([0, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([0, 50, 99, 100]);
  });
});

describe('the rows of a result', () => {
  const measured = [
    { name: 'bare', turns: [{ wall: 10 }, { wall: 40 }, { wall: 20 }] },
    {
      name: 'tick',
      turns: [
        { wall: 30, calls: 2 },
        { wall: 120, calls: 2 },
        { wall: 80, calls: 2 },
      ],
    },
  ];
  const figures = [
    figure('wall', 'wall ms', 0),
    ratio('toBare', 'to bare', { of: 'wall', to: 'bare' }),
    figure('calls', 'calls', 0),
  ];

  it('take a ratio within each round, not of the medians', () => {
    const [bare, tick] = rowsOf(measured, figures);
    expect(tick?.figures['toBare']).toEqual({ median: 3, from: 3, to: 3.5 });
    expect(bare?.figures['toBare']?.median).toBe(1);
    expect(tick?.turns).toBe(3);
  });

  it('leave out what was not measured', () => {
    const [bare] = rowsOf(measured, [...figures, ratio('toNobody', '', { of: 'wall', to: 'nobody' })]);
    expect(Object.keys(bare?.figures ?? {})).toEqual(['wall', 'toBare']);
  });

  it('have columns that can be kept as JSON', () => {
    const columns = columnsOf(figures);
    expect(JSON.parse(JSON.stringify(columns))).toEqual(columns);
    expect(columns.map(({ isPortable }) => isPortable)).toEqual([false, true, false]);
  });
});
