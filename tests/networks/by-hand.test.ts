/** A person's word that nothing was published takes back all that was taken for an attempt. */

import { expect, it } from 'vitest';
import { withoutAttempt } from '../../bot/networks/by-hand.ts';
import type { MastodonTrail } from '../../bot/networks/mastodon/deliver/trail.ts';

it('a person’s word that nothing was published also takes back what the server had said, and what was to be deleted', () => {
  const attempts = { firstAt: '2027-10-23T13:00:00Z', lastAt: '2027-10-23T13:00:00Z' };
  const answered = { id: '7', url: null };
  const post = { mediaIds: [], attempts, answered, stray: answered, refusals: 0, receipt: null };
  const trail: MastodonTrail = { network: 'mastodon', anchor: null, posts: [post] };
  expect(withoutAttempt(trail)).toMatchObject({
    posts: [{ attempts: null, answered: null, stray: null }],
  });
  expect(withoutAttempt(null)).toBeNull();
});
