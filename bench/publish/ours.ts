/** Our own adapters, with what they record kept in memory: they alone are measured, not the disk. */

import type { Frozen, RemoteNetwork, Trail } from '../../bot/networks/network.ts';
import type { Picture } from '../../media/card.ts';
import { newDesk } from '../../tests/support/desk.ts';
import type { Piece } from './piece.ts';
import { both, type Client, timed } from './way.ts';

export function clientOf<F extends Frozen<N>, T extends Trail<N>, N extends string>(
  network: Pick<RemoteNetwork<F, T>, 'freeze' | 'prepare' | 'send'>,
): Client {
  const frozenOf = ({ thread, posts }: Piece): Promise<F> =>
    network.freeze(
      thread,
      posts.map(({ pictures }): readonly Picture[] => pictures),
    );
  const send = async (piece: Piece, isReady: boolean): Promise<number> => {
    const desk = newDesk();
    const frozen = await frozenOf(piece);
    const sending = () => desk.sending<T>(frozen, piece.picturing);
    if (isReady) {
      const failure = await network.prepare(frozen, sending());
      if (failure !== null) throw new Error(failure.message);
    }
    return timed(async () => {
      const result = await network.send(frozen, { ...sending(), isPrepared: isReady });
      if (result.kind === 'failure') throw new Error(result.failure.message);
    });
  };
  return { atOnce: both((piece) => send(piece, false)), due: both((piece) => send(piece, true)) };
}
