/** Every reachable state of one publication: breadth first in the number of faults, each state once, both promises in each. */

import { accountKeyOf } from '../../../bot/channel.ts';
import type { Publication } from '../../../bot/ledger/ledger.ts';
import { newMemory } from '../../../bot/publish/carry-out/memory.ts';
import { decide } from '../../../bot/publish/decide/decide.ts';
import { situationOf } from '../../../bot/publish/decide/situation.ts';
import { type Instant, instantFromMillis, plusMillis } from '../../../schedule/time/instant.ts';
import { lastChance } from '../../../schedule/time/lateness.ts';
import { judge } from '../judge/verdict.ts';
import type { Carried } from '../network/wire.ts';
import { honoursKeys, keyOf } from '../season/season.ts';
import {
  type Around,
  begin,
  digestOf,
  type Errand,
  isTrouble,
  type MemoryState,
  memoryOf,
  memoryState,
  outcomeOf,
  type Pending,
  type Run,
  type RunState,
} from './life.ts';
import {
  type Cell,
  emptyLedger,
  type LedgerState,
  type PlainRecord,
  plainLedger,
  publicationsIn,
} from './plain-ledger.ts';
import { isFenced, isFencedByPictures, type Scene } from './scene.ts';
import { type Call, isCaptured, type Served, type Server, serverWith } from './server.ts';

const minute = 60_000;

/** All instants of an exploration are so many milliseconds apart, so that ways which differ in seconds meet. */
const grid = minute / 4;

/** A server acts on no request later than this after it was sent; what comes minutes later comes after so long. */
const latest = 5 * grid;
const overdue = 5 * minute;
const leaseMillis = minute;

/** A request on its way, which arrives at some time up to `until`; or just then. */
type Float = { readonly call: Call; readonly until: Instant; readonly exactly: boolean };

type ActorState = { readonly life: number; readonly memory: MemoryState; readonly run: RunState | null };

/** All there is at one moment, so that everything can be brought back to it. */
type State = {
  readonly now: Instant;
  readonly ledger: LedgerState;
  /** What the ledger was at earlier moments, of which somebody may have kept a copy. */
  readonly copies: readonly LedgerState[];
  readonly served: readonly Served[];
  readonly floats: readonly Float[];
  readonly actors: readonly [ActorState, ActorState];
  /** Whose move it is, if nobody else wants it. */
  readonly turn: 0 | 1;
  readonly marks: Marks;
  /** What has happened on the way here that did not have to, in order. */
  readonly way: readonly string[];
};

type Marks = {
  /** An old copy is in the ledger's place, and was not brought up to date yet. */
  readonly isStale: boolean;
  readonly wasRestored: boolean;
  /** Nobody was awake for so long that its limit may have passed. */
  readonly slept: boolean;
  /** How often it was made ready ahead of time. */
  readonly readied: number;
};

type Move =
  | { readonly kind: 'go on' }
  | { readonly kind: 'step'; readonly actor: 0 | 1; readonly as: Fault | null }
  | { readonly kind: 'arrive'; readonly float: number }
  /** A process begins a pass while the other one stands still. */
  | { readonly kind: 'begin'; readonly actor: 0 | 1 };

/** What becomes of a request. */
type Fault =
  | 'lost request'
  | 'lost response'
  | 'timeout, acted on late'
  | 'lost, and acted on minutes later'
  | '503'
  | 'expired session'
  | 'dies before its key';

/** How long nobody is there, in milliseconds, or until its limit is past. */
const absences = { 'at once': 0, 'after an hour': 61 * minute, 'past its limit': null } as const;

type Work = { readonly state: State; readonly move: Move };

export type Explored = {
  readonly scene: string;
  readonly states: number;
  /** How many of them are ends. */
  readonly ends: number;
  readonly runs: number;
  readonly endings: Readonly<Record<string, number>>;
  /** What must never be, with the way that led there. */
  readonly broken: readonly string[];
};

