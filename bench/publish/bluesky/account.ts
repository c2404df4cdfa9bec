/** Accounts on a PDS, each call by itself. */

import { z } from 'zod';
import type { TestAccount } from '../../../tests/support/pds.ts';

const session = z.object({ did: z.string(), accessJwt: z.string() });

/** One XRPC call. Throws an Error where it is refused. */
export async function call(
  origin: string,
  nsid: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const isBytes = body instanceof Uint8Array;
  const response = await fetch(`${origin}/xrpc/${nsid}`, {
    method: 'POST',
    headers: { ...(!isBytes && { 'content-type': 'application/json' }), ...headers },
    body: isBytes ? new Uint8Array(body) : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${nsid} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** An access token for an account, got with its app password. */
export async function tokenOf(origin: string, { did, appPassword }: TestAccount): Promise<string> {
  const login = { identifier: did, password: appPassword };
  return session.parse(await call(origin, 'com.atproto.server.createSession', login)).accessJwt;
}
