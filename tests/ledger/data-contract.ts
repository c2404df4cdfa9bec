/** What the ledger of a data folder promises beside publications, whatever database is under it. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataLedger } from '../../bot/ledger/ledger.ts';
import { networks } from '../../bot/networks/all.ts';
import { plusMillis } from '../../schedule/time/instant.ts';
import { blueskyKey } from '../support/threads.ts';
import { claim, doubt, intentFor, key, now, receipts, takeLeases, trail } from './samples.ts';

/** `open` gives an empty ledger each time; it is closed by the suite. */
export function dataLedgerContract(name: string, open: () => Promise<DataLedger>): void {
  describe(`the ledger of a data folder in ${name}`, () => {
    let ledger: DataLedger;
    beforeEach(async () => {
      ledger = await open();
      await takeLeases(ledger);
    });
    afterEach(() => ledger.close());

    it('keeps for processes who channels are, what servers allow, clocks and alarms', async () => {
      expect([await ledger.accounts(), await ledger.clocks()]).toEqual([{}, {}]);
      const hu = { network: 'mastodon', server: 'https://a.example', id: '7', domain: null } as const;
      const seen: unknown[] = [];
      const asked =
        <T>(answer: T) =>
        (before: unknown): T => {
          seen.push(before);
          return answer;
        };
      expect(await ledger.rememberAccount('hu', asked(hu))).toEqual(hu);
      const b = { network: 'bluesky', did: 'did:plc:abc' } as const;
      await ledger.rememberAccount('b', asked(b));
      expect(await ledger.accounts()).toEqual({ hu, b });
      const limits = { ...networks.bluesky.rules.defaults, maxImages: 2 };
      for (const maxImages of [1, 2]) await ledger.storeCapabilities(blueskyKey, { ...limits, maxImages });
      expect(await ledger.capabilities()).toEqual({ accounts: { [blueskyKey]: limits } });
      const clock = { verdict: 'warning', aheadMillis: 40_000.25, seenAt: now } as const;
      await ledger.keepClocks({ hu: { ...clock, verdict: 'right' }, b: { ...clock, aheadMillis: null } });
      await ledger.keepClocks({ hu: clock });
      expect(await ledger.clocks()).toEqual({ hu: clock, b: { ...clock, aheadMillis: null } });
      const memory = { raised: { 'stuck hu ': now }, away: { hu: now } };
      expect(await ledger.changeAlarms(() => memory)).toEqual(memory);
      const settled = { raised: {}, away: { hu: plusMillis(now, 1) } };
      await ledger.changeAlarms(asked(settled));
      expect(await ledger.alarms()).toEqual(settled);
      expect(seen).toEqual([[], [hu], memory]);
    });

    it('counts the changes of what is published on a channel, and no others', async () => {
      const revision = () => ledger.revisionOf(key);
      await ledger.start(blueskyKey, 'hu', now);
      expect(await revision()).toBe(0);
      await ledger.intend(claim, intentFor());
      await ledger.intend(claim, intentFor());
      expect(await revision()).toBe(1);
      await ledger.trailed(claim, trail);
      await ledger.attempted(claim, doubt, now);
      await ledger.published(claim, receipts, now);
      expect(await revision()).toBe(4);
      await expect(ledger.attempted(claim, doubt, now)).rejects.toThrow('it is already published');
      expect([await revision(), await ledger.revisionOf({ ...key, language: 'en' })]).toEqual([4, 0]);
      await ledger.revise(key, 0);
      expect(await revision()).toBe(5);
      await ledger.revise(key, 9);
      expect(await revision()).toBe(10);
    });
  });
}
