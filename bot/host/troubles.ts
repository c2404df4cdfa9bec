/** What stops the passes of channels, told when it begins and when it is over, and not at every beat in between. */

export type Troubles = {
  /** A pass of a channel has thrown. */
  readonly met: (channel: string, error: unknown) => void;
  /** A pass of a channel has gone through. One that had nothing to do proves little: what failed may only be paused. */
  readonly over: (channel: string, pass: 'did something' | 'had nothing to do') => void;
};

type Told = {
  readonly error: (error: unknown, channel: string) => void;
  readonly mended: (channel: string) => void;
};

/** Longer than the longest pause after a failure. */
const quietMillis = 10 * 60_000;

/** Errors of the same words are the same trouble. `steady` is a clock that nobody sets, in milliseconds. */
export function createTroubles(log: Told, steady: () => number): Troubles {
  const reported = new Map<string, { readonly words: ReadonlySet<string>; readonly at: number }>();
  return {
    met(channel, error) {
      const said = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
      const known = reported.get(channel)?.words ?? new Set();
      if (!known.has(said)) log.error(error, channel);
      reported.set(channel, { words: new Set([...known, said]), at: steady() });
    },
    over(channel, pass) {
      const last = reported.get(channel);
      if (last === undefined || (pass === 'had nothing to do' && steady() - last.at < quietMillis)) return;
      reported.delete(channel);
      log.mended(channel);
    },
  };
}
