/** Shares out orders among worker threads. */

import { Worker } from 'node:worker_threads';
import type { Order, Report } from './worker.ts';

/** Carries out all orders, `size` at a time; told of each report as it comes. Rejects with the first error of a worker. */
export async function withCrew(
  orders: readonly Order[],
  size: number,
  onReport: (report: Report, order: Order) => void,
): Promise<void> {
  const waiting = [...orders];
  const member = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
        onReport(await answerOf(worker, order), order);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: size }, member));
}

function answerOf(worker: Worker, order: Order): Promise<Report> {
  return new Promise((resolve, reject) => {
    worker.once('message', (report: Report) => {
      worker.removeListener('error', reject);
      resolve(report);
    });
    worker.once('error', reject);
    worker.postMessage(order);
  });
}
