/** One sample of each case that the truth table tells apart: a slot, what the ledger may hold of it, and what may be in its way. */

import { accountKeyOf } from '../../bot/channel.ts';
import type { Hold, Publication, Setback } from '../../bot/ledger/ledger.ts';
import { freezeBluesky } from '../../bot/networks/bluesky/freeze/freeze.ts';
import type { MastodonTrail } from '../../bot/networks/mastodon/deliver/trail.ts';
import type { Failure, FindResult } from '../../bot/networks/network.ts';
import type { Situation } from '../../bot/publish/decide/decide.ts';
import { type Intended, settlingMillis } from '../../bot/publish/decide/retry.ts';
import type { Campaign } from '../../schedule/model/campaign.ts';
import { type Instant, plusMillis } from '../../schedule/time/instant.ts';
import type { SilentSpan } from '../../schedule/time/silence.ts';
import type { Slot, SlotId } from '../../schedule/time/slots.ts';
import { slotsOf } from '../../schedule/time/slots.ts';
import { blueskyAccount, campaignWith, entryWith, threadWith } from '../../tests/support/threads.ts';

const minute = 60_000;

const words = { hu: { bluesky: 'Később', mastodon: 'Később' }, en: { bluesky: 'Later', mastodon: 'Later' } };
const campaignNamed = (id: string): Campaign =>
  campaignWith({
    id,
    catchUp: { spacingMinutes: 2, perHour: 2 },
    entries: [
      entryWith({
        lateness: { graceMinutes: 15, rewordedMinutes: 60 },
        thread: entryWith().thread.map((post) => ({ ...post, late: words })) as unknown as ReturnType<
          typeof entryWith
        >['thread'],
      }),
    ],
  });
const campaign = campaignNamed('own');
const otherCampaign = campaignNamed('other');

function first<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('there is no sample');
  return one;
}

/** As written within 15 minutes, in other words within 60. */
export const slot: Slot = first(slotsOf(campaign, 2027));

export const dueAfter = (minutes: number): Instant => plusMillis(slot.due, minutes * minute);

/** Minutes after the due instant. */
export const times = {
  'not due yet': -1,
  'at its minute': 0.5,
  'late, within its grace': 10,
  'late, with its late texts': 30,
  'past its limit': 61,
  'more than five minutes past it': 60 + settlingMillis / minute + 1,
} as const;

const key = { account: accountKeyOf(blueskyAccount), language: 'hu', slot: slot.id, due: slot.due } as const;
const frozen = freezeBluesky(blueskyAccount, threadWith({ slot, posts: [{}, { text: 'Második' }] }), [[], []]);

const receipt = (position: number) => ({ position, id: `at://${position}`, cid: null, url: null });
export const receipts = [receipt(0), receipt(1)] as const;

const post = { mediaIds: [], attempts: null, refusals: 0, receipt: null };
const trailOf = (...posts: MastodonTrail['posts']): MastodonTrail => ({ network: 'mastodon', anchor: null, posts });
/** Of a thread whose first post is public. */
export const begun = trailOf({ ...post, receipt: receipt(0) });
export const lapsed = trailOf({ ...post, lapsed: true });

export const intended = (changes: Partial<Intended> = {}): Intended => ({
  ...key,
  state: 'intended',
  frozen,
  fingerprint: 'f',
  trail: null,
  intendedAt: slot.due,
  attempts: 0,
  attemptedAt: [],
  doubts: 0,
  lastFailure: null,
  ...changes,
});
const tried = (failure: Setback, at: Instant, attempts = 1): Intended =>
  intended({ attempts, attemptedAt: Array.from({ length: attempts }, () => at), lastFailure: { failure, at } });

const failureOf = (kind: Failure['kind']): Failure =>
  kind === 'unavailable' ? { kind, message: '', retryAt: null } : { kind, message: '' };

export const kinds = ['unavailable', 'unauthorised', 'doubtful', 'uncertain', 'conflict', 'refused'] as const;
export const failures = Object.fromEntries(kinds.map((kind) => [kind, failureOf(kind)])) as Record<
  Failure['kind'],
  Failure
>;

export const failed = (failure: Failure, isIntended = true): Publication => ({
  ...key,
  state: 'failed',
  failedAt: slot.due,
  failure,
  intent: isIntended ? { frozen, trail: null } : null,
});
export const missed: Publication = { ...key, state: 'missed', missedAt: slot.due };
export const published: Publication = { ...key, state: 'published', fingerprint: 'f', publishedAt: slot.due, receipts };

