/** What every ledger promises about leases, whatever database is under it. */

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChannelKey, type Lease, LeaseLost } from '../../bot/ledger/lease.ts';
import type { Claim, Ledger } from '../../bot/ledger/ledger.ts';
import { plusMillis } from '../../schedule/time/instant.ts';
import { blueskyKey, mastodonKey } from '../support/threads.ts';
import { doubt, holderNamed, intentFor, key, now, receipts, slot, trail } from './samples.ts';

const alfa = holderNamed('alfa');
const beta = holderNamed('beta');
const channel: ChannelKey = { account: blueskyKey, language: 'hu' };
const minute = 60_000;
const until = plusMillis(now, minute);

/** Every write about a publication, each as a publisher makes it. */
const writes: Readonly<Record<string, (ledger: Ledger, claim: Claim) => Promise<unknown>>> = {
  intend: (ledger, claim) => ledger.intend(claim, intentFor()),
  prepared: (ledger, claim) => {
    const { frozen, fingerprint } = intentFor();
    return ledger.prepared(claim, { frozen, fingerprint, trail: null, preparedAt: now, isComplete: true });
  },
  trailed: (ledger, claim) => ledger.trailed(claim, trail),
  attempted: (ledger, claim) => ledger.attempted(claim, doubt, now),
  published: (ledger, claim) => ledger.published(claim, receipts, now),
  missed: (ledger, claim) => ledger.missed(claim, slot.due, now),
  failed: (ledger, claim) => ledger.failed(claim, slot.due, doubt, now),
  reopen: (ledger, claim) => ledger.reopen(claim, intentFor()),
};