/** Stops at the first broken promise where only one is wanted. */
export async function explore(scene: Scene, faults: number, isOneEnough = false): Promise<Explored> {
  const seen = new Set<string>();
  const planned = new Set<string>();
  /** States under the name they would have where no fault is left; each stands in `seen` under its whole name, too. */
  const alsoLast = new Set<string>();
  const endings: Record<string, number> = {};
  const broken = new Map<string, string>();
  let ends = 0;
  let runs = 0;
  let level: Work[] = [];
  let next: Work[] = [];
  const key = keyOf(scene.seat);

  const say = (trouble: string, { way }: State): void => {
    if (!broken.has(trouble)) broken.set(trouble, `${scene.name}: ${trouble} [${way.join('; ')}]`);
  };
  const visit: Visitor = {
    enter: (state) => {
      const mayFail = state.way.length < faults;
      const name = nameOf(state, mayFail);
      if (seen.has(name)) return false;
      seen.add(name);
      if (!mayFail) return true;
      const bare = nameOf(state, false);
      if (!seen.has(bare)) alsoLast.add(bare);
      seen.add(bare);
      return true;
    },
    branch: (state, move) => level.push({ state, move }),
    fault: (state, move) => {
      if (state.way.length > faults) return;
      if (move.kind === 'go on') {
        const name = nameOf(state, state.way.length < faults);
        if (seen.has(name) || planned.has(name)) return;
        planned.add(name);
      }
      next.push({ state, move });
    },
    canFault: (state) => state.way.length < faults,
    say,
    end: async (state, server) => {
      ends += 1;
      const { broken: troubles, ending } = await judged(scene, state, server);
      endings[ending] = (endings[ending] ?? 0) + 1;
      for (const trouble of troubles) say(trouble, state);
    },
  };
  next.push({ state: initial(scene), move: { kind: 'go on' } });
  while (next.length > 0) {
    [level, next] = [next, []];
    for (let work = level.pop(); work !== undefined; work = level.pop()) {
      runs += 1;
      await follow(scene, work, visit);
      if (isOneEnough && broken.size > 0) next = level = [];
    }
  }
  return { scene: scene.name, states: seen.size - alsoLast.size, ends, runs, endings, broken: [...broken.values()] };

  function initial({ slot, prepares }: Scene): State {
    const start = plusMillis(slot.due, -60 * minute);
    const actor: ActorState = { life: 0, memory: memoryState(newMemory()), run: null };
    return {
      now: prepares ? plusMillis(slot.due, -5 * minute) : slot.due,
      ledger: { ...emptyLedger, starts: { [`${key.account} ${key.language}`]: start } },
      copies: [],
      served: [],
      floats: [],
      actors: [actor, actor],
      turn: 0,
      marks: { isStale: false, wasRestored: false, slept: false, readied: 0 },
      way: [],
    };
  }
}

type Visitor = {
  /** Whether nobody has been here yet. */
  readonly enter: (state: State) => boolean;
  /** Something else that may happen here, without a fault. */
  readonly branch: (state: State, move: Move) => void;
  /** Something that may go wrong here: `state` has it on its way already. */
  readonly fault: (state: State, move: Move) => void;
  readonly canFault: (state: State) => boolean;
  readonly say: (trouble: string, state: State) => void;
  readonly end: (state: State, server: Server) => Promise<void>;
};

/** A state in the making. */
type Live = {
  now: Instant;
  readonly cell: Cell;
  copies: readonly LedgerState[];
  server: Server;
  floats: readonly Float[];
  readonly lives: [number, number];
  readonly memories: [Around['memory'], Around['memory']];
  readonly runs: [Run | null, Run | null];
  turn: 0 | 1;
  marks: Marks;
  way: readonly string[];
};

/** Goes from a state through all that follows without another fault, up to an end or a state that is known. */
async function follow(scene: Scene, { state, move }: Work, visit: Visitor): Promise<void> {
  const live = await revived(scene, state);
  if (move.kind === 'step') {
    await stepOf(live, move.actor, move.as);
    await ended(live, move.actor, visit);
  }
  if (move.kind === 'arrive') await arrive(live, move.float);
  if (move.kind === 'begin') await begun(scene, live, move.actor, visit);
  for (;;) {
    const here = stateOf(live);
    if (!visit.enter(here)) return;
    keepCopy(live);
    const texts = live.server.standing().map(({ text }) => text);
    if (new Set(texts).size < texts.length) visit.say('a post is there twice', here);
    const publication = publicationOf(scene, live);
    const isBusy = live.runs.some((run) => run !== null);
    const isOver = !isBusy && !live.marks.isStale && publication !== undefined && publication.state !== 'intended';
    if (isOver && live.floats.length === 0) await visit.end(here, live.server);
    alternatives(scene, live, here, visit);
    if (isOver && live.floats.length === 0) return;
    if (live.now > lastChance(scene.slot) + 24 * 60 * minute) {
      visit.say('is not settled a day after its limit', here);
      return;
    }
    await goOn(scene, live, publication, visit);
  }
}

