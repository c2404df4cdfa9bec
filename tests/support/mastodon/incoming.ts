/** Reads one HTTP request whole: its body, its parameters, its token. */

import type { IncomingMessage } from 'node:http';
import { Violation } from './answer.ts';
import { parametersOfPairs, type RawParameters } from './parameters.ts';

export type Incoming = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the client found the server: `http://127.0.0.1:34567`. */
  readonly origin: string;
  readonly body: Buffer;
};

/** Rejects if the client goes away in the middle of its request. */
export async function receive(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const origin = `http://${headers['host']}`;
  const url = new URL(request.url ?? '/', origin);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    origin,
    body: Buffer.concat(chunks),
  };
}

export function bearerOf({ headers }: Pick<Incoming, 'headers'>): string | null {
  return /^Bearer (\S+)$/iu.exec(headers['authorization'] ?? '')?.[1] ?? null;
}

/** Query and body together. Throws a Violation for a body in a form Rails does not read. */
export async function parametersOf(incoming: Incoming): Promise<RawParameters> {
  return { ...parametersOfPairs(incoming.query), ...(await parametersOfBody(incoming)) };
}

async function parametersOfBody({ body, headers }: Incoming): Promise<RawParameters> {
  if (body.byteLength === 0) return {};
  const type = headers['content-type'] ?? '';
  switch (type.split(';')[0]?.trim()) {
    case 'application/json':
      return parsedJson(body.toString('utf8'));
    case 'application/x-www-form-urlencoded':
      return parametersOfPairs(new URLSearchParams(body.toString('utf8')));
    case 'multipart/form-data':
      return parametersOfPairs(await formOf(body, type));
    default:
      throw new Violation(`cannot read a body of content type ${type === '' ? 'nothing' : type}`);
  }
}

function parsedJson(text: string): RawParameters {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw new Violation(`cannot read the JSON body: ${String(cause)}`);
  }
  throw new Violation('a JSON body has to be an object');
}

async function formOf(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (cause) {
    throw new Violation(`cannot read the multipart body: ${String(cause)}`);
  }
}
