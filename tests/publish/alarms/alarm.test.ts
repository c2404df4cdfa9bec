import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../bot/channel.ts';
import type { Publication } from '../../../bot/ledger/ledger.ts';
import type { Failure } from '../../../bot/networks/network.ts';
import { hangBell } from '../../../bot/publish/alarms/alarm.ts';
import { withHeard } from '../../../bot/publish/alarms/bell-memory.ts';
import type { Matter } from '../../../bot/publish/alarms/matter.ts';
import type { Alarm, PublishEvent } from '../../../bot/publish/ports.ts';
import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import { accountOn, blueskyKey, slotWith } from '../../support/threads.ts';

const slot = slotWith();
const channel: Channel = {
  id: 'bluesky-hu',
  network: 'bluesky',
  language: 'hu',
  campaigns: null,
  account: accountOn('bluesky'),
  destination: 'account',
};
const about = { channel, slot: slot.id, due: slot.due };
const published: PublishEvent = { ...about, kind: 'published', receipts: [], images: 0, found: false };
const failed = (failure: Failure): PublishEvent => ({ ...about, kind: 'failed', failure });
const postponed = (failure: Failure): PublishEvent => ({ ...about, kind: 'postponed', failure });
const unauthorised: Failure = { kind: 'unauthorised', message: 'the password was not accepted' };
const busy: Failure = { kind: 'unavailable', message: 'busy', retryAt: null };

type Given = { readonly id: string; readonly at?: Instant } & (
  | { readonly state: 'missed' }
  | { readonly state: 'failed'; readonly failure: Failure }
);

/** Given up at the due instant, unless told otherwise. */
function ledgerOf(...given: readonly Given[]): readonly Publication[] {
  return given.map(({ id, at = slot.due, ...what }): Publication => {
    const known = { account: blueskyKey, language: 'hu', slot: slotWith({ id }).id, due: slot.due } as const;
    return what.state === 'missed'
      ? { ...known, ...what, missedAt: at }
      : { ...known, ...what, failedAt: at, intent: null };
  });
}

function belfry() {
  const raised: Matter[] = [];
  let clock: Instant = slot.due;
  const bell = hangBell([{ raise: async (matter) => void raised.push(matter) }], () => clock);
  return {
    bell,
    kinds: () => raised.map(({ kind }) => kind),
    raised,
    minutesLater: (minutes: number) => {
      clock = plusMillis(slot.due, minutes * 60_000);
    },
  };
}