/** What happens next where nothing goes wrong. */
async function goOn(scene: Scene, live: Live, publication: Publication | undefined, visit: Visitor): Promise<void> {
  const actor = live.runs[live.turn] !== null ? live.turn : other(live.turn);
  if (live.runs[actor] !== null) {
    await stepOf(live, actor, null);
    await ended(live, actor, visit);
    return;
  }
  const { slot, prepares } = scene;
  if (live.marks.isStale) return started(scene, live, 'rebuild', visit);
  if (publication !== undefined && publication.state !== 'intended') {
    await pass(live, latestOf(live.floats));
    return;
  }
  if (live.now < slot.due) {
    if (prepares && live.marks.readied < 2) {
      live.marks = { ...live.marks, readied: live.marks.readied + 1 };
      return started(scene, live, 'ahead', visit);
    }
    await pass(live, slot.due);
    return;
  }
  const at = await nextDecision(scene, live);
  if (at <= live.now) return started(scene, live, 'pass', visit);
  await pass(live, at);
}

/** The next instant of the grid at which the bot decides anything. */
async function nextDecision({ seat, calendar }: Scene, live: Live): Promise<Instant> {
  const { account, language } = keyOf(seat);
  const ledger = plainLedger(live.cell);
  const startedAt = (await ledger.startOf(account, language)) ?? live.now;
  const channel = { ...seat, campaigns: null, destination: 'account' } as const;
  for (let at = live.now; ; at = plusMillis(at, grid)) {
    const situation = await situationOf(channel, { ledger, calendar }, startedAt, at);
    if (decide(situation).length > 0 || at > live.now + 24 * 60 * minute) return at;
  }
}

async function started(scene: Scene, live: Live, errand: Errand, visit: Visitor): Promise<void> {
  const lease = leaseOf(scene, live.cell.state);
  const holder =
    lease === null ? -1 : live.lives.findIndex((life, place) => lease.holder.nonce === nonceOf(place, life));
  await run(scene, live, holder === 1 ? 1 : 0, errand, visit);
}

async function run(scene: Scene, live: Live, actor: 0 | 1, errand: Errand, visit: Visitor): Promise<void> {
  live.turn = actor;
  live.runs[actor] = await begin(errand, aroundOf(scene, live, actor), null);
  await ended(live, actor, visit);
}

/** At the next instant at which it has anything to do. */
async function begun(scene: Scene, live: Live, actor: 0 | 1, visit: Visitor): Promise<void> {
  if (live.marks.isStale) return run(scene, live, actor, 'rebuild', visit);
  if (live.now < scene.slot.due) return run(scene, live, actor, 'ahead', visit);
  await pass(live, await nextDecision(scene, live));
  await run(scene, live, actor, 'pass', visit);
}

/** Puts an errand away that is over. */
async function ended(live: Live, actor: 0 | 1, visit: Visitor): Promise<void> {
  const run = live.runs[actor];
  const end = run?.ended() ?? null;
  if (run === null || end === null) return;
  live.runs[actor] = null;
  if (isTrouble(end)) {
    const errors: readonly unknown[] = end.error instanceof AggregateError ? end.error.errors : [end.error];
    visit.say(`an error of the program: ${errors.map(String).join('; ')}`, stateOf(live));
  }
  const { errand } = run.state();
  if (errand === 'rebuild') {
    const isComplete = (end.value as { readonly complete: boolean } | null)?.complete === true;
    if (isComplete) live.marks = { ...live.marks, isStale: false };
    else await pass(live, plusMillis(live.now, minute));
  }
}

