/** A trail that is written down with every change before anything else happens. */

import type { Sending } from '../../network.ts';
import type { MastodonPostTrail, MastodonTrail } from './trail.ts';

export type Progress = {
  readonly trail: () => MastodonTrail;
  /** How far a post has come; a post that was not begun has come nowhere. */
  readonly of: (position: number) => MastodonPostTrail;
  /** Resolves when the change is on disk. Posts are begun in order. */
  readonly change: (position: number, change: Partial<MastodonPostTrail>) => Promise<void>;
};

const notBegun: MastodonPostTrail = { mediaIds: [], attempts: null, refusals: 0, receipt: null };

export function progressFrom(start: MastodonTrail, record: Sending<MastodonTrail>['record']): Progress {
  let trail = start;
  const of = (position: number) => trail.posts[position] ?? notBegun;
  return {
    trail: () => trail,
    of,
    change: async (position, change) => {
      const posts = [...trail.posts];
      posts[position] = { ...of(position), ...change };
      trail = { ...trail, posts };
      await record(trail);
    },
  };
}