describe('a bell', () => {
  it('rings for what is given up, and says what it was', () => {
    const { bell, raised } = belfry();
    bell.event({ ...about, kind: 'missed' });
    bell.event(failed({ kind: 'refused', message: 'too long' }));
    bell.event(failed({ kind: 'uncertain', message: 'no answer' }));
    expect(raised).toMatchObject([
      { kind: 'missed', channels: ['bluesky-hu'], slot: slot.id, due: slot.due },
      { kind: 'failed', message: 'too long' },
      { kind: 'uncertain', message: 'no answer' },
    ]);
  });

  it('rings once ahead for what cannot be made ready, and again when it has failed', () => {
    const { bell, raised } = belfry();
    const failure: Failure = { kind: 'refused', message: 'no photograph' };
    for (let looks = 0; looks < 3; looks += 1) bell.unready('bluesky-hu', { slot: slot.id, due: slot.due, failure });
    bell.event(failed(failure));
    const about = { channels: ['bluesky-hu'], slot: slot.id, due: slot.due, message: 'no photograph' };
    expect(raised).toEqual([
      { ...about, kind: 'unready' },
      { ...about, kind: 'failed' },
    ]);
  });

  it('recalls once what the ledger has held as given up for less than a day, and nobody was told of', () => {
    const { bell, raised, kinds, minutesLater } = belfry();
    const publications = ledgerOf(
      { id: 'told', state: 'missed' },
      { id: 'late', state: 'missed' },
      { id: 'no', state: 'failed', failure: { kind: 'refused', message: 'too long' } },
      { id: 'perhaps', state: 'failed', failure: { kind: 'uncertain', message: 'no answer' } },
    );
    bell.event({ ...about, slot: slotWith({ id: 'told' }).id, kind: 'missed' });
    const recall = () => bell.recall(bell.unheard('bluesky-hu', publications));
    minutesLater(24 * 60);
    recall();
    recall();
    expect(raised.slice(1)).toMatchObject([
      { kind: 'missed', channels: ['bluesky-hu'], slot: slotWith({ id: 'late' }).id, due: slot.due },
      { kind: 'failed', message: 'too long' },
      { kind: 'uncertain', message: 'no answer' },
    ]);
    expect(kinds()).toHaveLength(4);
    const another = belfry();
    another.minutesLater(24 * 60 + 1);
    expect(another.bell.unheard('bluesky-hu', publications)).toEqual([]);
  });

  it('recalls no publication that a person has given an answer about, until it is given up again', () => {
    const { bell, minutesLater } = belfry();
    const uncertain: Failure = { kind: 'uncertain', message: 'no answer' };
    const refused: Failure = { kind: 'refused', message: 'a person looked' };
    const heard = { channel: 'bluesky-hu', slot: slotWith({ id: 'perhaps' }).id };
    const publications = (failure: Failure, minutes = 0) =>
      ledgerOf({ id: 'perhaps', state: 'failed', failure, at: plusMillis(slot.due, minutes * 60_000) });
    expect(bell.unheard('bluesky-hu', publications(uncertain))).toHaveLength(1);
    bell.remember(withHeard(bell.memory(), [heard], slot.due));
    expect(bell.unheard('bluesky-hu', publications(uncertain))).toEqual([]);
    expect(bell.unheard('bluesky-hu', publications(refused))).toEqual([]);
    expect(bell.unheard('mastodon-hu', publications(refused))).toHaveLength(1);
    minutesLater(2);
    expect(bell.unheard('bluesky-hu', publications(uncertain, 1))).toHaveLength(1);
  });

  it('rings again for a publication that a person has sent again and that is given up once more', () => {
    const { bell, kinds } = belfry();
    bell.event(failed({ kind: 'uncertain', message: 'no answer' }));
    bell.event(failed({ kind: 'uncertain', message: 'no answer' }));
    expect(kinds()).toEqual(['uncertain', 'uncertain']);
  });

  it('hands on nothing that is still on its way to a person', async () => {
    let release = (): void => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bell = hangBell([{ raise: () => slow }], () => slot.due);
    bell.stopped('bluesky-hu', new Error('a bug'));
    bell.remember(bell.memory());
    expect(bell.memory().raised).toEqual({});
    release();
    await bell.quiet();
    expect(Object.values(bell.memory().raised)).toEqual([slot.due]);
  });

  it('is silent on what goes well, and on what is tried again soon', () => {
    const { bell, kinds } = belfry();
    bell.event(published);
    bell.event(postponed(busy));
    bell.event({ ...about, kind: 'held', hold: { why: 'silence', until: slot.due } });
    bell.unconnected('bluesky-hu', busy);
    expect(kinds()).toEqual([]);
  });

  it('rings once a matter, however often it is met, and again once it was settled in between', () => {
    const { bell, kinds } = belfry();
    for (let beats = 0; beats < 5; beats += 1) {
      bell.event(postponed(unauthorised));
      bell.unconnected('bluesky-hu', unauthorised);
      bell.stopped('bluesky-hu', new Error('a bug'));
      bell.clock(['bluesky-hu'], { right: false, message: 'an hour behind' });
    }
    expect(kinds()).toEqual(['unauthorised', 'stopped', 'clock']);
    bell.event(published);
    bell.clock(['bluesky-hu'], { right: true, message: 'right again' });
    bell.event(postponed(unauthorised));
    bell.stopped('bluesky-hu', new Error('a bug'));
    bell.clock(['bluesky-hu'], { right: false, message: 'an hour behind' });
    expect(kinds().slice(3)).toEqual(['unauthorised', 'stopped', 'clock']);
  });

  it('rings for another stop once the one before was mended, though nothing was published in between', () => {
    const { bell, raised } = belfry();
    bell.stopped('bluesky-hu', new Error('a bug'));
    bell.mended('mastodon-hu');
    bell.stopped('bluesky-hu', new Error('the disk is full'));
    bell.mended('bluesky-hu');
    bell.stopped('bluesky-hu', new Error('the disk is full'));
    expect(raised.map(({ message }) => message)).toEqual(['a bug', 'the disk is full']);
  });

  it('settles a clock for one channel and for many, however they were named together', () => {
    const { bell, raised } = belfry();
    const wrong = { right: false, message: 'an hour behind' };
    const right = { right: true, message: 'right again' };
    bell.clock(['a', 'b'], wrong);
    bell.clock(['b'], right);
    bell.clock(['a'], wrong);
    bell.clock(['b'], wrong);
    expect(raised.map(({ channels }) => channels)).toEqual([['a'], ['b'], ['b']]);
  });

  it('does not take a channel that stays connected for one that was mended', () => {
    const { bell, kinds } = belfry();
    for (let beats = 0; beats < 3; beats += 1) {
      bell.connected('bluesky-hu');
      bell.event(postponed(unauthorised));
    }
    expect(kinds()).toEqual(['unauthorised']);
  });

  it('hands on what it has raised, and what is forgotten after two months', async () => {
    const { bell } = belfry();
    bell.unconnected('bluesky-hu', unauthorised);
    await bell.quiet();
    const later = (days: number) => {
      const raised: string[] = [];
      const now = plusMillis(slot.due, days * 24 * 60 * 60_000);
      const alarm = { raise: async ({ kind }: Matter) => void raised.push(kind) };
      hangBell([alarm], () => now, { ...bell.memory(), away: {} }).unconnected('bluesky-hu', unauthorised);
      return raised;
    };
    expect([later(0), later(59), later(61)]).toEqual([[], [], ['unauthorised']]);
  });

  it('rings for each channel by itself', () => {
    const { bell, raised } = belfry();
    bell.unconnected('bluesky-hu', unauthorised);
    bell.unconnected('bluesky-en', unauthorised);
    expect(raised.map(({ channels }) => channels)).toEqual([['bluesky-hu'], ['bluesky-en']]);
  });

  it('rings for a server that stays away and for a publication that stays unsettled, after half an hour', () => {
    const { bell, kinds, minutesLater } = belfry();
    bell.unconnected('bluesky-hu', busy);
    minutesLater(30);
    bell.unconnected('bluesky-hu', busy);
    bell.event(postponed(busy));
    expect(kinds()).toEqual([]);
    minutesLater(31);
    bell.unconnected('bluesky-hu', busy);
    bell.event(postponed(busy));
    bell.event(postponed(busy));
    expect(kinds()).toEqual(['stuck', 'stuck']);
  });

  it('starts counting anew when the channel was connected in between', () => {
    const { bell, kinds, minutesLater } = belfry();
    bell.unconnected('bluesky-hu', busy);
    minutesLater(20);
    bell.connected('bluesky-hu');
    minutesLater(40);
    bell.unconnected('bluesky-hu', busy);
    expect(kinds()).toEqual([]);
  });

  it('goes on when an alarm fails or hangs, and waits for the others when it is asked to', async () => {
    const rung: string[] = [];
    let release = (): void => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bell = hangBell(
      [
        { raise: () => Promise.reject(new Error('no mail')) },
        { raise: () => slow.then(() => void rung.push('slow')) },
        { raise: async () => void rung.push('quick') },
      ],
      () => slot.due,
    );
    bell.event({ ...about, kind: 'missed' });
    expect(rung).toEqual(['quick']);
    release();
    await bell.quiet();
    expect(rung).toEqual(['quick', 'slow']);
  });

  it('rings at once where the server named an instant more than half an hour off', () => {
    const { bell, raised } = belfry();
    const until = (minutes: number): Failure => ({ ...busy, retryAt: plusMillis(slot.due, minutes * 60_000) });
    bell.unconnected('bluesky-en', until(30));
    expect(raised).toEqual([]);
    bell.unconnected('bluesky-hu', until(20 * 60));
    bell.unconnected('bluesky-hu', until(20 * 60));
    expect(raised).toMatchObject([
      { kind: 'stuck', channels: ['bluesky-hu'], message: 'nothing is tried before 2027-10-24T09:00:00.000Z: busy' },
    ]);
  });

  describe('whose alarm fails', () => {
    const second = 1000;
    function failing() {
      const rung: string[] = [];
      const tried: number[] = [];
      const state = { clock: slot.due, works: false };
      const mail: Alarm = {
        raise: async () => {
          tried.push(state.clock - slot.due);
          if (!state.works) throw new Error('no mail');
        },
      };
      const log: Alarm = { raise: async ({ kind }) => void rung.push(kind) };
      const bell = hangBell([log, mail], () => state.clock);
      const at = async (millis: number) => {
        state.clock = plusMillis(slot.due, millis);
        bell.again();
        await bell.quiet();
      };
      return { bell, rung, tried, state, at };
    }

    it('raises it again after a pause, through that alarm alone, until it has passed the matter on', async () => {
      const { bell, rung, tried, state, at } = failing();
      bell.event({ ...about, kind: 'missed' });
      await bell.quiet();
      expect(bell.memory().raised).toEqual({});
      for (let seconds = 1; seconds < 60; seconds += 1) await at(seconds * second);
      expect(tried).toEqual([0, 10 * second, 30 * second]);
      state.works = true;
      await at(70 * second);
      await at(600 * second);
      expect(tried).toHaveLength(4);
      expect(rung).toEqual(['missed']);
      expect(Object.values(bell.memory().raised)).toEqual([slot.due]);
    });

    it('pauses a quarter of an hour at most, and gives up after a day', async () => {
      const { bell, tried, at } = failing();
      bell.event({ ...about, kind: 'missed' });
      await bell.quiet();
      for (let minutes = 1; minutes < 3 * 24 * 60; minutes += 1) await at(minutes * 60 * second);
      const pauses = tried.map((time, index) => time - (tried[index - 1] ?? 0));
      expect(Math.max(...pauses)).toBe(15 * 60 * second);
      expect((tried.at(-1) ?? 0) / (60 * 60 * second)).toBeCloseTo(24, 0);
    });

    it('says no more of what was settled meanwhile', async () => {
      const { bell, tried, at } = failing();
      bell.unconnected('bluesky-hu', unauthorised);
      await bell.quiet();
      bell.connected('bluesky-hu');
      await at(60 * second);
      expect(tried).toEqual([0]);
    });

    it('keeps what could not be passed on when it hears from other processes', async () => {
      const { bell, tried, state, at } = failing();
      bell.event({ ...about, kind: 'missed' });
      await bell.quiet();
      bell.remember(bell.memory());
      state.works = true;
      await at(60 * second);
      expect(tried).toEqual([0, 60 * second]);
    });
  });
});
