/** What a way asks of a server for one publication, by a client begun anew that has published there before. */

import type { NetworkName } from '../../bot/networks/all.ts';
import { type ProxiedAnswer, type ProxyServer, startProxy } from '../../tests/support/proxy.ts';
import type { Readings } from '../measure/turns.ts';
import type { Pieces, Shape } from './piece.ts';
import type { Way } from './way.ts';

export type Counter = {
  readonly proxy: ProxyServer;
  readonly count: (way: Way, shape: Shape, network: NetworkName) => Promise<Readings | null>;
};

/** Everything goes through a proxy, which makes it slower: nothing is timed here. Null of a way that has no such shape. */
export async function newCounter(origin: string, pieces: Pieces): Promise<Counter> {
  const proxy = await startProxy(origin);
  proxy.meddle(async (_, forward) => readdressed(await forward(), origin, proxy.origin));
  return {
    proxy,
    async count({ open }, shape, network) {
      const before = await open(proxy.origin);
      const known = before.atOnce[shape];
      await known?.(pieces.next(shape, network));
      if (known === undefined) return null;
      proxy.forget();
      const anew = await open(proxy.origin);
      await anew.atOnce[shape]?.(pieces.next(shape, network));
      const { requests } = proxy;
      const sent = requests.reduce((sum, { body }) => sum + body.byteLength, 0);
      return {
        requests: requests.length,
        logins: requests.filter(({ path }) => path.includes('createSession')).length,
        kilobytes: sent / 1000,
      };
    },
  };
}

/** A client that goes where the server says it is comes through the proxy, too. */
function readdressed(answer: ProxiedAnswer, from: string, to: string): ProxiedAnswer {
  const body = Buffer.from(answer.body).toString('utf8');
  return body.includes(from) ? { ...answer, body: body.replaceAll(from, to) } : answer;
}
