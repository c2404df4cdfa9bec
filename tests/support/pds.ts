/** Accounts on the Bluesky server of this test run, and what their repositories hold, read without the bot's own code. */

import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { z } from 'zod';

export type TestAccount = {
  readonly service: string;
  readonly handle: string;
  readonly did: string;
  readonly password: string;
  readonly appPassword: string;
};

type Call = {
  readonly params?: Readonly<Record<string, string>>;
  /** Makes the call a POST. */
  readonly body?: unknown;
  readonly token?: string;
};

type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

const session = z.object({ did: z.string(), accessJwt: z.string() });
const refusal = z.object({ error: z.string(), message: z.string() });
const storedRecord = z.object({ uri: z.string(), cid: z.string(), value: z.record(z.string(), z.unknown()) });
const page = z.object({ cursor: z.string().optional(), records: z.array(storedRecord) });

/** A record as its repository holds it. */
export type StoredRecord = z.infer<typeof storedRecord>;

/** One XRPC call as JSON, whatever the answer's status. */
export async function xrpc(service: string, nsid: string, { params, body, token }: Call = {}): Promise<Answer> {
  const response = await fetch(urlOf(service, nsid, params), {
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

/** A fresh account on the server of this test run, or on another, with an app password such as people give a bot. */
export async function newAccount(service: string = inject('pds')): Promise<TestAccount> {
  const name = `t${randomBytes(6).toString('hex')}`;
  const handle = `${name}.test`;
  const password = randomBytes(12).toString('hex');
  const created = await xrpc(service, 'com.atproto.server.createAccount', {
    body: { handle, password, email: `${name}@example.com` },
  });
  const { did, accessJwt } = session.parse(accepted(created));
  const given = await xrpc(service, 'com.atproto.server.createAppPassword', {
    body: { name: 'emleknap' },
    token: accessJwt,
  });
  const { password: appPassword } = z.object({ password: z.string() }).parse(accepted(given));
  return { service, handle, did, password, appPassword };
}

/** An access token for the account, got with its app password. */
export async function accessToken({ service, did, appPassword }: TestAccount): Promise<string> {
  const body = { identifier: did, password: appPassword };
  return session.parse(accepted(await xrpc(service, 'com.atproto.server.createSession', { body }))).accessJwt;
}

/** All records of a collection, oldest key first. */
export async function recordsOf(service: string, did: string, collection: string): Promise<StoredRecord[]> {
  const all: StoredRecord[] = [];
  let cursor: string | undefined;
  do {
    const params = { repo: did, collection, limit: '100', reverse: 'true', ...(cursor !== undefined && { cursor }) };
    const answer = page.parse(accepted(await xrpc(service, 'com.atproto.repo.listRecords', { params })));
    all.push(...answer.records);
    cursor = answer.cursor;
  } while (cursor !== undefined);
  return all;
}

/** The record under a key; null if there is none. */
export async function record(
  service: string,
  did: string,
  collection: string,
  rkey: string,
): Promise<StoredRecord | null> {
  const answer = await xrpc(service, 'com.atproto.repo.getRecord', { params: { repo: did, collection, rkey } });
  return refusalIn(answer)?.error === 'RecordNotFound' ? null : storedRecord.parse(accepted(answer));
}

/** The bytes of a blob that a record of the account refers to; null if there is none. */
export async function blob(service: string, did: string, cid: string): Promise<Uint8Array | null> {
  const response = await fetch(urlOf(service, 'com.atproto.sync.getBlob', { did, cid }));
  if (response.ok) return response.bytes();
  const answer = { status: response.status, headers: response.headers, body: await response.json() };
  if (refusalIn(answer)?.message === 'Blob not found') return null;
  throw unexpected(answer);
}

function urlOf(service: string, nsid: string, params: Readonly<Record<string, string>> = {}): string {
  return `${service}/xrpc/${nsid}?${new URLSearchParams(params)}`;
}

function refusalIn({ status, body }: Answer): z.infer<typeof refusal> | null {
  return status === 400 ? refusal.parse(body) : null;
}

function accepted(answer: Answer): unknown {
  if (answer.status !== 200) throw unexpected(answer);
  return answer.body;
}

function unexpected({ status, body }: Answer): Error {
  return new Error(`the server answered ${status}: ${JSON.stringify(body)}`);
}
