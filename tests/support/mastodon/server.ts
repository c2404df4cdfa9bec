/** A Mastodon on this machine: real HTTP, state in memory, strict about what it is asked, faulty on demand. */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAccounts } from './accounts.ts';
import { type Delivery, deliver } from './dispatch.ts';
import { Abandoned, type Fault, type FaultTarget, type QueuedFault } from './faults.ts';
import { createIds } from './ids.ts';
import { type Incoming, receive } from './incoming.ts';
import { type MastodonOptions, settingsOf } from './options.ts';
import { type PublishedStatus, publishedStatuses, type Upload, uploadsOf } from './public-state.ts';
import { createWorld } from './world.ts';

/** One request as it came; the value of `authorization` is withheld. */
type LoggedRequest = {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What was answered; null while nothing is, and if nothing ever was. */
  status: number | null;
};

type RequestViolation = { readonly method: string; readonly path: string; readonly reason: string };

export type MastodonServer = {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Every status there is now, as it was posted, oldest first. */
  readonly statuses: readonly PublishedStatus[];
  /** Every picture ever uploaded, attached or not. */
  readonly uploads: readonly Upload[];
  readonly requests: readonly LoggedRequest[];
  /** Requests no Mastodon would have understood. */
  readonly violations: readonly RequestViolation[];
  /** Faults no request has met yet. */
  readonly unusedFaults: readonly (FaultTarget & { readonly fault: Fault })[];
  /** Queues a fault for the next request to this method and path (a path of the API, without its query). */
  readonly fail: (target: FaultTarget, fault: Fault) => QueuedFault;
  readonly accountId: (username: string) => string;
  readonly revokeToken: (token: string) => void;
  /** As when Redis is flushed, or a server dies between a status and its key. */
  readonly forgetIdempotencyKeys: () => void;
  /** Every upload in processing is done. */
  readonly finishProcessing: () => void;
  /** Forgets statuses, media, keys, counts, faults, logs and revocations; accounts keep their ids. Held requests break off without acting. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
};

/** Listens on a free port of 127.0.0.1. */
export async function startMastodon(options: MastodonOptions = {}): Promise<MastodonServer> {
  const settings = settingsOf(options);
  const ids = createIds(settings.mode);
  const accounts = createAccounts(settings, ids.next);
  let world = createWorld(settings, ids, accounts);
  let requests: LoggedRequest[] = [];
  let violations: RequestViolation[] = [];

  const answer = async (incoming: Incoming, response: ServerResponse): Promise<void> => {
    const entry = logged(incoming, settings.now());
    requests.push(entry);
    const { method, path } = incoming;
    const seen = violations;
    const note = (reason: string) => seen.push({ method, path, reason });
    const delivery = await deliver(incoming, world, note).catch((error: unknown): Delivery => {
      if (!(error instanceof Abandoned)) note(`this server failed: ${String(error)}`);
      return { kind: 'nothing' };
    });
    response.setHeader('Date', new Date(settings.now()).toUTCString());
    entry.status = send(delivery, response);
  };
  const used = new WeakSet<Socket>();
  const http = createServer((request, response) => {
    if (settings.breaksReused && used.has(request.socket)) {
      request.socket.destroy();
      return;
    }
    used.add(request.socket);
    receive(request)
      .then((incoming) => answer(incoming, response))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    get statuses() {
      return publishedStatuses(world);
    },
    get uploads() {
      return uploadsOf(world);
    },
    get requests() {
      return requests;
    },
    get violations() {
      return violations;
    },
    get unusedFaults() {
      return world.faults.unused();
    },
    fail: (target, fault) => world.faults.queue(target, fault),
    accountId: (username) => {
      const account = accounts.byUsername(username);
      if (account === null) throw new Error(`nobody here is called ${username}`);
      return account.id;
    },
    revokeToken: (token) => accounts.revoke(token),
    forgetIdempotencyKeys: () => world.idempotency.forget(),
    finishProcessing: () => world.media.finishProcessing(),
    reset: () => {
      world.faults.abandon();
      world = createWorld(settings, ids, accounts);
      accounts.restore();
      requests = [];
      violations = [];
    },
    close: async () => {
      world.faults.abandon();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

function logged({ method, path, query, headers, body }: Incoming, at: number): LoggedRequest {
  const shown = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, name === 'authorization' ? 'withheld' : value]),
  );
  return { at, method, path, query: query.toString(), headers: shown, body, status: null };
}

/** Gives the status that was sent, or null for nothing. */
function send(delivery: Delivery, response: ServerResponse): number | null {
  switch (delivery.kind) {
    case 'nothing':
      response.destroy();
      return null;
    case 'page': {
      const title = `${delivery.status} from the proxy`;
      response.writeHead(delivery.status, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
      return delivery.status;
    }
    case 'answer':
    case 'cut': {
      const { status, body, headers } = delivery.answer;
      const isPage = typeof body === 'string';
      const bytes = Buffer.from(isPage ? body : JSON.stringify(body));
      const type = isPage ? 'text/html' : 'application/json; charset=utf-8';
      const length = { 'Content-Type': type, 'Content-Length': bytes.byteLength };
      response.writeHead(status, { ...length, ...headers });
      if (delivery.kind === 'answer') response.end(bytes);
      else response.write(bytes.subarray(0, bytes.byteLength / 2), () => response.destroy());
      return status;
    }
  }
}
