/** Which software a server runs, and how far it keeps a status from being published twice. */

import { z } from 'zod';
import { ForeignOrigin } from '../../wire/http.ts';

/** As NodeInfo names it; null where the server does not say. */
export type Software = { readonly name: string; readonly version: string } | null;

export type DuplicatePolicy = {
  /** Whether an Idempotency-Key publishes nothing again within its hour, once the first request with it is over. */
  readonly keysHonoured: boolean;
  /** Whether a media id can be attached to one status only, so that its post cannot be published twice. */
  readonly mediaAttachOnce: boolean;
  /** Whether a status keeps the language it was posted in; snac makes every one English. */
  readonly keepsLanguage: boolean;
};

/**
 * Mastodon and Hollo honour keys; only Mastodon since 4.6.0 takes a lock on them, so that is not relied on. GoToSocial
 * and snac ignore them, Mitra forgets them when it restarts, and the Pleroma family shares them between accounts. Mastodon
 * before 4.3 publishes a status without those of its pictures that it does not know or has attached already. Of unknown
 * software nothing is assumed.
 */
export function duplicatePolicyOf(software: Software): DuplicatePolicy {
  switch (software?.name) {
    case 'mastodon':
      return { keysHonoured: true, mediaAttachOnce: declinesUnknownMedia(software.version), keepsLanguage: true };
    case 'hollo':
      return { keysHonoured: true, mediaAttachOnce: true, keepsLanguage: true };
    case 'gotosocial':
      return { keysHonoured: false, mediaAttachOnce: true, keepsLanguage: true };
    default:
      return { keysHonoured: false, mediaAttachOnce: false, keepsLanguage: false };
  }
}

/** Since 4.3.0: https://github.com/mastodon/mastodon/pull/31681. */
function declinesUnknownMedia(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (/^4\.3\.0-/.test(version)) return false;
  return Number(major) > 4 || (Number(major) === 4 && Number(minor) >= 3);
}

const links = z.object({ links: z.array(z.object({ rel: z.string(), href: z.string() })) });
const nodeInfo = z.object({ software: z.object({ name: z.string(), version: z.string() }) });

/**
 * Asks by NodeInfo (https://nodeinfo.diaspora.software/protocol); null if the server has none or points to another
 * server. Throws if it cannot be reached or has a trouble of its own, because what it would have said is not known then.
 */
export async function softwareOf(origin: string, ask: typeof fetch): Promise<Software> {
  const known = links.safeParse(await jsonFrom(ask, `${origin}/.well-known/nodeinfo`));
  const link = known.data?.links.find(({ rel }) => nodeInfoRel.test(rel));
  if (link === undefined || !URL.canParse(link.href, origin)) return null;
  const parsed = nodeInfo.safeParse(await jsonFrom(ask, new URL(link.href, origin).href));
  if (!parsed.success) return null;
  const { name, version } = parsed.data.software;
  return { name: name.toLowerCase(), version };
}

const nodeInfoRel = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/2\.\d$/;

async function jsonFrom(ask: typeof fetch, address: string): Promise<unknown> {
  try {
    const response = await ask(address);
    if (response.status === 429 || response.status >= 500) throw new Error(`${address} answers ${response.status}`);
    return await response.json();
  } catch (error) {
    if (error instanceof ForeignOrigin || error instanceof SyntaxError) return null;
    throw error;
  }
}