const held = (why: Hold['why']): Setback => ({ kind: 'held', hold: { why, until: dueAfter(90) } });

/** What the ledger may hold, by the instant at which it is asked. */
export const records: Readonly<Record<string, (now: Instant) => Publication | undefined>> = {
  nothing: () => undefined,
  'intended, and no attempt has ended': () => intended(),
  'an attempt failed, and its pause is not over': (now) => tried(failures.unavailable, plusMillis(now, -500)),
  'an attempt failed, and its pause is over': (now) => tried(failures.doubtful, plusMillis(now, -31 * minute)),
  'held back by a silence': (now) => tried(held('silence'), plusMillis(now, -minute)),
  'held back by the distance to others': (now) => tried(held('spacing'), plusMillis(now, -minute)),
  'tried a hundred times within its limit': (now) =>
    tried(failures.doubtful, plusMillis(now < dueAfter(60) ? now : dueAfter(60), -31 * minute), 100),
  'tried a hundred times past its limit': () => tried(failures.doubtful, plusMillis(dueAfter(60), 1), 100),
  published: () => published,
  missed: () => missed,
  'given up': () => failed(failures.refused),
};

const spanOf = (of: Campaign, from: number, to: number): SilentSpan => ({
  campaign: of,
  from: dueAfter(from),
  to: dueAfter(to),
});
const others = (now: Instant, ...minutes: readonly number[]): readonly Publication[] =>
  minutes.map(
    (ago, index): Publication => ({
      ...(published as Extract<Publication, { state: 'published' }>),
      slot: `other/e${index}@2027-10-23T14:00` as SlotId,
      due: plusMillis(slot.due, -60 * minute),
      publishedAt: plusMillis(now, -ago * minute),
    }),
  );

type Obstacle = (now: Instant) => Pick<Situation, 'silences' | 'publications'>;

/** What may keep a slot back. */
export const obstacles: Readonly<Record<string, Obstacle>> = {
  'nothing in its way': () => ({ silences: [], publications: [] }),
  'a silence of its campaign': () => ({ silences: [spanOf(campaign, -30, 600)], publications: [] }),
  'a silence of another campaign of the channel': () => ({
    silences: [spanOf(otherCampaign, -30, 600)],
    publications: [],
  }),
  'another post a minute ago': (now) => ({ silences: [], publications: others(now, 1) }),
  'enough posts in this hour': (now) => ({ silences: [], publications: others(now, 20, 40) }),
};

export const situation = (now: Instant, obstacle: Obstacle, record: Publication | undefined): Situation => {
  const { silences, publications } = obstacle(now);
  return {
    startedAt: plusMillis(slot.due, -10 * 60 * minute),
    now,
    slots: [slot],
    publications: [...publications, ...(record === undefined ? [] : [record])],
    silences,
    chance: () => 0.5,
  };
};

export const holds: Readonly<Record<string, Hold | null>> = {
  'nothing holds it': null,
  'a silence holds it': { why: 'silence', until: dueAfter(90) },
  'its distance holds it': { why: 'spacing', until: dueAfter(90) },
};

const absent = { kind: 'absent' } as const;

/** What a look may find. */
export const looks: Readonly<Record<string, FindResult>> = {
  'all of it': { kind: 'found', receipts },
  'its first posts': { kind: 'partial', receipts: [receipts[0]] },
  nothing: absent,
  'nothing; an attempt has lapsed': { ...absent, lapsed },
  'nothing; it may still come through': { ...absent, doubt: failures.doubtful },
  'nothing; nobody can know': { ...absent, doubt: failures.uncertain },
  ...Object.fromEntries(kinds.map((kind) => [`no answer: ${kind}`, { kind: 'failure', failure: failures[kind] }])),
};

/** What is known of the attempts before a look. */
export const knowledge = {
  'each attempt is known to have sent nothing': { isRecorded: true, publication: intended() },
  'an attempt was in doubt': { isRecorded: true, publication: intended({ doubts: 1 }) },
  'an attempt is open in its trail': {
    isRecorded: true,
    publication: intended({ trail: trailOf({ ...post, attempts: { firstAt: '', lastAt: '' } }) }),
  },
  'its first post is known to be public': { isRecorded: true, publication: intended({ trail: begun }) },
  'its last attempt may have been cut off': { isRecorded: false, publication: intended() },
} as const;

export const silences = {
  'no silence': [],
  'a silence of its campaign': [spanOf(campaign, -30, 600)],
  'a silence of another campaign': [spanOf(otherCampaign, -30, 600)],
} as const;
