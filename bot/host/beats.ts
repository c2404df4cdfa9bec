/** Lets each channel beat alone: one whose server takes its time keeps no other waiting. */

export type Beats = {
  /** Begins a beat of every channel whose last one is over; the others are left out this time. */
  readonly beat: () => void;
  /** Resolves when no beat is under way any more. */
  readonly ended: () => Promise<void>;
};

/** `task` must not reject. */
export function beatsOf<C>(channels: readonly C[], task: (channel: C) => Promise<void>): Beats {
  const underWay = new Map<C, Promise<void>>();
  return {
    beat() {
      for (const channel of channels) {
        if (underWay.has(channel)) continue;
        underWay.set(
          channel,
          task(channel).finally(() => underWay.delete(channel)),
        );
      }
    },
    async ended() {
      await Promise.all(underWay.values());
    },
  };
}