/** All else that may happen here. */
function alternatives(scene: Scene, live: Live, here: State, visit: Visitor): void {
  for (const place of [0, 1] as const) {
    if (live.runs[place] !== null && place !== preferred(live))
      visit.branch(here, { kind: 'step', actor: place, as: null });
  }
  const alone = live.runs.indexOf(null);
  const isAlone = alone >= 0 && live.runs[alone === 0 ? 1 : 0] !== null;
  const lease = leaseOf(scene, live.cell.state);
  if (isAlone && lease?.holder.nonce === nonceOf(alone, live.lives[alone === 0 ? 0 : 1]) && isOpen(scene, live))
    visit.branch(here, { kind: 'begin', actor: alone === 0 ? 0 : 1 });
  for (const [float, { exactly }] of live.floats.entries()) if (!exactly) visit.branch(here, { kind: 'arrive', float });
  if (!visit.canFault(here)) return;
  const isBusy = live.runs.some((run) => run !== null);
  for (const place of [0, 1] as const) {
    const pending = live.runs[place]?.pending() ?? null;
    if (pending === null) continue;
    for (const fault of faultsOf(scene, pending, here.way)) {
      const way = [...here.way, `${fault} at ${pending.name}`];
      visit.fault({ ...here, way }, { kind: 'step', actor: place, as: fault });
    }
    crashes(scene, here, place, pending, visit);
    pauses(scene, here, place, pending, visit);
  }
  if (!isBusy) quietFaults(scene, live, here, visit);
}

function preferred(live: Live): 0 | 1 {
  return live.runs[live.turn] !== null ? live.turn : other(live.turn);
}

/** A server that acts on one request minutes later, and forgets the key of another: no client can know of the second post. */
function areBeyond(fault: Fault, other: string): boolean {
  const pair: readonly Fault[] = ['lost, and acted on minutes later', 'dies before its key'];
  return pair.includes(fault) && pair.some((each) => each !== fault && other.startsWith(each));
}

function faultsOf({ seat }: Scene, { name, kind }: Pending, way: readonly string[]): readonly Fault[] {
  switch (kind) {
    case 'ledger':
      return [];
    case 'read':
      return ['lost response'];
    case 'write': {
      const plain: readonly Fault[] = ['lost request', 'lost response', '503'];
      if (!/^(post|putRecord|applyWrites)$/.test(name)) return plain;
      const late: readonly Fault[] = ['expired session', 'timeout, acted on late', 'lost, and acted on minutes later'];
      const dying: readonly Fault[] =
        seat.network === 'mastodon' && honoursKeys(seat.mode) ? ['dies before its key'] : [];
      return [...plain, ...late, ...dying].filter((fault) => !way.some((other) => areBeyond(fault, other)));
    }
  }
}

/** Its process is gone; the other one, or its next life, takes over. */
function crashes(scene: Scene, here: State, place: 0 | 1, pending: Pending, visit: Visitor): void {
  const actors = [...here.actors] as [ActorState, ActorState];
  actors[place] = { life: actors[place].life + 1, memory: memoryState(newMemory()), run: null };
  const isAlone = actors[other(place)].run === null;
  for (const [name, millis] of Object.entries(absences)) {
    if ((!isAlone || hasStoodAtRequest(here.way)) && millis !== 0) continue;
    const way = [...here.way, `killed before ${pending.name}, ${name}`];
    const dead: State = { ...here, actors, turn: other(place), way };
    visit.fault(millis === 0 ? dead : asleep(scene, dead, millis), { kind: 'go on' });
  }
}

/**
 * Stands still before its next step until its lease is over, and the other process takes it; or the machine sleeps. Between
 * the last check and its request nothing can be checked any more: there it stands still only where keys or pictures keep
 * the post single all the same.
 */
function pauses(scene: Scene, here: State, place: 0 | 1, pending: Pending, visit: Visitor): void {
  const isChecked = pending.kind !== 'write';
  if (!isChecked && !isFenced(scene)) return;
  const now = plusMillis(here.now, leaseMillis + grid);
  const isAlone = here.actors[other(place)].run === null;
  if (isAlone) {
    const way = [...here.way, `paused before ${pending.name}`];
    visit.fault({ ...here, now, way }, { kind: 'begin', actor: other(place) });
  }
  const hasStood = hasStoodAtRequest(here.way);
  const isPermitted = here.actors[place].run?.steps.at(-1)?.name === 'ledger.renewLease';
  for (const name of ['after an hour', 'past its limit'] as const) {
    if (!isAlone || !isChecked || isPermitted || hasStood) continue;
    const way = [...here.way, `asleep before ${pending.name}, ${name}`];
    visit.fault(asleep(scene, { ...here, way }, absences[name]), { kind: 'go on' });
  }
}

