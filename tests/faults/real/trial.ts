/** One publication on every real server at once, by the real program, which is killed or disturbed on the way. */

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { runCli } from '../../support/cli.ts';
import { json, type Meddling, type ProxiedAnswer } from '../../support/proxy.ts';
import type { FateName } from '../fates.ts';
import type { Tried } from '../findings.ts';
import type { Random } from '../random.ts';
import type { Shape } from '../season.ts';
import type { RealSeat, Stand } from './stand.ts';

/** What is done to one trial. */
export type Plan = {
  readonly row: string;
  readonly place: string;
  readonly shape: Shape;
  readonly kind: string;
  /** At which boundaries of which tick the program is killed. */
  readonly kills: ReadonlyMap<number, number>;
  /** What becomes of the next request to a server; asked anew for each. */
  readonly fateFor: (request: string, seat: RealSeat) => FateName;
};

const preload = fileURLToPath(new URL('./boundaries.ts', import.meta.url));
const minute = 60_000;
/** Minutes after the due one at which the program is started: by then nothing that was lost comes through any more. */
const ticks = [0, 2, 5, 9, 14, 21, 33];
let year = 2000;

/** Each trial has a season of its own, so that its words are nobody else's. `log` takes the boundaries of the first tick. */
export async function tryOnce(stand: Stand, plan: Plan, log?: string): Promise<readonly Tried[]> {
  year += 1;
  const folder = join(stand.folder, `trial-${year}`);
  mkdirSync(folder);
  const campaigns = campaignIn(folder, plan.shape);
  const due = Date.UTC(year, 2, 20, 14);
  const env: Record<string, string> = Object.assign({}, ...stand.seats.map((seat) => seat.env));
  const pictures = join(stand.folder, 'pictures');
  if (existsSync(pictures)) cpSync(pictures, join(folder, 'data/pictures'), { recursive: true });
  const tick = async (at: number, extra: Record<string, string> = {}) => {
    stand.at(at);
    const args = ['tick', '--now', new Date(at).toISOString(), '--json', '--campaigns', campaigns];
    return runCli(args, { cwd: folder, env: { ...env, ...extra }, nodeOptions: ['--import', preload] });
  };
  for (const seat of stand.seats) seat.proxy.meddle(honest(seat));
  const broken: string[] = [];
  const first = await tick(due - minute);
  if (first.code !== 0) throw new Error(`the first tick ended with ${first.code}: ${first.stderr}${first.stdout}`);
  for (const seat of stand.seats) seat.proxy.meddle(meddlingFor(plan, seat));
  for (const [index, after] of ticks.entries()) {
    const kill = plan.kills.get(index);
    if (index > 2) for (const seat of stand.seats) seat.proxy.meddle(honest(seat));
    const ended = await tick(due + after * minute, {
      ...(kill !== undefined && { FAULTS_KILL_AT: String(kill) }),
      ...(index === 0 && log !== undefined && { FAULTS_LOG: log }),
    });
    if (ended.code === 70) broken.push(`the program failed: ${ended.stderr}`);
    if (kill === undefined && settledIn(folder) === stand.seats.length) break;
  }
  const drawn = join(folder, 'data/pictures');
  if (existsSync(drawn)) cpSync(drawn, pictures, { recursive: true });
  const tried = await Promise.all(stand.seats.map((seat) => judge(seat, plan, folder, broken)));
  rmSync(folder, { recursive: true });
  return tried;
}

async function judge(
  seat: RealSeat,
  { row, place, shape, kind }: Plan,
  folder: string,
  before: readonly string[],
): Promise<Tried> {
  const broken = [...before];
  const wanted = Array.from({ length: shape.posts }, (_, position) => `${year - 2000} éve, ${position + 1}. poszt`);
  const all = await seat.standing();
  const there = wanted.map((text) => all.filter((post) => post.text === text));
  for (const [position, copies] of there.entries()) {
    if (copies.length > 1) broken.push(`${seat.title}: post ${position} is there ${copies.length} times`);
    const parent = position === 0 ? null : (there[position - 1]?.[0]?.id ?? 'nothing');
    for (const copy of copies)
      if (copy.parent !== parent) broken.push(`${seat.title}: post ${position} answers ${copy.parent}`);
  }
  const count = there.filter((copies) => copies.length > 0).length;
  const { state, failure, message } = recordOf(folder, seat);
  const ending = state === 'failed' && failure === 'uncertain' ? 'uncertain' : state;
  if (ending === 'published' && count !== shape.posts)
    broken.push(`${seat.title}: published, but ${count} of ${shape.posts} are there`);
  if (ending === 'missed' && count > 0) broken.push(`${seat.title}: missed, but ${count} are there`);
  if (ending !== 'published' && ending !== 'missed' && ending !== 'uncertain')
    broken.push(`${seat.title}: it is ${state} ${failure ?? ''}`);
  if (ending === 'uncertain' && (seat.title !== 'no keys' || shape.pictures >= shape.posts))
    broken.push(`${seat.title}: uncertain, although it could be known: ${message}`);
  return { row, column: `${seat.title}: ${kind}`, place, ending, broken };
}

