/** Speaks to a test server with bare fetch, as no client library would help or hinder. */

import sharp from 'sharp';
import { defaultToken, type MastodonOptions } from './options.ts';
import { type MastodonServer, startMastodon } from './server.ts';

export const token = defaultToken;

/** A Mastodon entity, read loosely. */
export type Loose = Readonly<Record<string, unknown>>;
export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly body: Loose };

type Sent = {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | URLSearchParams;
  readonly signal?: AbortSignal;
};

export async function ask(server: MastodonServer, method: string, path: string, sent: Sent = {}): Promise<RawAnswer> {
  const bearer = sent.token === undefined ? token : sent.token;
  const response = await fetch(server.url + path, {
    method,
    headers: { ...(bearer !== null && { Authorization: `Bearer ${bearer}` }), ...sent.headers },
    ...(sent.body !== undefined && { body: sent.body }),
    ...(sent.signal !== undefined && { signal: sent.signal }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : { html: text } };
}

/** `POST /api/v1/statuses` as JSON. */
export async function post(server: MastodonServer, fields: object, key?: string, sent: Sent = {}): Promise<RawAnswer> {
  const headers = { 'Content-Type': 'application/json', ...(key !== undefined && { 'Idempotency-Key': key }) };
  return await ask(server, 'POST', '/api/v1/statuses', { body: JSON.stringify(fields), headers, ...sent });
}

/** `POST /api/v2/media` with a small picture, unless another file is given. */
export async function upload(
  server: MastodonServer,
  fields: Readonly<Record<string, string>> = {},
  file?: Blob | null,
  sent: Sent = {},
): Promise<RawAnswer> {
  const form = new FormData();
  if (file !== null) form.append('file', file ?? (await picture()), 'card.jpg');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return await ask(server, 'POST', '/api/v2/media', { body: form, ...sent });
}

export async function picture(width = 32, height = 16): Promise<Blob> {
  const image = sharp({ create: { width, height, channels: 3, background: '#7a1c1c' } });
  return new Blob([new Uint8Array(await image.jpeg().toBuffer())], { type: 'image/jpeg' });
}

/** A clock that only moves when it is told to; it starts on 23 October 2027. */
export function clock(start = Date.UTC(2027, 9, 23, 13)) {
  let time = start;
  const advance = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { now: () => time, advance };
}

/** A server for the length of `use`, closed whatever happens. */
export async function withMastodon(
  options: MastodonOptions,
  use: (server: MastodonServer) => Promise<void>,
): Promise<void> {
  const server = await startMastodon(options);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}