/** Its key keeps the post single then, but no longer than the hour for which it is remembered. */
function hasStoodAtRequest(way: readonly string[]): boolean {
  return way.some((each) => /^paused before (post|upload|putRecord|applyWrites|uploadBlob)$/.test(each));
}

function asleep({ slot }: Scene, state: State, millis: number | null): State {
  const past = instantFromMillis(lastChance(slot) + 6 * minute);
  const now = millis === null ? instantFromMillis(Math.max(past, state.now)) : plusMillis(state.now, millis);
  return { ...state, now, marks: { ...state.marks, slept: state.marks.slept || now >= lastChance(slot) } };
}

/** What may go wrong while nobody is at anything. */
function quietFaults(scene: Scene, live: Live, here: State, visit: Visitor): void {
  const isIntended = publicationOf(scene, live)?.state === 'intended';
  if (isIntended && !hasStoodAtRequest(here.way)) {
    for (const name of ['after an hour', 'past its limit'] as const) {
      const way = [...here.way, `asleep, ${name}`];
      visit.fault(asleep(scene, { ...here, way }, absences[name]), { kind: 'go on' });
    }
  }
  const hasPictures = scene.slot.entry.thread.some(({ card }) => card !== null);
  if (hasPictures && isIntended && live.floats.length === 0) {
    const served: readonly Served[] = [...here.served, { at: here.now, call: { kind: 'forget' } }];
    visit.fault({ ...here, served, way: [...here.way, 'its server forgets its uploads'] }, { kind: 'go on' });
  }
  if (live.floats.length > 0) return;
  for (const [index, copy] of live.copies.entries()) {
    if (copy === live.cell.state) continue;
    visit.fault(
      {
        ...here,
        now: plusMillis(here.now, 2 * minute),
        ledger: { ...copy, leases: {} },
        actors: [fresh(here.actors[0]), fresh(here.actors[1])],
        marks: { ...here.marks, isStale: true, wasRestored: true },
        way: [...here.way, `its ledger is restored from copy ${index}`],
      },
      { kind: 'go on' },
    );
  }
}

function fresh({ life }: ActorState): ActorState {
  return { life: life + 1, memory: memoryState(newMemory()), run: null };
}

/** One step of a process, with what becomes of it. */
async function stepOf(live: Live, actor: 0 | 1, fault: Fault | null): Promise<void> {
  const run = live.runs[actor];
  const pending = run?.pending() ?? null;
  if (run === null || pending === null)
    throw new Error(
      `there is no step to make: ${JSON.stringify(live.way)} ${run?.state().steps.map((s) => s.name)} ${JSON.stringify(run?.ended())}`,
    );
  live.turn = actor;
  live.server.now = live.now;
  const outcome = await happened(live, pending, fault);
  await run.go(outcome);
  await arriveOverdue(live);
}

async function happened(live: Live, pending: Pending, fault: Fault | null) {
  if (pending.kind === 'ledger') return outcomeOf(pending.act());
  if (fault === null) {
    const acted = await outcomeOf(pending.act());
    return 'error' in acted ? acted : { value: { kind: 'answer', answer: acted.value } satisfies Carried<unknown> };
  }
  return disturbed(live, pending, fault);
}

/** What a request with a fault does to its server, and what its process sees of it. */
async function disturbed(live: Live, pending: Pending, fault: Fault) {
  const seeing = (of: Extract<Carried<unknown>, { kind: 'disturbed' }>['seeing']) => ({
    value: { kind: 'disturbed', seeing: of } as const,
  });
  switch (fault) {
    case 'lost request':
      return seeing({ kind: 'reset' });
    case '503':
      return seeing({ kind: 'error', status: 503 });
    case 'expired session':
      return seeing({ kind: 'expired' });
    case 'lost response':
      await outcomeOf(pending.act());
      return seeing({ kind: 'reset' });
    case 'dies before its key':
      live.server.dying = true;
      await outcomeOf(pending.act());
      live.server.dying = false;
      return seeing({ kind: 'error', status: 500 });
    case 'lost, and acted on minutes later':
      await send(live, pending, overdue, true);
      return seeing({ kind: 'reset' });
    case 'timeout, acted on late':
      await send(live, pending, latest, false);
      await pass(live, plusMillis(live.now, minute));
      return seeing({ kind: 'timeout' });
  }
}

