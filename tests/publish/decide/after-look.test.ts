/** The edges of what follows from a look, a stop and a person's wish, and the words for it; the cases are in docs/guarantee.md. */

import { describe, expect, it } from 'vitest';
import { accountKeyOf, type Channel } from '../../../bot/channel.ts';
import type { FindResult, Trail } from '../../../bot/networks/network.ts';
import { afterLook, afterOrphanLook, type Sought } from '../../../bot/publish/decide/after-look.ts';
import { askedByHand, isReconsidered } from '../../../bot/publish/decide/by-hand.ts';
import { claimOf } from '../../../bot/publish/decide/claim.ts';
import { afterStop, stopOn } from '../../../bot/publish/decide/permission.ts';
import {
  begun,
  dueAfter,
  failed,
  failures,
  intended,
  looks,
  missed,
  published,
  slot,
} from '../../../docs/guarantee/samples.ts';
import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import { blueskyAccount } from '../../support/threads.ts';

const limit = dueAfter(60);
const settled = dueAfter(65);

const sought = (now: Instant, trail: Trail | null = null): Sought => ({
  slot,
  publication: intended({ trail }),
  patience: 'within its limit',
  hold: null,
  isRecorded: true,
  now,
});
const absent: FindResult = { kind: 'absent' };
const unread: FindResult = { kind: 'failure', failure: failures.unavailable };

describe('what a look did not find', () => {
  it('is sent up to the very last chance', () => {
    expect(afterLook(absent, sought(limit)).kind).toBe('send');
    expect(afterLook(absent, sought(plusMillis(limit, 1))).kind).toBe('postpone');
  });

  it('is missed once no request of the last moments can come through', () => {
    const waiting = afterLook(absent, sought(settled));
    expect(waiting).toMatchObject({
      kind: 'postpone',
      setback: { message: 'it is too late to be sent, and not there; a request that was lost may still come through' },
    });
    expect(afterLook(absent, sought(plusMillis(settled, 1))).kind).toBe('miss');
    expect(afterLook(unread, sought(settled)).kind).toBe('postpone');
    expect(afterLook(unread, sought(plusMillis(settled, 1))).kind).toBe('miss');
  });

  it('is not missed unseen if any post of it was tried or is public', () => {
    const [public_] = begun.posts;
    const untried = { attempts: null, receipt: null };
    const open = { ...untried, attempts: { firstAt: '', lastAt: '' } };
    if (public_ === undefined) throw new Error('it has a post');
    const unseen = (...posts: Trail['posts']) =>
      afterLook(unread, sought(plusMillis(settled, 1), { network: 'mastodon', posts })).kind;
    expect(unseen(untried, untried)).toBe('miss');
    expect(unseen(open)).toBe('postpone');
    expect(unseen(public_, untried)).toBe('postpone');
    expect(unseen(untried, open)).toBe('postpone');
  });
});

it('says what was left of a publication whose entry is gone', () => {
  const words = (found: FindResult | undefined) => {
    const ending = afterOrphanLook(found ?? absent);
    return ending.kind === 'give up' ? ending.failure.message : ending.kind;
  };
  expect(words(absent)).toBe('its entry left the campaign before it could be sent; nothing was published');
  expect(words(looks['its first posts'])).toBe(
    'its entry left the campaign before it could be sent; its thread was left unfinished',
  );
});

describe('a request', () => {
  const asking = (now: Instant) =>
    stopOn({ slot, patience: 'within its limit', isBegun: false, silences: [], now })?.kind ?? 'go';

  it('goes from the due instant up to the very last chance', () => {
    expect([-1, 0].map((millis) => asking(plusMillis(slot.due, millis)))).toEqual(['not due', 'go']);
    expect([0, 1].map((millis) => asking(plusMillis(limit, millis)))).toEqual(['go', 'past its limit']);
  });

  it('that is stopped says why', () => {
    const hold = { why: 'silence', until: limit } as const;
    const told = (stop: Parameters<typeof afterStop>[0]) => {
      const ending = afterStop(stop, true);
      return ending.kind === 'postpone' ? ending.setback.message : ending.kind;
    };
    expect(told({ kind: 'a silence', hold })).toBe('a silence has begun before it could be sent');
    expect(told({ kind: 'past its limit' })).toBe('sending it was held up until past its limit');
    expect(told({ kind: 'not due' })).toBe('by this clock, which was set meanwhile, it is not due yet');
  });
});

describe('a person', () => {
  it('may ask from the very instant on', () => {
    expect(askedByHand(slot, undefined, plusMillis(slot.due, -1)).kind).toBe('refuse');
    expect(askedByHand(slot, undefined, slot.due).kind).toBe('intend');
  });

  it('has a ledger rebuilt from what is not known for sure', () => {
    const looked = [undefined, intended(), missed, published, failed(failures.refused)].map(isReconsidered);
    expect(looked).toEqual([true, true, true, false, false]);
  });
});

it('claims a slot under the lease of its channel', () => {
  const key = { account: accountKeyOf(blueskyAccount), language: 'hu' } as const;
  const channel: Channel = {
    ...key,
    id: 'b',
    network: 'bluesky',
    campaigns: null,
    account: blueskyAccount,
    destination: 'outbox',
  };
  const lease = { ...key, token: 7, holder: { host: 'h', pid: 1, nonce: 'n' }, expiresAt: slot.due };
  expect(claimOf(slot, { channel, lease })).toEqual({ ...key, slot: slot.id, token: 7 });
});