type Row = {
  readonly account: string;
  readonly state: string;
  readonly failure: string | null;
  readonly message: string | null;
};

function rowsIn(folder: string): readonly Row[] {
  const database = new Database(join(folder, 'data/ledger.sqlite'), { readonly: true });
  try {
    return database
      .prepare<[], Row>('select account, state, failure_kind as failure, failure_message as message from publications')
      .all();
  } finally {
    database.close();
  }
}

function settledIn(folder: string): number {
  return rowsIn(folder).filter(({ state }) => state !== 'intended').length;
}

function recordOf(folder: string, { proxy, title }: RealSeat): Row {
  const found = rowsIn(folder).find(({ account }) =>
    title === 'Bluesky' ? account.startsWith('did:') : account.startsWith(`${proxy.origin}#`),
  );
  return found ?? { account: '', state: 'nothing recorded', failure: null, message: null };
}

function campaignIn(folder: string, { posts, pictures }: Shape): string {
  const campaigns = join(folder, 'campaigns');
  const source = fileURLToPath(new URL('../../fixtures/sound', import.meta.url));
  cpSync(source, campaigns, { recursive: true, filter: (path) => !path.endsWith('11-05.yaml') });
  const post = (position: number) =>
    `      - text: { hu: "{{years}} éve, ${position + 1}. poszt", en: "{{years}} years, post ${position + 1}" }\n${
      position < pictures
        ? `        card:\n          kind: clock\n          place: main-square\n          hu: { headline: Kép ${position}, caption: Egy kép., description: Egy rajz. }\n          en: { headline: Card ${position}, caption: A card., description: A drawing. }\n`
        : ''
    }`;
  const head =
    'date: 2000-03-20\nentries:\n  - id: first-steps\n    kind: event\n    time: "15:00"\n    certainty: exact\n    events: [first-steps-taken]\n    sources: [diary]\n    thread:\n';
  writeFileSync(
    join(campaigns, 'liberty-2000/days/2000-03-20.yaml'),
    head + Array.from({ length: posts }, (_, index) => post(index)).join(''),
  );
  const file = join(campaigns, 'liberty-2000/campaign.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('graceMinutes: 10', 'graceMinutes: 15').replace('2000-11-05', '2000-03-20'),
  );
  return campaigns;
}

const page = (status: number): ProxiedAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html><h1>${status}</h1></html>`,
});

function honest(seat: RealSeat): Meddling {
  return async (_, forward) => seat.readdressed(await forward());
}

function meddlingFor({ fateFor }: Plan, seat: RealSeat): Meddling {
  return async ({ method, path }, asked) => {
    const forward = async () => seat.readdressed(await asked());
    const isWrite = method === 'POST' && /putRecord|applyWrites|\/statuses$/.test(path);
    switch (fateFor(isWrite ? 'write' : `${method} ${path}`, seat)) {
      case 'lost request':
      case 'unconnected':
        return 'lost';
      case 'lost response':
        await forward();
        return 'lost';
      case 'cut body': {
        const { status, headers, body } = await forward();
        return { status, ...(headers !== undefined && { headers }), body: body.slice(0, body.length / 2) };
      }
      case '500 before the write':
        return json(500, { error: 'InternalServerError', message: 'no' });
      case '500 after the write':
        await forward();
        return json(500, { error: 'InternalServerError', message: 'no' });
      case '502 HTML before the write':
        return page(502);
      case '502 HTML after the write':
        await forward();
        return page(502);
      case '200 HTML before the write':
        return page(200);
      case '200 HTML after the write':
        await forward();
        return page(200);
      case '503':
        return json(503, { error: 'UpstreamFailure', message: 'please try again' });
      case '429':
        return json(429, { error: 'RateLimitExceeded', message: 'Too many requests' }, { 'retry-after': '1' });
      case 'expired session':
        return seat.title === 'Bluesky'
          ? json(400, { error: 'ExpiredToken', message: 'Token has expired' })
          : json(401, { error: 'The access token was revoked' });
      default:
        return forward();
    }
  };
}

/** Only the first write to each server meets the fate. */
export function firstWrite(fate: FateName): Plan['fateFor'] {
  const met = new Set<string>();
  return (request, { id }) => {
    if (request !== 'write' || met.has(id)) return 'undisturbed';
    met.add(id);
    return fate;
  };
}

/** Any request may meet any fate. */
export function anyRequest(random: Random, share: number, fates: readonly [FateName, ...FateName[]]): Plan['fateFor'] {
  return () => (random.chance(share) ? random.pick(fates) : 'undisturbed');
}