/** `open` gives an empty ledger each time; it is closed by the suite. */
export function leaseContract(name: string, open: () => Promise<Ledger>): void {
  describe(`leases in ${name}`, () => {
    let ledger: Ledger;
    beforeEach(async () => {
      ledger = await open();
    });
    afterEach(() => ledger.close());

    const take = (holder = alfa, at = now, over: number | null = null) =>
      ledger.takeLease(channel, { holder, now: at, expiresAt: plusMillis(at, minute), over });
    const taken = async (...of: Parameters<typeof take>): Promise<Lease> => {
      const result = await take(...of);
      if (result.kind === 'occupied') throw new Error('the lease was to be had');
      return result.lease;
    };

    it('go to the first who asks, and tell the second who that was and until when', async () => {
      const lease: Lease = { ...channel, token: 1, holder: alfa, expiresAt: until };
      expect(await ledger.leaseOf(channel)).toBeNull();
      expect(await take()).toStrictEqual({ kind: 'taken', lease });
      expect(await take(beta, plusMillis(until, -1))).toStrictEqual({ kind: 'occupied', lease });
      expect(await ledger.leaseOf(channel)).toStrictEqual(lease);
    });

    it('go to exactly one of many who ask at once', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `host-${index}`);
      const results = await Promise.all(names.map((host) => take(holderNamed(host))));
      expect(results.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
      expect(new Set(results.map(({ lease }) => lease.holder.host)).size).toBe(1);
    });

    it('of accounts and languages are apart', async () => {
      await take();
      for (const other of [{ ...channel, language: 'en' } as const, { ...channel, account: mastodonKey }]) {
        const taking = { holder: beta, now, expiresAt: until, over: null };
        expect(await ledger.takeLease(other, taking)).toMatchObject({ kind: 'taken', lease: { token: 1 } });
      }
    });

    it('may be taken with a higher token once they expire', async () => {
      await take();
      expect(await take(beta, until)).toMatchObject({ kind: 'taken', lease: { token: 2, holder: beta } });
      expect(await take(alfa, until)).toMatchObject({ kind: 'occupied', lease: { token: 2 } });
    });

    it('last longer when they are renewed, also when they have expired and nobody has taken them', async () => {
      const lease = await taken();
      const later = plusMillis(until, minute);
      expect(await ledger.renewLease(lease, later)).toBe(true);
      expect(await take(beta, plusMillis(later, -1))).toMatchObject({ kind: 'occupied', lease: { expiresAt: later } });
      expect(await ledger.renewLease(lease, plusMillis(later, minute))).toBe(true);
      expect(await take(beta, later)).toMatchObject({ kind: 'occupied', lease: { token: 1 } });
    });

    it('cannot be renewed or given back by whoever lost them', async () => {
      const old = await taken();
      const lease = await taken(beta, until);
      expect(await ledger.renewLease(old, plusMillis(until, minute))).toBe(false);
      await ledger.releaseLease(old);
      expect(await ledger.leaseOf(channel)).toStrictEqual(lease);
    });

    it('are free at once when they are given back, and keep counting', async () => {
      const lease = await taken();
      await ledger.releaseLease(lease);
      expect(await ledger.leaseOf(channel)).toBeNull();
      expect(await ledger.renewLease(lease, until)).toBe(false);
      expect(await take(beta)).toMatchObject({ kind: 'taken', lease: { token: 2 } });
    });

    it('of a holder that is gone are taken over before they expire, by one of those who know', async () => {
      const { token } = await taken();
      const results = await Promise.all([take(beta, now, token), take(holderNamed('gamma'), now, token)]);
      expect(results.map(({ kind }) => kind)).toEqual(['taken', 'occupied']);
      expect(await take(beta, now, token)).toMatchObject({ kind: 'occupied', lease: { token: 2 } });
    });

    it.each(Object.entries(writes))('keep out %s with an older token, which changes nothing', async (verb, write) => {
      const old = await taken();
      if (verb === 'reopen') await ledger.missed({ ...key, token: 1 }, slot.due, now);
      else if (verb !== 'intend') await ledger.intend({ ...key, token: 1 }, intentFor());
      const kept = async () => [await ledger.publications(blueskyKey, 'hu'), await ledger.preparation(key)];
      const before = await kept();
      const lease = await taken(beta, until);
      const error: unknown = await write(ledger, { ...key, token: old.token }).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(LeaseLost);
      expect(error).toMatchObject({ successor: lease });
      expect(await kept()).toStrictEqual(before);
      await write(ledger, { ...key, token: lease.token });
      expect(await kept()).not.toStrictEqual(before);
    });

    it.each(Object.entries(writes))(
      'keep out %s without a lease, and with one that was given back',
      async (_, write) => {
        await expect(write(ledger, { ...key, token: 0 })).rejects.toThrow(LeaseLost);
        const lease = await taken();
        await ledger.releaseLease(lease);
        await expect(write(ledger, { ...key, token: lease.token })).rejects.toThrow('nobody holds it');
        expect(await ledger.publications(blueskyKey, 'hu')).toEqual([]);
      },
    );

    it('allow writes to whoever took the last one and to nobody else, in whatever order things happen', async () => {
      const step = fc.record({
        who: fc.integer({ min: 0, max: 2 }),
        what: fc.constantFrom('take', 'take over', 'renew', 'release', 'write'),
        passes: fc.constantFrom(0, 1_000, minute),
      });
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
          runs += 1;
          const here: ChannelKey = { account: blueskyKey, language: runs % 2 === 0 ? 'hu' : 'en' };
          const before = await ledger.leaseOf(here);
          if (before !== null) await ledger.releaseLease(before);
          const leases: (Lease | null)[] = [null, null, null];
          let newest = null as Lease | null;
          let highest = before?.token ?? 0;
          let clock = now;
          for (const { who, what, passes } of steps) {
            clock = plusMillis(clock, passes);
            const mine: Lease | null = leases[who] ?? null;
            const expiresAt = plusMillis(clock, minute);
            const isMine: boolean = mine !== null && newest !== null && mine.token === newest.token;
            switch (what) {
              case 'take':
              case 'take over': {
                const over: number | null = what === 'take over' ? (newest?.token ?? null) : null;
                const taking = { holder: holderNamed(`host-${who}`), now: clock, expiresAt, over };
                const result = await ledger.takeLease(here, taking);
                const free: boolean = newest === null || newest.expiresAt <= clock || over !== null;
                expect(result.kind).toBe(free ? 'taken' : 'occupied');
                if (result.kind === 'occupied') break;
                expect(result.lease.token).toBeGreaterThan(highest);
                highest = result.lease.token;
                newest = result.lease;
                leases[who] = result.lease;
                break;
              }
              case 'renew':
                if (mine === null) break;
                expect(await ledger.renewLease(mine, expiresAt)).toBe(isMine);
                if (isMine && newest !== null) newest = { ...newest, expiresAt };
                break;
              case 'release':
                if (mine !== null) await ledger.releaseLease(mine);
                if (isMine) newest = null;
                break;
              case 'write': {
                if (mine === null) break;
                const write = ledger.intend({ ...here, slot: slot.id, token: mine.token }, intentFor());
                const refused = await write.then(
                  () => false,
                  (error: unknown) => error instanceof LeaseLost,
                );
                expect(refused).toBe(!isMine);
              }
            }
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}