/** The request is on its way, and arrives later. */
async function send(live: Live, pending: Pending, after: number, exactly: boolean): Promise<void> {
  live.server.capturing = (call) => {
    live.floats = [...live.floats, { call, until: plusMillis(live.now, after), exactly }];
  };
  const outcome = await outcomeOf(pending.act());
  live.server.capturing = null;
  if ('error' in outcome && !isCaptured(outcome.error)) throw outcome.error;
}

async function arrive(live: Live, index: number): Promise<void> {
  const float = live.floats[index];
  if (float === undefined) throw new Error('nothing is on its way');
  live.floats = live.floats.filter((each) => each !== float);
  live.server.now = instantFromMillis(Math.min(live.now, float.until));
  await live.server.deliver(float.call);
  live.server.now = live.now;
}

async function arriveOverdue(live: Live): Promise<void> {
  for (;;) {
    const index = live.floats.findIndex(({ until }) => until <= live.now);
    if (index < 0) return;
    await arrive(live, index);
  }
}

/** Time passes; whoever is there keeps its lease. */
async function pass(live: Live, until: Instant): Promise<void> {
  const due = live.floats.filter((float) => float.until <= until).sort((a, b) => a.until - b.until);
  for (const float of due) {
    live.now = instantFromMillis(Math.max(live.now, float.until));
    await arrive(live, live.floats.indexOf(float));
  }
  live.now = instantFromMillis(Math.max(live.now, until));
  const { leases } = live.cell.state;
  const kept = Object.entries(leases).map(([name, { token, lease }]) => {
    const isThere = lease !== null && live.lives.some((life, place) => lease.holder.nonce === nonceOf(place, life));
    return [
      name,
      { token, lease: isThere ? { ...lease, expiresAt: plusMillis(live.now, leaseMillis) } : lease },
    ] as const;
  });
  live.cell.state = { ...live.cell.state, leases: Object.fromEntries(kept) };
}

function latestOf(floats: readonly Float[]): Instant {
  return instantFromMillis(Math.max(...floats.map(({ until }) => until)));
}

async function revived(scene: Scene, state: State): Promise<Live> {
  const server = await serverWith(scene, state.served);
  const live: Live = {
    now: state.now,
    cell: { state: state.ledger },
    copies: state.copies,
    server,
    floats: state.floats,
    lives: [state.actors[0].life, state.actors[1].life],
    memories: [memoryOf(state.actors[0].memory), memoryOf(state.actors[1].memory)],
    runs: [null, null],
    turn: state.turn,
    marks: state.marks,
    way: state.way,
  };
  for (const place of [0, 1] as const) {
    const { run } = state.actors[place];
    if (run === null) continue;
    live.memories[place] = memoryOf(run.memory);
    live.runs[place] = await begin(run.errand, aroundOf(scene, live, place), run);
  }
  server.now = live.now;
  await arriveOverdue(live);
  return live;
}

function aroundOf(scene: Scene, live: Live, place: 0 | 1): Around {
  return {
    scene,
    cell: live.cell,
    server: live.server,
    place: `explored ${place}`,
    nonce: nonceOf(place, live.lives[place]),
    isGone: (nonce) => live.lives.every((life, index) => nonce !== nonceOf(index, life)),
    memory: live.memories[place],
    now: () => live.now,
  };
}

function stateOf(live: Live): State {
  const actorOf = (place: 0 | 1): ActorState => ({
    life: live.lives[place],
    memory: memoryState(live.memories[place]),
    run: live.runs[place]?.state() ?? null,
  });
  return {
    now: live.now,
    ledger: live.cell.state,
    copies: live.copies,
    served: live.server.served,
    floats: live.floats,
    actors: [actorOf(0), actorOf(1)],
    turn: live.turn,
    marks: live.marks,
    way: live.way,
  };
}

/** Somebody may have kept a copy of the ledger of each time at which it knew more of the publication than before. */
function keepCopy(live: Live): void {
  const known = (of: LedgerState): string =>
    Object.values(of.records)
      .map(
        ({ state, trail }) =>
          `${state} ${(trail?.posts ?? []).map(({ attempts, receipt }) => `${attempts !== null} ${receipt !== null}`)}`,
      )
      .join();
  const [now, before] = [known(live.cell.state), live.copies.map(known)];
  if (!before.includes(now)) live.copies = [...live.copies, live.cell.state];
}

