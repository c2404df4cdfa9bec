/** An account with which nothing can be published where it is configured: why, and what to do. */

import { z } from 'zod';
import type { Failure } from '../../network.ts';
import { sanitised } from '../../wire/sanitised.ts';

const services = z.array(z.unknown()).catch([]);
const shape = z.object({
  active: z.boolean().catch(true),
  status: z.string().catch('not active'),
  didDoc: z.object({ service: services }).catch({ service: [] }),
});
const pds = z.object({
  id: z.string().regex(/(^|^did:[^#]+)#atproto_pds$/),
  serviceEndpoint: z.string().refine((address) => /^https?:$/.test(URL.parse(address)?.protocol ?? '')),
});

/**
 * By the answer to `com.atproto.server.getSession`; null of an account that is active. Where its identity
 * (https://atproto.com/specs/did#did-documents) names another server it may have moved there. That alone says nothing: a
 * service such as bsky.social stands in front of many servers.
 */
export function inactivityIn(said: unknown, did: string, service: string): Failure | null {
  const { active, status, didDoc } = shape.parse(said);
  if (active) return null;
  const todo = `the account ${did} is ${sanitised(status)}; sign in with a browser to see what it needs`;
  const home = didDoc.service.flatMap((each) => pds.safeParse(each).data?.serviceEndpoint ?? [])[0];
  const elsewhere = home === undefined ? service : sanitised(new URL(home).origin);
  if (isBehind(service, elsewhere)) return { kind: 'unauthorised', message: todo };
  const moved = `its identity names ${elsewhere} as its server: if it has moved there, set ${service} to ${elsewhere}, and configure an app password made there`;
  return { kind: 'unauthorised', message: `${todo}; ${moved}` };
}

/** Whether a server is the one configured, or one of those that Bluesky's own service stands in front of. */
function isBehind(service: string, server: string): boolean {
  if (service === server) return true;
  return service === 'https://bsky.social' && /^https:\/\/([a-z0-9-]+\.)+host\.bsky\.network$/.test(server);
}
