/** The ledger over one plain value, which can be kept, compared and put back: held to the same contract as the product's. */

import type { AccountKey } from '../../../bot/channel.ts';
import { type ChannelKey, type Lease, LeaseLost } from '../../../bot/ledger/lease.ts';
import type { Claim, Ledger, Preparation, Publication, PublicationKey, Setback } from '../../../bot/ledger/ledger.ts';
import { nameOf } from '../../../bot/ledger/rows.ts';
import type { Failure, Frozen, Trail } from '../../../bot/networks/network.ts';
import type { PostReceipt } from '../../../bot/networks/receipt.ts';
import type { Language } from '../../../schedule/model/language.ts';
import type { Instant } from '../../../schedule/time/instant.ts';

type Receipts = readonly [PostReceipt, ...PostReceipt[]];

/** All that was ever written of one publication. */
export type PlainRecord = PublicationKey & {
  readonly due: Instant;
  readonly state: Publication['state'];
  readonly intent: { readonly frozen: Frozen; readonly fingerprint: string; readonly intendedAt: Instant } | null;
  readonly trail: Trail | null;
  readonly settledAt: Instant | null;
  readonly failure: Failure | null;
  readonly receipts: Receipts | null;
  readonly attempts: readonly { readonly failure: Setback; readonly at: Instant }[];
};

type LeaseState = { readonly token: number; readonly lease: Lease | null };

/** Never changed: each write puts another in its place. */
export type LedgerState = {
  readonly starts: Readonly<Record<string, Instant>>;
  readonly leases: Readonly<Record<string, LeaseState>>;
  readonly records: Readonly<Record<string, PlainRecord>>;
  readonly preparations: Readonly<Record<string, Preparation>>;
};

export const emptyLedger: LedgerState = { starts: {}, leases: {}, records: {}, preparations: {} };

/** Where the state of a ledger is kept. */
export type Cell = { state: LedgerState };

const day = 24 * 60 * 60_000;

const channelName = ({ account, language }: ChannelKey): string => `${account} ${language}`;
const recordName = ({ account, language, slot }: PublicationKey): string => `${account} ${language} ${slot}`;
const keyOf = ({ account, language, slot }: PublicationKey): PublicationKey => ({ account, language, slot });

/** Each call is one step, and reads and writes `cell` in it. */
export function plainLedger(cell: Cell): Ledger {
  const write = (change: Partial<LedgerState>): void => {
    cell.state = { ...cell.state, ...change };
  };
  const put = (key: PublicationKey, record: PlainRecord): void =>
    write({ records: { ...cell.state.records, [recordName(key)]: record } });
  const recordOf = (key: PublicationKey): PlainRecord | undefined => cell.state.records[recordName(key)];
  const leaseOf = (channel: ChannelKey): Lease | null => cell.state.leases[channelName(channel)]?.lease ?? null;
  const keepLease = (channel: ChannelKey, state: LeaseState): void =>
    write({ leases: { ...cell.state.leases, [channelName(channel)]: state } });
  const requireLease = (claim: Claim): void => {
    const lease = leaseOf(claim);
    if (lease?.token !== claim.token) throw new LeaseLost(claim, lease);
  };
  const requireIntended = (key: PublicationKey, verb: string): PlainRecord => {
    const record = recordOf(key);
    if (record?.state === 'intended') return record;
    throw wrongState(key, verb, record);
  };
  const settle = (claim: Claim, verb: string, due: Instant, change: Partial<PlainRecord>): void => {
    requireLease(claim);
    const record = recordOf(claim);
    if (record !== undefined && record.state !== 'intended') throw wrongState(claim, verb, record);
    put(claim, { ...(record ?? emptyRecord(claim, due)), ...change });
  };

  return {
    async takeLease({ account, language }, { holder, now, expiresAt, over }) {
      const channel = { account, language };
      const { token = 0, lease = null } = cell.state.leases[channelName(channel)] ?? {};
      if (lease !== null && lease.expiresAt > now && lease.token !== over) return { kind: 'occupied', lease };
      const taken = { ...channel, token: token + 1, holder, expiresAt };
      keepLease(channel, { token: token + 1, lease: taken });
      return { kind: 'taken', lease: taken };
    },
    async renewLease({ token, holder, ...channel }, expiresAt) {
      const lease = leaseOf(channel);
      if (lease?.token !== token || lease.holder.nonce !== holder.nonce) return false;
      keepLease(channel, { token, lease: { ...lease, expiresAt } });
      return true;
    },
    async releaseLease({ token, holder, ...channel }) {
      const lease = leaseOf(channel);
      if (lease?.token === token && lease.holder.nonce === holder.nonce) keepLease(channel, { token, lease: null });
    },
    leaseOf: async (channel) => leaseOf(channel),

    async start(account, language, now) {
      const name = channelName({ account, language });
      const started = cell.state.starts[name] ?? now;
      write({ starts: { ...cell.state.starts, [name]: started } });
      return started;
    },
    startOf: async (account, language) => cell.state.starts[channelName({ account, language })] ?? null,
    publications: async (account, language) => publicationsIn(cell.state, account, language),

    async prepared(claim, { frozen, fingerprint, trail, preparedAt, isComplete }) {
      requireLease(claim);
      const kept = Object.entries(cell.state.preparations).filter(([, each]) => each.preparedAt >= preparedAt - day);
      const preparation = { frozen, fingerprint, trail, preparedAt, isComplete };
      write({ preparations: { ...Object.fromEntries(kept), [recordName(claim)]: preparation } });
    },
    preparation: async (key) => cell.state.preparations[recordName(key)] ?? null,

    async intend(claim, { due, frozen, fingerprint, trail = null, now }) {
      requireLease(claim);
      const { [recordName(claim)]: _, ...preparations } = cell.state.preparations;
      write({ preparations });
      if (recordOf(claim) !== undefined) return false;
      const intent = { frozen, fingerprint, intendedAt: now };
      put(claim, { ...emptyRecord(claim, due), state: 'intended', intent, trail });
      return true;
    },
    async trailed(claim, trail) {
      requireLease(claim);
      put(claim, { ...requireIntended(claim, 'record the trail of'), trail });
    },
    async attempted(claim, setback, at) {
      requireLease(claim);
      const record = requireIntended(claim, 'count an attempt of');
      put(claim, { ...record, attempts: [...record.attempts, { failure: setback, at }] });
    },
    async published(claim, receipts, now) {
      requireLease(claim);
      const known = recordOf(claim);
      const ids = (of: Receipts | null | undefined): string => (of ?? []).map(({ id }) => id).join(' ');
      if (known?.state === 'published' && ids(known.receipts) === ids(receipts)) return;
      const record = requireIntended(claim, 'publish');
      checkReceipts(record, receipts);
      put(claim, { ...record, state: 'published', settledAt: now, receipts });
    },
    async missed(claim, due, now) {
      settle(claim, 'miss', due, { state: 'missed', settledAt: now });
    },
    async failed(claim, due, failure, now) {
      settle(claim, 'give up', due, { state: 'failed', settledAt: now, failure });
    },
    async reopen(claim, { frozen, fingerprint, now }) {
      requireLease(claim);
      const record = recordOf(claim);
      if (record?.state !== 'missed' && record?.state !== 'failed') return false;
      const intent = { ...(record.intent ?? { frozen, fingerprint }), intendedAt: now };
      put(claim, { ...record, state: 'intended', intent, settledAt: null, failure: null, attempts: [] });
      return true;
    },
    async resolve(key, word) {
      const record = recordOf(key);
      if (record?.state !== 'failed' || !['uncertain', 'conflict'].includes(record.failure?.kind ?? '')) return false;
      if ('receipts' in word) {
        checkReceipts(record, word.receipts);
        put(key, { ...record, state: 'published', settledAt: word.now, failure: null, receipts: word.receipts });
      } else put(key, { ...record, settledAt: word.now, failure: word.failure, trail: word.trail });
      return true;
    },
    close: async () => {},
  };
}

