/** Measures several ways of doing the same in turns, so that whatever else the machine does hits all of them alike. */

/** What one turn came to, by the key of a column. */
export type Readings = Readonly<Record<string, number>>;

export type Contender = {
  readonly name: string;
  /** What its turn measures, one after the other; for most of them only themselves. */
  readonly rows: readonly string[];
  /** Takes one turn; gives the readings of each row. */
  readonly turn: () => Promise<readonly Readings[]>;
};

/** One that measures only itself. */
export function contender(name: string, turn: () => Promise<Readings>): Contender {
  return { name, rows: [name], turn: async () => [await turn()] };
}

/** `turns` holds one a round: those of two rows with the same index were taken in the same round. */
export type Measured = { readonly name: string; readonly turns: readonly Readings[] };

export type Plan = {
  /** About how long the whole takes; at least `rounds` rounds are made, three unless it says otherwise. */
  readonly seconds: number;
  readonly rounds?: number;
  /** Told before each turn. */
  readonly onTurn?: (round: number, name: string) => void;
};

/** All take turns, each round beginning with another one. Throws what a turn throws. */
export async function takeTurns(
  contenders: readonly Contender[],
  { seconds, rounds = 3, onTurn = () => {} }: Plan,
): Promise<readonly Measured[]> {
  const measured = contenders.map((each) => ({ ...each, turns: [] as (readonly Readings[])[] }));
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < rounds || performance.now() < end; round += 1) {
    const first = round % measured.length;
    for (const { name, turn, turns } of [...measured.slice(first), ...measured.slice(0, first)]) {
      onTurn(round + 1, name);
      turns.push(await turn());
    }
  }
  return measured.flatMap(({ rows, turns }) =>
    rows.map((name, index) => ({ name, turns: turns.map((readings) => readings[index] ?? {}) })),
  );
}

/** Each time the next one, and after the last the first again. */
export function inTurn<Each>(all: readonly Each[]): () => Each {
  let at = -1;
  return () => {
    at = (at + 1) % all.length;
    const each = all[at];
    if (each === undefined) throw new RangeError('there is nothing to take in turn');
    return each;
  };
}