/** Of a record what decisions can hang on. */
function plain({ state, trail, attempts, failure, settledAt, intent }: PlainRecord) {
  return {
    state,
    trail,
    settledAt: state === 'intended' ? settledAt : null,
    fingerprint: intent?.fingerprint ?? null,
    failure: failure?.kind ?? null,
    attempts: attempts.length,
    doubts: attempts.filter((each) => each.failure.kind === 'doubtful').length,
    last: attempts.at(-1) ?? null,
  };
}

/** The same for states that nothing can tell apart. */
function nameOf({ now, ledger, copies, served, floats, actors, turn, marks }: State, mayFail: boolean): string {
  const dead = (nonce: string): string => {
    const place = actors.findIndex(({ life }, index) => nonce === nonceOf(index, life));
    return place < 0 ? 'gone' : String(place);
  };
  const isIdle = actors.every(({ run }) => run === null);
  const leases = Object.values(ledger.leases).map(({ token, lease }) => ({
    token: isIdle ? null : token,
    holder: lease === null ? null : dead(lease.holder.nonce),
    expiresAt: lease?.expiresAt ?? null,
  }));
  const tokenNow = Object.values(ledger.leases)[0]?.token ?? 0;
  const memory = ({ pauses, recorded }: MemoryState) => ({
    pauses,
    recorded: recorded.map(([place, token]) => (isIdle ? token === tokenNow : [place, token])),
  });
  const seen = {
    now,
    leases,
    records: Object.values(ledger.records).map(digestOfRecord),
    preparations: Object.values(ledger.preparations).map(({ frozen: _, ...rest }) => rest),
    copies: mayFail ? copies.map(({ records }) => Object.values(records).map(digestOfRecord)) : null,
    served: served.map(digestOfCall),
    floats: floats.map((float) => remembered(float, (of) => of)),
    actors: actors.map(({ run, memory: kept }) => (run === null ? memory(kept) : run.digest)),
    turn: isIdle ? null : turn,
    marks,
  };
  return digestOf(JSON.stringify(seen));
}

const digests = new WeakMap<object, string>();

/** The same object is written out once. */
function remembered<T extends object>(of: T, shown: (of: T) => unknown): string {
  const known = digests.get(of);
  if (known !== undefined) return known;
  const isHidden = (name: string) => name === 'message' || name === 'bytes' || name === 'body';
  const digest = digestOf(JSON.stringify(shown(of), (name, value) => (isHidden(name) ? undefined : value)));
  digests.set(of, digest);
  return digest;
}

function digestOfRecord(record: PlainRecord): string {
  return remembered(record, plain);
}

function digestOfCall(served: Served): string {
  return remembered(served, (of) => of);
}

function nonceOf(place: number, life: number): string {
  return `${place}.${life}`;
}

function other(place: 0 | 1): 0 | 1 {
  return place === 0 ? 1 : 0;
}

function leaseOf({ seat }: Scene, { leases }: LedgerState) {
  const { account, language } = keyOf(seat);
  return leases[`${account} ${language}`]?.lease ?? null;
}

function publicationOf({ seat }: Scene, { cell }: Live): Publication | undefined {
  return publicationsIn(cell.state, accountKeyOf(seat.account), seat.language)[0];
}

function isOpen(scene: Scene, live: Live): boolean {
  const state = publicationOf(scene, live)?.state;
  return live.marks.isStale || state === undefined || state === 'intended';
}

/** The laboratory's own verdict on an end. */
async function judged(
  scene: Scene,
  state: State,
  server: Server,
): Promise<{ readonly broken: readonly string[]; readonly ending: string }> {
  const { seat, slot } = scene;
  const ledger = plainLedger({ state: state.ledger });
  const verdict = await judge(seat, [slot], server.standing(), ledger);
  const ending = verdict.settled[0]?.ending ?? 'nothing';
  const broken = verdict.broken.filter(
    (trouble) => !(state.marks.wasRestored && trouble.includes('its thread broke off')),
  );
  const isOpen = Object.values(state.ledger.records).some(
    ({ state: recorded, trail }) => recorded === 'missed' && trail?.posts.some(({ attempts }) => attempts !== null),
  );
  if (isOpen && !isFencedByPictures(scene)) broken.push('is recorded as missed, although an attempt is open');
  const isNeedless = ending === 'missed' && !state.marks.slept;
  return { ending, broken: isNeedless ? [...broken, 'is missed without need'] : broken };
}