/** All that a ledger holds of a channel, as the product's says it. */
export function publicationsIn(
  { records }: LedgerState,
  account: AccountKey,
  language: Language,
): readonly Publication[] {
  return Object.values(records)
    .filter((record) => record.account === account && record.language === language)
    .map(publicationOf)
    .sort((a, b) => a.due - b.due || (a.slot < b.slot ? -1 : 1));
}

function emptyRecord(key: PublicationKey, due: Instant): PlainRecord {
  const unset = { intent: null, trail: null, settledAt: null, failure: null, receipts: null };
  return { ...keyOf(key), due, state: 'missed', ...unset, attempts: [] };
}

function publicationOf(record: PlainRecord): Publication {
  const { due, state, intent, trail, settledAt, failure, receipts, attempts } = record;
  const base = { ...keyOf(record), due };
  const at = settledAt ?? due;
  switch (state) {
    case 'intended':
      if (intent === null) break;
      return {
        ...base,
        state,
        ...intent,
        trail,
        attempts: attempts.length,
        attemptedAt: attempts.map((each) => each.at),
        doubts: attempts.filter((each) => each.failure.kind === 'doubtful').length,
        lastFailure: attempts.at(-1) ?? null,
      };
    case 'published':
      if (intent === null || receipts === null) break;
      return { ...base, state, fingerprint: intent.fingerprint, publishedAt: at, receipts };
    case 'missed':
      return { ...base, state, missedAt: at };
    case 'failed':
      if (failure === null) break;
      return { ...base, state, failedAt: at, failure, intent: intent && { frozen: intent.frozen, trail } };
  }
  throw new Error(`${nameOf(record)} cannot be ${state}`);
}

function checkReceipts(record: PlainRecord, receipts: Receipts): void {
  const posts = record.intent?.frozen.posts.length ?? 0;
  const positions = receipts.map(({ position }) => position);
  if (positions.length === posts && positions.every((position, index) => position === index)) return;
  throw new Error(
    `cannot publish ${nameOf(record)}: it has ${posts} posts, but its receipts are for positions ${positions.join(', ')}`,
  );
}

function wrongState(key: PublicationKey, verb: string, record: PlainRecord | undefined): Error {
  const found = record === undefined ? 'it was never intended' : `it is already ${record.state}`;
  return new Error(`cannot ${verb} ${nameOf(key)}: ${found}`);
}
