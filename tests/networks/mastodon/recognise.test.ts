/** A post of ours is known among all others of the account, and no other is taken for it. */

import { describe, expect, it } from 'vitest';
import { newDesk } from '../../support/desk.ts';
import { slotWith } from '../../support/threads.ts';
import { frozenFor } from '../contract/contract.ts';
import { bare, illustrated, listing, minute, postByHand, publishing, type Trial, threaded, trying } from './trial.ts';

describe('recognising a post', () => {
  const found = (text: string, others: readonly Record<string, unknown>[]) =>
    trying('4.6.7', { posts: [{ text, contentWarning: 'Erőszak' }] }, async ({ server, clock, send, trail }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      for (const other of others) await postByHand(server.url, other);
      server.fail(publishing, { kind: 'lost', acted: true });
      expect(await send()).toMatchObject({ kind: 'sent' });
      const [ours] = server.statuses.filter(({ idempotencyKey }) => idempotencyKey !== null);
      expect(trail()?.posts[0]?.receipt?.id).toBe(ours?.id);
    });

  it('knows it by text, warning and parent, not by one of them', () =>
    found('Elindul', [
      { status: 'Elindul' },
      { status: 'Elindul!', spoiler_text: 'Erőszak' },
      { status: 'Elindul', spoiler_text: 'Halál' },
    ]));

  it('knows it beside an older post with the same words that fewer people may read', () =>
    found('Elindul', [{ status: 'Elindul', spoiler_text: 'Erőszak', visibility: 'private' }]));

  it('tells a person of a post with the same words that fewer people may read, where there is no other', () =>
    trying('4.6.7', bare, async ({ server, clock, send, keys }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      await postByHand(server.url, { status: bare.posts[0].text, visibility: 'private' });
      server.fail(publishing, { kind: 'lost', acted: false });
      expect(await send()).toMatchObject({ kind: 'failure', failure: { kind: 'conflict' } });
      expect(keys().filter(Boolean)).toHaveLength(2);
    }));

  it('does not take an answer with the same words for its own', () =>
    trying('4.6.7', bare, async ({ server, clock, send }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      const other = await postByHand(server.url, { status: 'valami más' });
      await postByHand(server.url, { status: bare.posts[0].text, in_reply_to_id: other });
      server.fail(publishing, { kind: 'lost', acted: false });
      expect(await send()).toMatchObject({ kind: 'failure', failure: { kind: 'doubtful' } });
      clock.advance(2 * minute);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.statuses.filter(({ parent }) => parent === null)).toHaveLength(2);
    }));

  /** Another slot's post stands there under the same words, and the request for ours will be lost. */
  const besideTwin = async ({ server, connected, clock, send }: Trial) => {
    server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
    await send();
    const slot = slotWith({ id: 'next' });
    const twin = await frozenFor(connected.network, { ...illustrated, network: 'mastodon', slot });
    await connected.network.send(twin.frozen, newDesk().sending(twin.frozen, twin.picturing));
    server.fail(publishing, { kind: 'lost', acted: false });
  };

  it('knows it by its words alone where nobody knows whether an upload keeps its id', () =>
    trying(
      '4.6.7',
      illustrated,
      async (trial) => {
        await besideTwin(trial);
        expect(await trial.send()).toMatchObject({ kind: 'sent', receipts: [{ id: trial.server.statuses[0]?.id }] });
        expect(trial.server.statuses).toHaveLength(1);
      },
      { tellsSoftware: false },
    ));

  it('does not take a post with other uploads for its own, even under the same words', () =>
    trying('4.6.7', illustrated, async (trial) => {
      const { server, clock, send } = trial;
      await besideTwin(trial);
      expect(await send()).toMatchObject({ kind: 'failure', failure: { kind: 'doubtful' } });
      clock.advance(2 * minute);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.statuses).toHaveLength(2);
    }));

  it('does not take the newest post before it, from the same second, for its own', () =>
    trying('4.6.7', bare, async ({ server, send, trail }) => {
      await postByHand(server.url, { status: bare.posts[0].text });
      server.fail(publishing, { kind: 'lost', acted: true });
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(trail()?.posts[0]?.receipt?.id).toBe(server.statuses[1]?.id);
    }));

  it('does not take an older post for its own when the newest before it was deleted', () =>
    trying('4.6.7', bare, async ({ server, connected, clock, send, find }) => {
      await postByHand(server.url, { status: bare.posts[0].text });
      clock.advance(minute);
      const newest = await postByHand(server.url, { status: 'valami más' });
      clock.advance(minute);
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      expect(await connected.network.remove([{ position: 0, id: newest, cid: null, url: null }])).toBeNull();
      server.fail(publishing, { kind: 'lost', acted: false });
      expect(await send()).toMatchObject({ kind: 'failure', failure: { kind: 'doubtful' } });
      expect(await find()).toMatchObject({ kind: 'absent', doubt: { kind: 'doubtful' } });
      clock.advance(2 * minute);
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(server.statuses).toHaveLength(2);
    }));

  it('takes the older of two posts with the same words for its own', () =>
    trying('4.6.7', bare, async ({ server, clock, send, trail }) => {
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      await send();
      server.fail(publishing, { kind: 'lost', acted: true });
      server.fail(listing, { kind: 'error', status: 500, acted: false });
      expect(await send()).toMatchObject({ kind: 'failure', failure: { kind: 'doubtful' } });
      clock.advance(minute);
      await postByHand(server.url, { status: bare.posts[0].text });
      expect(await send()).toMatchObject({ kind: 'sent' });
      expect(trail()?.posts[0]?.receipt?.id).toBe(server.statuses[0]?.id);
    }));

  it('knows it when the server has taken its own name out of a mention', () =>
    found('Köszönjük, @emleknap@mastodon.test! <b> &amp; „idézet”\n\nés egy sor', []));
});

describe('a thread whose trail was lost with its ledger', () => {
  /** Sends the thread of a slot with nothing known of it. */
  const sendAnew = async ({ connected }: Trial, id: string) => {
    const { frozen, picturing } = await frozenFor(connected.network, {
      ...threaded,
      network: 'mastodon',
      slot: slotWith({ id }),
    });
    return connected.network.send(frozen, newDesk().sending(frozen, picturing));
  };

  it('is gone on with where it broke off', () =>
    trying('4.6.7', threaded, async (trial) => {
      const { server, clock } = trial;
      server.fail(publishing, { kind: 'held', at: 'arrival' }).release();
      server.fail(publishing, { kind: 'rate-limited', reset: clock.now() + minute });
      expect(await sendAnew(trial, 'ours')).toMatchObject({ kind: 'failure' });
      const [first] = server.statuses;
      clock.advance(2 * minute);
      expect(await sendAnew(trial, 'ours')).toMatchObject({ kind: 'sent', receipts: [{ id: first?.id }, {}, {}] });
      expect(server.statuses).toHaveLength(threaded.posts.length);
    }));

  it('takes no whole thread for its own: that is the one of another slot with the same words', () =>
    trying('4.6.7', threaded, async (trial) => {
      expect(await sendAnew(trial, 'other')).toMatchObject({ kind: 'sent' });
      const others = trial.server.statuses.map(({ id }) => id);
      const result = await sendAnew(trial, 'ours');
      const ours = result.kind === 'sent' ? result.receipts.map(({ id }) => id) : [];
      expect(ours).toHaveLength(threaded.posts.length);
      expect(ours.filter((id) => others.includes(id))).toEqual([]);
    }));
});
