/** A strict Mastodon server as a stage for the network contract, with an account that publishes on it. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ConnectedMastodon, connectMastodon } from '../../../bot/networks/mastodon/connect.ts';
import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import type { MastodonMode, MastodonOptions } from '../../support/mastodon/options.ts';
import { type MastodonServer, startMastodon } from '../../support/mastodon/server.ts';
import { slotWith } from '../../support/threads.ts';
import type { SeenPost, Stage } from '../contract/contract.ts';

export const modes: readonly MastodonMode[] = ['4.5', '4.6.5', '4.6.7', 'none'];

/** With the one on which no upload can be asked for, or told apart by its id. */
export const allModes: readonly MastodonMode[] = [...modes, 'snac'];

/** Whether a post that got no answer may be sent again under its key. */
export function honoursKeys(mode: MastodonMode): boolean {
  return mode.startsWith('4.');
}

export const accessToken = 'token-of-the-stage';

const user = { username: 'emleknap', tokens: [{ token: accessToken, scopes: ['read', 'write'] }] };

/** A clock that stands still until it is moved; server and client go by the same. */
export type Clock = { readonly now: () => Instant; readonly advance: (millis: number) => void };

export function clockAt(start: Instant = slotWith().due): Clock {
  let time = start;
  return {
    now: () => time,
    advance: (millis) => {
      time = plusMillis(time, millis);
    },
  };
}

export type MastodonStage = {
  readonly server: MastodonServer;
  readonly clock: Clock;
  /** Every wait the client asked for, in milliseconds; none is really waited. */
  readonly pauses: readonly number[];
  readonly connected: ConnectedMastodon;
};

/** A server of a kind, and a client that has connected to it. */
export async function mastodonOn(
  mode: MastodonMode,
  options: Omit<MastodonOptions, 'mode'> = {},
  timeoutMillis = 60_000,
): Promise<MastodonStage> {
  const clock = clockAt();
  const server = await startMastodon({ mode, now: clock.now, users: [user], ...options });
  const pauses: number[] = [];
  const pause = async (millis: number) => {
    pauses.push(millis);
    await setImmediate();
  };
  const connected = await connectMastodon({ server: server.url, accessToken, now: clock.now, pause, timeoutMillis });
  if ('failure' in connected) throw new Error(connected.failure.message);
  return { server, clock, pauses, connected };
}

/** All statuses there are, as a reader finds them. */
function seenOn(server: MastodonServer): readonly SeenPost[] {
  return server.statuses.map(({ id, text, parent, language, media }) => ({
    id,
    text,
    parent,
    language,
    images: media.map(({ alt, width, height, bytes }) => ({ alt: alt ?? '', width, height, bytes: bytes.byteLength })),
  }));
}

/** Starts another process that sends `seriesOf('mastodon', count)` with a ledger in `folder`. */
export function startMastodonSender(server: MastodonServer, folder: string, count: number) {
  const script = fileURLToPath(new URL('./sender.ts', import.meta.url));
  return spawn(process.execPath, [script, server.url, join(folder, 'ledger.sqlite'), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Nobody is slowed down. */
export const unlimited = {
  api: { limit: 1e6, period: 60_000 },
  media: { limit: 1e6, period: 60_000 },
  deletion: { limit: 1e6, period: 60_000 },
  statuses: { limit: 1e6, period: 60_000 },
};

export async function mastodonStage(mode: MastodonMode): Promise<Stage & { readonly server: MastodonServer }> {
  const { server, connected } = await mastodonOn(mode, { rateLimits: unlimited });
  const folder = await mkdtemp(join(tmpdir(), 'mastodon-'));
  return {
    name: 'mastodon',
    network: connected.network,
    server,
    seen: async () => {
      await setImmediate();
      return seenOn(server);
    },
    startSender: (count) => startMastodonSender(server, folder, count),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
      if (server.violations.length > 0) throw new Error(`no Mastodon understands ${JSON.stringify(server.violations)}`);
    },
  };
}
