/** A PLC directory in memory: it accepts only signed operations that follow on from the last one, and forgets all when it stops. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { formatDidDoc, PlcError, validateOperationLog } from '@did-plc/lib';

/** @typedef {{ readonly status: number, readonly body: unknown }} Answer */
/** @typedef {import('@did-plc/lib').CompatibleOpOrTombstone} Operation */

/** @type {(status: number, message: string) => Answer} */
const refusal = (status, message) => ({ status, body: { message } });

function newDirectory() {
  /** @type {Map<string, readonly Operation[]>} */
  const logs = new Map();

  /** @type {(did: string, operation: Operation) => Promise<Answer>} */
  async function add(did, operation) {
    const before = logs.get(did);
    const log = [...(before ?? []), operation];
    try {
      await validateOperationLog(did, log);
    } catch (error) {
      if (error instanceof PlcError) return refusal(400, `${error.name}: ${error.message}`);
      throw error;
    }
    if (logs.get(did) !== before) return refusal(409, 'another operation came first');
    logs.set(did, log);
    return { status: 200, body: {} };
  }

  /** @type {(did: string, view: string) => Promise<Answer>} */
  async function read(did, view) {
    const log = logs.get(did);
    if (log === undefined) return refusal(404, `DID not registered: ${did}`);
    if (view === 'log') return { status: 200, body: log };
    if (view === 'log/last') return { status: 200, body: log.at(-1) };
    const data = await validateOperationLog(did, [...log]);
    if (data === null) return refusal(410, `DID not available: ${did}`);
    if (view === 'data') return { status: 200, body: data };
    return view === '' ? { status: 200, body: formatDidDoc(data) } : refusal(404, `nothing at ${view}`);
  }

  return { add, read };
}

/**
 * Listens on a free port of loopback. The address says `localhost`: the PDS resolves no handle through an IP address.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPlc() {
  const { add, read } = newDirectory();

  /** @type {(request: import('node:http').IncomingMessage) => Promise<Answer>} */
  async function answer(request) {
    const [did = '', ...view] = decodeURIComponent(request.url ?? '')
      .slice(1)
      .split('/');
    if (request.method === 'POST') return add(did, /** @type {Operation} */ (await json(request)));
    return did === '_health' ? { status: 200, body: { version: 'test' } } : read(did, view.join('/'));
  }

  const server = createServer((request, response) => {
    /** @type {(answer: Answer) => void} */
    const send = ({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    answer(request).then(send, (error) => send(refusal(500, String(error))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://localhost:${port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
