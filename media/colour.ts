/** Colours between colours. */

/** The colour a share of the way from one `#RRGGBB` to another, channel by channel. */
export function mixed(from: string, to: string, share: number): string {
  const channel = (at: number) => {
    const [start, end] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    const value = Math.round((start ?? 0) + ((end ?? 0) - (start ?? 0)) * share);
    return value.toString(16).toUpperCase().padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
