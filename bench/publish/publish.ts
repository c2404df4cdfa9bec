/** `publish`: our posts and threads on a real PDS and a Mastodon server that answers after 50 ms, beside other ways. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetworkName } from '../../bot/networks/all.ts';
import { newAccount } from '../../tests/support/pds.ts';
import { startPds } from '../../tests/support/pds-server.ts';
import { installServers } from '../../tests/support/servers-install.ts';
import type { Run, Terms } from '../benches.ts';
import { rivalVersions } from '../install.ts';
import { columnsOf, type Figure, figure, type Row, ratio, rowsOf } from '../measure/result.ts';
import { type Contender, contender, type Measured, type Readings, takeTurns } from '../measure/turns.ts';
import { blueskyWays } from './bluesky/ways.ts';
import { newCounter } from './counted.ts';
import { startServer } from './mastodon/start.ts';
import { mastodonWays } from './mastodon/ways.ts';
import { newPieces, type Pieces, type Shape, shapes } from './piece.ts';
import type { Publish, Way } from './way.ts';

const delayMillis = 50;

/** A server to publish on, and the ways to do it. */
type Scene = {
  readonly network: NetworkName;
  readonly origin: string;
  readonly ways: readonly Way[];
  readonly stop: () => Promise<void>;
};

export const publish: Run = async (terms) => {
  const pieces = await newPieces();
  const folder = mkdtempSync(join(tmpdir(), 'bench-publish-'));
  const scenes: Scene[] = [];
  try {
    terms.progress.say('starting the servers');
    scenes.push(await bluesky(folder), await mastodon());
    const rows: Row[] = [];
    for (const scene of scenes) rows.push(...(await raced(scene, pieces, terms, scenes.length)));
    const about = `a post with a picture and a thread of five with two, on a PDS and on a Mastodon server that answers after ${delayMillis} ms, by clients that are logged in; "due": only what is left at the due second; requests, logins and bytes sent of a client begun anew`;
    return { about, settings: rivalVersions(), columns: columnsOf(figuresOf('', '')), rows };
  } finally {
    for (const { stop } of scenes) await stop();
    rmSync(folder, { recursive: true });
  }
};

async function bluesky(folder: string): Promise<Scene> {
  await installServers();
  const { service, stop } = await startPds();
  const account = await newAccount(service);
  return { network: 'bluesky', origin: service, ways: blueskyWays(account, folder), stop };
}

async function mastodon(): Promise<Scene> {
  return { network: 'mastodon', ways: mastodonWays, ...(await startServer(delayMillis)) };
}

/** The moments of a publication that are measured. */
const moments = ['atOnce', 'due'] as const;

/** One race for each shape and moment: only the same is compared. */
async function raced(
  { network, origin, ways, stop: _ }: Scene,
  pieces: Pieces,
  { seconds, progress }: Terms,
  scenes: number,
): Promise<readonly Row[]> {
  const clients = [];
  for (const { name, open } of ways) clients.push({ name, client: await open(origin) });
  const counts = await countsOf({ network, origin, ways }, pieces);
  const rows: Row[] = [];
  for (const shape of shapes)
    for (const moment of moments) {
      const title = `${network === 'bluesky' ? 'Bluesky' : 'Mastodon'}, ${shape}${moment === 'due' ? ', due' : ''}`;
      const turn =
        (publish: Publish): Contender['turn'] =>
        async () => [{ millis: await publish(pieces.next(shape, network)) }];
      const contenders = clients.flatMap(({ name, client }): readonly Contender[] => {
        const publish = client[moment][shape];
        return publish === undefined
          ? []
          : [{ ...contender(`${title}: ${name}`, async () => ({})), turn: turn(publish) }];
      });
      for (const each of contenders) await each.turn();
      const measured = await takeTurns(contenders, {
        seconds: seconds / scenes / shapes.length / moments.length,
        rounds: 10,
        onTurn: (round, name) => progress.say(`${name}, round ${round}`),
      });
      rows.push(
        ...rowsOf(withCounts(measured, moment === 'due' ? new Map() : counts.get(shape)), figuresOf(title, network)),
      );
    }
  return rows;
}

type Counts = ReadonlyMap<string, Readings>;

async function countsOf({ network, origin, ways }: Omit<Scene, 'stop'>, pieces: Pieces) {
  const { proxy, count } = await newCounter(origin, pieces);
  try {
    const counts = new Map<Shape, Counts>();
    for (const shape of shapes) {
      const counted = new Map<string, Readings>();
      for (const way of ways) {
        const readings = await count(way, shape, network);
        if (readings !== null) counted.set(way.name, readings);
      }
      counts.set(shape, counted);
    }
    return counts;
  } finally {
    await proxy.stop();
  }
}

/** Counts are the same each time, and stand in every turn. */
function withCounts(measured: readonly Measured[], counts: Counts = new Map()): readonly Measured[] {
  return measured.map(({ name, turns }) => {
    const counted = counts.get(name.slice(name.indexOf(': ') + 2));
    return { name, turns: turns.map((readings) => ({ ...readings, ...counted })) };
  });
}

function figuresOf(title: string, network: string): readonly Figure[] {
  const sequential = network === 'bluesky' ? 'sequential, @atproto/api' : 'sequential, masto';
  return [
    figure('millis', 'ms', 1),
    ratio('toRaw', 'to raw', { of: 'millis', to: `${title}: the same requests raw` }),
    ratio('toSequential', 'to sequential', { of: 'millis', to: `${title}: ${sequential}` }),
    figure('requests', 'requests', 0, { isPortable: true }),
    figure('logins', 'logins', 0, { isPortable: true }),
    figure('kilobytes', 'kB sent', 0, { isPortable: true }),
  ];
}
