/** Work that waits for its turn, so that only so much of it is under way at once. */

export type Queue = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A queue that begins work in the order given and keeps at most `lanes` of it under way; a failure frees its lane too. */
export function createQueue(lanes: number): Queue {
  const waiting: (() => void)[] = [];
  let free = lanes;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
