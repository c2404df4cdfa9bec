/** Puts other methods in the place of some of a port's, to see that the laboratory notices. */

import type { Outlet } from '../../../bot/publish/ports.ts';

/** The same port with some other methods. */
export function replaced<T extends object>(port: T, methods: Partial<T>): T {
  return new Proxy(port, {
    get: (target, key) => Reflect.get(key in methods ? methods : target, key),
  });
}

/** The same outlet, whose network does something else. */
export function withNetwork(outlet: Outlet, changes: Partial<Outlet['network']>): Outlet {
  return { ...outlet, network: { ...outlet.network, ...changes } };
}
