/** What a trial came to: the ledger of the program against what stands on the servers. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Shape } from '../season/season.ts';
import { textOf } from './campaign.ts';
import type { RealSeat } from './stand.ts';

/** One channel's part in a trial. */
export type Judged<S extends JudgedSeat = RealSeat> = {
  readonly seat: S;
  readonly ending: string;
  readonly broken: readonly string[];
};

export type JudgedSeat = Pick<RealSeat, 'title' | 'account' | 'violations' | 'standing'>;

/** What one channel shows and says of a trial; each line of `broken` is a broken promise. */
export async function judge<S extends JudgedSeat>(
  seat: S,
  trial: number,
  shape: Shape,
  folder: string,
): Promise<Judged<S>> {
  const broken: string[] = [];
  const say = (trouble: string) => broken.push(`${seat.title}: ${trouble}`);
  for (const violation of seat.violations()) say(violation);
  const all = await seat.standing();
  const there = Array.from({ length: shape.posts }, (_, position) =>
    all.filter(({ text }) => text === textOf(trial, position)),
  );
  for (const [position, copies] of there.entries()) {
    if (copies.length > 1) say(`post ${position} is there ${copies.length} times`);
    const parent = position === 0 ? null : (there[position - 1]?.[0]?.id ?? 'nothing');
    for (const copy of copies) if (copy.parent !== parent) say(`post ${position} answers ${copy.parent}`);
  }
  const count = there.filter((copies) => copies.length > 0).length;
  const { state, failure, message } = recordOf(folder, seat);
  const ending = state === 'failed' && failure === 'uncertain' ? 'uncertain' : state;
  if (ending === 'published' && count !== shape.posts) say(`published, but ${count} of ${shape.posts} are there`);
  if (ending === 'missed') say(`missed within its limit, and ${count} are there`);
  if (ending !== 'published' && ending !== 'missed' && ending !== 'uncertain')
    say(`it is ${state} ${failure ?? ''} ${message ?? ''}`);
  const isUnknowable = seat.title === 'snac' || (seat.title === 'no keys' && shape.pictures < shape.posts);
  if (ending === 'uncertain' && !isUnknowable) say(`uncertain, although it could be known: ${message}`);
  return { seat, ending, broken };
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

/** How many publications need nothing more. */
export function settledIn(folder: string): number {
  return rowsIn(folder).filter(({ state }) => state !== 'intended').length;
}

function recordOf(folder: string, { account }: JudgedSeat): Row {
  const found = rowsIn(folder).find((row) => row.account.startsWith(account));
  return found ?? { account, state: 'nothing recorded', failure: null, message: null };
}
