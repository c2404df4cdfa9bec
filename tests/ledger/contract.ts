/** What every ledger promises, whatever database is under it. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, Setback } from '../../bot/ledger/ledger.ts';
import type { MastodonTrail } from '../../bot/networks/mastodon/deliver/trail.ts';
import type { Failure } from '../../bot/networks/network.ts';
import { plusMillis } from '../../schedule/time/instant.ts';
import { blueskyKey, mastodonKey, slotsInARow, slotWith } from '../support/threads.ts';
import { leaseContract } from './lease-contract.ts';
import { claim, doubt, intentFor, key, now, receipts, slot, takeLeases, trail } from './samples.ts';

/** `open` gives an empty ledger each time; it is closed by the suite. */
export function ledgerContract(name: string, open: () => Promise<Ledger>): void {
  leaseContract(name, open);

  describe(`the ledger in ${name}`, () => {
    let ledger: Ledger;
    const only = async () => {
      const [publication, ...others] = await ledger.publications(key.account, key.language);
      expect(others).toEqual([]);
      return publication;
    };

    beforeEach(async () => {
      ledger = await open();
      await takeLeases(ledger);
    });
    afterEach(() => ledger.close());

    it('remembers the first start of a channel and no later one', async () => {
      expect(await ledger.startOf(blueskyKey, 'hu')).toBeNull();
      expect(await ledger.start(blueskyKey, 'hu', now)).toBe(now);
      expect(await ledger.start(blueskyKey, 'hu', plusMillis(now, 1))).toBe(now);
      expect(await ledger.startOf(blueskyKey, 'hu')).toBe(now);
    });

    it('keeps the starts of languages and accounts apart', async () => {
      await ledger.start(blueskyKey, 'hu', now);
      expect(await ledger.startOf(blueskyKey, 'en')).toBeNull();
      expect(await ledger.startOf(mastodonKey, 'hu')).toBeNull();
    });

    it('gives back an intent as it was stored', async () => {
      const intent = intentFor();
      expect(await ledger.intend(claim, intent)).toBe(true);
      expect(await only()).toStrictEqual({
        ...key,
        state: 'intended',
        due: intent.due,
        frozen: intent.frozen,
        fingerprint: intent.fingerprint,
        trail: null,
        intendedAt: now,
        attempts: 0,
        attemptedAt: [],
        doubts: 0,
        lastFailure: null,
      });
    });

    it('refuses a second intent and changes nothing', async () => {
      await ledger.intend(claim, intentFor());
      const before = await only();
      expect(await ledger.intend(claim, { ...intentFor(), fingerprint: 'other', now: plusMillis(now, 9) })).toBe(false);
      expect(await only()).toStrictEqual(before);
    });

    it('lets exactly one of many simultaneous intents win', async () => {
      const wins = await Promise.all(Array.from({ length: 20 }, () => ledger.intend(claim, intentFor())));
      expect(wins.filter(Boolean)).toHaveLength(1);
    });

    it('refuses an intent for what is missed or failed', async () => {
      const [first, second] = slotsInARow(2);
      if (first === undefined || second === undefined) throw new Error('two slots were asked for');
      await ledger.missed({ ...claim, slot: first.id }, first.due, now);
      await ledger.failed({ ...claim, slot: second.id }, second.due, doubt, now);
      expect(await ledger.intend({ ...claim, slot: first.id }, intentFor(first))).toBe(false);
      expect(await ledger.intend({ ...claim, slot: second.id }, intentFor(second))).toBe(false);
    });

    it('counts attempts and keeps the last failure', async () => {
      await ledger.intend(claim, intentFor());
      await ledger.attempted(claim, { kind: 'unavailable', message: 'first', retryAt: null }, plusMillis(now, 1));
      await ledger.attempted(claim, doubt, plusMillis(now, 2));
      const at = plusMillis(now, 2);
      expect(await only()).toMatchObject({ state: 'intended', attempts: 2, lastFailure: { failure: doubt, at } });
      const limited: Failure = { kind: 'unavailable', message: 'too many', retryAt: plusMillis(now, 9) };
      await ledger.attempted(claim, limited, at);
      expect(await only()).toMatchObject({ attempts: 3, lastFailure: { failure: limited, at } });
      const doubtful: Failure = { kind: 'doubtful', message: 'busy', retryAt: plusMillis(now, 11) };
      await ledger.attempted(claim, doubtful, at);
      expect(await only()).toMatchObject({ attempts: 4, lastFailure: { failure: doubtful, at } });
      expect(await only()).toMatchObject({ attemptedAt: [plusMillis(now, 1), at, at, at], doubts: 2 });
    });

    it.each(['silence', 'spacing', 'hourly-cap'] as const)('keeps a hold as what it is: %s', async (why) => {
      await ledger.intend(claim, intentFor());
      const held: Setback = { kind: 'held', hold: { why, until: plusMillis(now, 9) } };
      await ledger.attempted(claim, held, plusMillis(now, 2));
      expect(await only()).toMatchObject({ attempts: 1, doubts: 0, lastFailure: { failure: held } });
    });

    it('keeps the last trail of an intended publication, and no trail of any other', async () => {
      await expect(ledger.trailed(claim, trail)).rejects.toThrow('it was never intended');
      await ledger.intend(claim, intentFor());
      const first: MastodonTrail = { ...trail, anchor: null };
      await ledger.trailed(claim, first);
      await ledger.trailed(claim, trail);
      expect(await only()).toMatchObject({ state: 'intended', trail });
      await ledger.trailed(claim, null);
      expect(await only()).toMatchObject({ state: 'intended', trail: null });
      await ledger.published(claim, receipts, now);
      await expect(ledger.trailed(claim, trail)).rejects.toThrow('it is already published');
    });

    it('settles once, also when two processes bring the same receipts', async () => {
      await ledger.intend(claim, intentFor());
      await Promise.all([
        ledger.published(claim, receipts, now),
        ledger.published(claim, receipts, plusMillis(now, 1)),
      ]);
      expect(await only()).toMatchObject({ state: 'published', receipts: [...receipts] });
      const other = [receipts[0], { ...receipts[1], id: 'at://other' }] as const;
      await expect(ledger.published(claim, other, now)).rejects.toThrow('it is already published');
    });

    it('reopens what is missed or failed, with what was intended before if there was an intent', async () => {
      const { frozen, fingerprint, due } = intentFor();
      const again = { frozen: { ...frozen, fingerprint: 'new' }, fingerprint: 'new', now: plusMillis(now, 7) };
      expect(await ledger.reopen(claim, again)).toBe(false);
      await ledger.missed(claim, due, now);
      expect(await ledger.reopen(claim, again)).toBe(true);
      expect(await only()).toMatchObject({
        state: 'intended',
        due,
        fingerprint: 'new',
        intendedAt: plusMillis(now, 7),
      });
      expect(await ledger.reopen(claim, again)).toBe(false);

      const english = { ...claim, language: 'en' } as const;
      await ledger.intend(english, intentFor());
      await ledger.trailed(english, trail);
      await ledger.failed(english, due, doubt, now);
      expect(await ledger.reopen(english, again)).toBe(true);
      const [reopened] = await ledger.publications(blueskyKey, 'en');
      expect(reopened).toMatchObject({ state: 'intended', frozen, fingerprint, trail });
    });

    it('counts the attempts of what is reopened anew', async () => {
      await ledger.intend(claim, intentFor());
      for (const minutes of [1, 2]) await ledger.attempted(claim, doubt, plusMillis(now, minutes * 60_000));
      await ledger.failed(claim, slot.due, { kind: 'uncertain', message: 'given up after 2 attempts' }, now);
      await ledger.resolve(key, { failure: { kind: 'refused', message: 'not there' }, trail: null, now });
      await ledger.reopen(claim, intentFor());
      expect(await only()).toMatchObject({ state: 'intended', attempts: 0, lastFailure: null });
      await ledger.attempted(claim, doubt, plusMillis(now, 3));
      expect(await only()).toMatchObject({ attempts: 1, lastFailure: { at: plusMillis(now, 3) } });
    });

    it('keeps what was made ready until it is intended, and the intent begins with its trail', async () => {
      const { frozen, fingerprint } = intentFor();
      const ready = { frozen, fingerprint, trail, preparedAt: now, isComplete: true };
      expect(await ledger.preparation(key)).toBeNull();
      await ledger.prepared(claim, { ...ready, trail: null, isComplete: false });
      await ledger.prepared(claim, ready);
      expect(await ledger.preparation(key)).toStrictEqual(ready);
      expect(await ledger.preparation({ ...key, language: 'en' })).toBeNull();
      expect(await ledger.publications(blueskyKey, 'hu')).toEqual([]);
      await ledger.intend(claim, { ...intentFor(), trail });
      expect(await only()).toMatchObject({ state: 'intended', trail });
      expect(await ledger.preparation(key)).toBeNull();
    });

    it('sweeps away what was made ready a day ago and never intended', async () => {
      const { frozen, fingerprint } = intentFor();
      const ready = { frozen, fingerprint, trail: null, preparedAt: now, isComplete: true };
      await ledger.prepared(claim, ready);
      const english = { ...claim, language: 'en' } as const;
      await ledger.prepared(english, { ...ready, preparedAt: plusMillis(now, 24 * 60 * 60_000) });
      expect(await ledger.preparation(key)).not.toBeNull();
      await ledger.prepared(english, { ...ready, preparedAt: plusMillis(now, 24 * 60 * 60_000 + 1) });
      expect(await ledger.preparation(key)).toBeNull();
    });

    it('settles what is uncertain by a person’s word, without a lease, and nothing else', async () => {
      const word = {
        failure: { kind: 'refused', message: 'not there' } as const,
        trail: null,
        now: plusMillis(now, 9),
      };
      expect(await ledger.resolve(key, { receipts, now })).toBe(false);
      await ledger.intend(claim, intentFor());
      await ledger.trailed(claim, trail);
      expect(await ledger.resolve(key, word)).toBe(false);
      await ledger.failed(claim, slot.due, { kind: 'uncertain', message: 'who knows' }, now);
      await expect(ledger.resolve(key, { receipts: [receipts[0]], now })).rejects.toThrow('has 2 posts');
      expect(await ledger.resolve(key, { ...word, failure: { kind: 'uncertain', message: 'half' }, trail })).toBe(true);
      expect(await only()).toMatchObject({ failure: { message: 'half' }, failedAt: word.now, intent: { trail } });
      expect(await ledger.resolve(key, { receipts, now: word.now })).toBe(true);
      expect(await only()).toMatchObject({ state: 'published', publishedAt: word.now, receipts: [...receipts] });
      expect(await ledger.resolve(key, word)).toBe(false);
      expect(await ledger.reopen(claim, intentFor())).toBe(false);
    });

    it('settles an intent with the receipts of all posts, in order', async () => {
      const intent = intentFor();
      await ledger.intend(claim, intent);
      await ledger.published(claim, receipts, plusMillis(now, 5));
      expect(await only()).toStrictEqual({
        ...key,
        state: 'published',
        due: intent.due,
        fingerprint: intent.fingerprint,
        publishedAt: plusMillis(now, 5),
        receipts: [...receipts],
      });
    });

    it('settles nothing if a post has no receipt', async () => {
      await ledger.intend(claim, intentFor());
      await expect(ledger.published(claim, [receipts[0]], now)).rejects.toThrow(`${slot.id} of ${blueskyKey} (hu)`);
      await expect(ledger.published(claim, [receipts[0], receipts[0]], now)).rejects.toThrow('positions 0, 0');
      expect(await only()).toMatchObject({ state: 'intended' });
    });

    it('settles a publication as missed, with or without an intent before', async () => {
      await ledger.missed(claim, slot.due, now);
      expect(await only()).toStrictEqual({ ...key, state: 'missed', due: slot.due, missedAt: now });
      const english = { ...claim, language: 'en' } as const;
      await ledger.intend(english, intentFor());
      await ledger.missed(english, slot.due, now);
      expect(await ledger.publications(blueskyKey, 'en')).toMatchObject([{ state: 'missed' }]);
    });

    it('settles a publication as failed, with or without an intent before', async () => {
      const failure: Failure = { kind: 'refused', message: 'no „such” account; --' };
      await ledger.failed(claim, slot.due, failure, now);
      expect(await only()).toStrictEqual({
        ...key,
        state: 'failed',
        due: slot.due,
        failedAt: now,
        failure,
        intent: null,
      });
      const english = { ...claim, language: 'en' } as const;
      await ledger.intend(english, intentFor());
      await ledger.failed(english, slot.due, failure, now);
      expect(await ledger.publications(blueskyKey, 'en')).toMatchObject([
        { state: 'failed', failure, intent: { frozen: intentFor().frozen, trail: null } },
      ]);
    });

    it('throws for a publication that was never intended, and names it', async () => {
      const never = `publication ${slot.id} of ${blueskyKey} (hu): it was never intended`;
      await expect(ledger.published(claim, receipts, now)).rejects.toThrow(never);
      await expect(ledger.attempted(claim, doubt, now)).rejects.toThrow(never);
      expect(await only()).toBeUndefined();
    });

    it.each(['published', 'missed', 'failed'] as const)('never changes what is %s', async (state) => {
      await ledger.intend(claim, intentFor());
      if (state === 'published') await ledger.published(claim, receipts, now);
      if (state === 'missed') await ledger.missed(claim, slot.due, now);
      if (state === 'failed') await ledger.failed(claim, slot.due, doubt, now);
      const before = await only();
      const already = `${slot.id} of ${blueskyKey} (hu): it is already ${state}`;
      await expect(ledger.attempted(claim, doubt, now)).rejects.toThrow(already);
      const others = [receipts[1], receipts[0]] as const;
      await expect(ledger.published(claim, others, now)).rejects.toThrow(already);
      await expect(ledger.missed(claim, slot.due, now)).rejects.toThrow(already);
      await expect(ledger.failed(claim, slot.due, doubt, now)).rejects.toThrow(already);
      expect(await ledger.intend(claim, intentFor())).toBe(false);
      expect(await only()).toStrictEqual(before);
    });

    it('lists the publications of one channel only, by due instant, then slot', async () => {
      const slots = slotsInARow(4);
      const twin = slotWith({ id: 'a-twin', time: '15:01' });
      for (const one of [...slots, twin].reverse()) await ledger.intend({ ...claim, slot: one.id }, intentFor(one));
      await ledger.intend({ ...claim, language: 'en' }, intentFor());
      await ledger.intend({ ...claim, account: mastodonKey }, intentFor());
      const listed = (await ledger.publications(blueskyKey, 'hu')).map((publication) => publication.slot);
      const [a, b, c, d] = slots.map(({ id }) => id);
      expect(listed).toEqual([a, twin.id, b, c, d]);
    });

    it('keeps simultaneous writes to different publications apart', async () => {
      const slots = slotsInARow(30);
      await Promise.all(
        slots.map(async (one) => {
          const of = { ...claim, slot: one.id };
          await ledger.intend(of, intentFor(one));
          await ledger.attempted(of, doubt, now);
          await ledger.published(of, receipts, now);
        }),
      );
      const listed = await ledger.publications(blueskyKey, 'hu');
      expect(listed.map(({ state }) => state)).toEqual(slots.map(() => 'published'));
    });
  });
}
