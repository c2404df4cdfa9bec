/** A thread that does what it is told of the simulated laboratory, one order after another. */

import { parentPort } from 'node:worker_threads';
import { addMix, type Mixes, noMixes, type Rehearsed, type Tried } from './findings.ts';
import { columns, tryColumn } from './matrix.ts';
import { rehearse } from './rehearsal.ts';
import { runMix } from './season/mix.ts';

export type Order =
  | { readonly kind: 'mixes'; readonly seed: number; readonly runs: number }
  | { readonly kind: 'column'; readonly column: number }
  | { readonly kind: 'rehearsal'; readonly season: number; readonly seed: number };

export type Report =
  | { readonly kind: 'mixes'; readonly mixes: Mixes }
  | { readonly kind: 'column'; readonly tried: readonly Tried[] }
  | { readonly kind: 'rehearsal'; readonly rehearsed: Rehearsed };

async function carryOut(order: Order): Promise<Report> {
  switch (order.kind) {
    case 'mixes': {
      const mixes = noMixes();
      for (let run = 0; run < order.runs; run += 1) {
        const { seed, settled, missed, excused, met, broken, errors } = await runMix(order.seed + run);
        addMix(mixes, { seed, settled, missed, excused, met, troubles: [...broken, ...errors] });
      }
      return { kind: 'mixes', mixes };
    }
    case 'column': {
      const column = columns[order.column];
      return { kind: 'column', tried: column === undefined ? [] : await tryColumn(column) };
    }
    case 'rehearsal':
      return { kind: 'rehearsal', rehearsed: await rehearse(order.season, order.seed) };
  }
}

parentPort?.on('message', (order: Order) => {
  carryOut(order).then(
    (report) => parentPort?.postMessage(report),
    (error: unknown) => {
      throw error;
    },
  );
});
