/** How requests reach a server: directly, or by the proxy that Node.js was told to use; at most one connection is tried for each. */

import { globalAgent } from 'node:https';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';

/** A connection never came about, so that nothing was sent over it. */
export class Unconnected extends Error {
  override readonly name = 'Unconnected';
}

/**
 * A dispatcher for `fetch`. A request whose connection does not come about fails at once with an Unconnected, and nothing
 * goes on for it: left to itself, `fetch` connects again and again, even for a request that was given up, to a proxy that
 * hangs up (https://github.com/nodejs/undici/issues/3897). By a proxy it goes if Node.js itself would
 * (https://nodejs.org/api/cli.html#node_use_env_proxy1).
 */
export function createConnections(): Dispatcher {
  const isByProxy = globalAgent.options.proxyEnv !== undefined;
  return isByProxy ? new EnvHttpProxyAgent({ factory: poolOf }) : new Agent({ factory: poolOf });
}

/** Where there is a proxy, `connect` is the way through it. */
function poolOf(origin: string | URL, options: Pool.Options): Pool {
  const { connect } = options;
  const isByProxy = typeof connect === 'function';
  const connecting = isByProxy ? connect : buildConnector({ ...connect });
  return new Pool(origin, {
    ...options,
    connect: (target, callback) =>
      connecting(target, (...[error, socket]) => {
        if (error === null) callback(null, socket);
        else
          callback(
            new Unconnected(`no connection${isByProxy ? ' by the proxy' : ''}${each(error)}`, { cause: error }),
            null,
          );
      }),
  });
}

/** Of several addresses that were tried; the Error of all of them has no words of its own. */
function each(error: Error): string {
  if (!(error instanceof AggregateError)) return '';
  return `: ${error.errors.map(({ message }: Error) => message).join(', ')}`;
}
