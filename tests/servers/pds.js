/**
 * Bluesky's reference server on loopback, with a PLC directory of its own: says where in one line of JSON, and goes away with
 * its data on SIGTERM, on SIGINT or when standard input closes.
 *
 * `--rate-limits` counts requests as a public host does. `--data FOLDER` keeps the data in that folder, which must exist, and
 * leaves it there.
 */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPlc } from './plc.js';

process.env.LOG_ENABLED = 'false';
const { PDS, envToCfg, envToSecrets } = await import('@atproto/pds');

const secret = () => randomBytes(32).toString('hex');

/**
 * Takes a free port before anything else, because the server's own address is part of its configuration, and hands the
 * listening socket over, because left to itself the PDS listens on every interface.
 *
 * @param {{ folder: string, didPlcUrl: string, rateLimitsEnabled: boolean }} options
 */
async function startPds({ folder, didPlcUrl, rateLimitsEnabled }) {
  const door = createServer().listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (door.address());
  const environment = {
    devMode: true,
    hostname: 'localhost',
    port,
    dataDirectory: folder,
    blobstoreDiskLocation: join(folder, 'blobs'),
    didPlcUrl,
    serviceHandleDomains: ['.test'],
    enableDidDocWithSession: true,
    inviteRequired: false,
    rateLimitsEnabled,
    crawlers: [],
    disableSsrfProtection: true,
    jwtSecret: secret(),
    dpopSecret: secret(),
    adminPassword: secret(),
    plcRotationKeyK256PrivateKeyHex: secret(),
  };
  const pds = await PDS.create(envToCfg(environment), envToSecrets(environment));
  const listen = pds.app.listen.bind(pds.app);
  pds.app.listen = () => listen(door);
  await pds.start();
  return { url: pds.ctx.cfg.service.publicUrl, stop: () => pds.destroy() };
}

const { values } = parseArgs({ options: { data: { type: 'string' }, 'rate-limits': { type: 'boolean' } } });
const stopping = new Promise((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, resolve);
  process.stdin.once('end', resolve).once('close', resolve).resume();
});
const folder = values.data ?? mkdtempSync(join(tmpdir(), 'emleknap-pds-'));
try {
  const plc = await startPlc();
  const pds = await startPds({ folder, didPlcUrl: plc.url, rateLimitsEnabled: values['rate-limits'] === true });
  process.stdout.write(`${JSON.stringify({ service: pds.url, plc: plc.url })}\n`);
  await stopping;
  await pds.stop();
  await plc.stop();
} finally {
  if (values.data === undefined) rmSync(folder, { recursive: true, force: true });
}
process.exit();
