/** Measures several ways of doing the same in turns, so that whatever else the machine does hits all of them alike. */

export type Contender = {
  readonly name: string;
  /** Does the work once; what it resolves to is the result, so that nothing can be left out. */
  readonly run: () => Promise<Uint8Array>;
};

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

/** One turn of a contender. */
type Turn = {
  readonly perSecond: number;
  /** Milliseconds of all threads of the process. */
  readonly cpu: number;
};

export type Measured = { readonly name: string; readonly bytes: number; readonly turns: readonly Turn[] };

type Plan = {
  /** About how long the whole takes; at least three turns each are measured. */
  readonly seconds: number;
  readonly inFlight: number;
  readonly perTurn: number;
  readonly onRound: (done: number) => void;
};

/** Every contender runs once unmeasured, then all take turns, each round beginning with another one. */
export async function measure(contenders: readonly Contender[], plan: Plan): Promise<readonly Measured[]> {
  const measured = [];
  for (const { name, run } of contenders) {
    measured.push({ name, run, bytes: (await run()).length, turns: [] as Turn[] });
  }
  const end = performance.now() + plan.seconds * 1000;
  for (let round = 0; round < 3 || performance.now() < end; round += 1) {
    const first = round % measured.length;
    for (const contender of [...measured.slice(first), ...measured.slice(0, first)]) {
      contender.turns.push(await turn(contender.run, plan));
    }
    plan.onRound(round + 1);
  }
  return measured.map(({ name, bytes, turns }) => ({ name, bytes, turns }));
}

async function turn(run: () => Promise<unknown>, { inFlight, perTurn }: Plan): Promise<Turn> {
  const [cpuBefore, begun] = [process.cpuUsage(), performance.now()];
  let left = perTurn;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await run();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: perTurn / seconds, cpu: (user + system) / 1000 / perTurn };
}

/** The median, and the quartiles as the spread. */
export type Spread = { readonly median: number; readonly from: number; readonly to: number };

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), from: quantile(sorted, 0.25), to: quantile(sorted, 0.75) };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below = 0, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at % 1);
}
