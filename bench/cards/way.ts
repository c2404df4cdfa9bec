/** A way to draw the cards of a kind, and how many of them it draws in a turn. */

import type { Readings } from '../measure/turns.ts';

/** Draws the next card; what it resolves to is the whole JPEG, so that nothing can be left out. */
export type Way = { readonly name: string; readonly draw: () => Promise<Uint8Array> };

export const inFlight = 2;
export const perTurn = 4;

/** `perSecond`: cards; `cpu`: milliseconds a card, of all threads; `bytes`: a card's, on average. */
export async function turnOf(draw: Way['draw']): Promise<Readings> {
  const [before, begun] = [process.cpuUsage(), performance.now()];
  let [left, bytes] = [perTurn, 0];
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const picture = await draw();
      bytes += picture.length;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { perSecond: perTurn / seconds, cpu: (user + system) / 1000 / perTurn, kilobytes: bytes / perTurn / 1000 };
}
