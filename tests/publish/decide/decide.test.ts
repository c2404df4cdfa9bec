import { describe, expect, it } from 'vitest';
import { type AccountKey, accountKeyOf } from '../../../bot/channel.ts';
import type { Publication } from '../../../bot/ledger/ledger.ts';
import type { Failure } from '../../../bot/networks/network.ts';
import { type Decision, decide, survey } from '../../../bot/publish/decide/decide.ts';
import { heldBack } from '../../../bot/publish/decide/pace.ts';
import { chanceByHash, type Intended } from '../../../bot/publish/decide/retry.ts';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { type Instant, instantFromIso, plusMillis, toIso } from '../../../schedule/time/instant.ts';
import { type Slot, slotsOf } from '../../../schedule/time/slots.ts';
import { intentFor } from '../../ledger/samples.ts';
import { campaignWith, entryWith } from '../../support/threads.ts';

const minute = 60_000;
const slots = slotsOf(
  campaignWith({
    entries: [
      entryWith({ id: 'march', time: '15:00', lateness: { graceMinutes: 15 } }),
      entryWith({ id: 'parliament', time: '18:00', lateness: { graceMinutes: 15 } }),
      entryWith({ id: 'strict', time: '20:00', lateness: { graceMinutes: 0 } }),
    ],
  }),
  2027,
);
const [march, parliament, strict] = slots as readonly [Slot, Slot, Slot];
const startedAt = instantFromIso('2027-10-01T00:00Z');
const account: AccountKey = accountKeyOf({ network: 'bluesky', did: 'did:web:outbox.invalid' });

const recorded = (slot: Slot, state: Publication['state']): Publication => {
  const key = { account, language: 'hu', slot: slot.id, due: slot.due } as const;
  const { frozen } = intentFor(slot);
  switch (state) {
    case 'intended':
      return {
        ...key,
        state,
        frozen,
        fingerprint: 'f',
        trail: null,
        intendedAt: slot.due,
        attempts: 0,
        attemptedAt: [],
        doubts: 0,
        lastFailure: null,
      };
    case 'published':
      return {
        ...key,
        state,
        fingerprint: 'f',
        publishedAt: slot.due,
        receipts: [{ position: 0, id: 'at://x', cid: null, url: null }],
      };
    case 'missed':
      return { ...key, state, missedAt: slot.due };
    case 'failed':
      return { ...key, state, failedAt: slot.due, failure: { kind: 'refused', message: 'no' }, intent: null };
  }
};

const said = (decisions: readonly Decision[]) =>
  decisions.map((each) => `${each.kind} ${'slot' in each ? each.slot.entry.id : each.publication.slot}`);

/** Nothing is silent, and a pause is as long as it can be. */
const quiet = { silences: [], chance: () => 1 } as const;

const at = (slot: Slot, minutes: number, publications: readonly Publication[] = [], started = startedAt) =>
  said(decide({ ...quiet, startedAt: started, now: plusMillis(slot.due, minutes * minute), slots, publications }));

describe('decide', () => {
  it('does nothing before a slot is due', () => {
    expect(at(march, -1)).toEqual([]);
  });

  it('publishes a slot from its very instant to the end of its grace, and then misses it', () => {
    expect(at(march, 0)).toEqual(['publish march']);
    expect(at(march, 15)).toEqual(['publish march']);
    expect(at(march, 15 + 1 / 60_000)).toEqual(['miss march']);
    expect(at(strict, 0)).toContain('publish strict');
    expect(at(strict, 1)).toContain('miss strict');
  });

  it('goes through what is due in the order of time', () => {
    expect(at(parliament, 5)).toEqual(['miss march', 'publish parliament']);
  });

  it('leaves alone what was due before the channel first ran, for ever', () => {
    expect(at(parliament, 0, [], plusMillis(march.due, 1))).toEqual(['publish parliament']);
    expect(at(march, 0, [], march.due)).toEqual(['publish march']);
  });

  it.each(['published', 'missed', 'failed'] as const)('never touches again what is %s', (state) => {
    expect(at(march, 1, [recorded(march, state)])).toEqual([]);
  });

  it('settles what was intended, however late and even if the clock was set back', () => {
    expect(at(march, 1, [recorded(march, 'intended')])).toEqual(['settle march']);
    expect(at(march, 120, [recorded(march, 'intended')])).toEqual(['settle march']);
    expect(at(march, -30, [recorded(march, 'intended')])).toEqual(['settle march']);
  });

  it('waits before it tries again, as long as the server said or ever longer', () => {
    const trying = (
      lastFailure: Extract<Publication, { state: 'intended' }>['lastFailure'],
      attempts: number,
    ): Publication => ({
      ...(recorded(march, 'intended') as Extract<Publication, { state: 'intended' }>),
      attempts,
      lastFailure,
    });
    const doubtful = { failure: { kind: 'doubtful', message: '' }, at: march.due } as const;
    expect(at(march, 4 / 60, [trying(doubtful, 1)])).toEqual([]);
    expect(at(march, 5 / 60, [trying(doubtful, 1)])).toEqual(['settle march']);
    expect(at(march, 4.9, [trying(doubtful, 20)])).toEqual([]);
    expect(at(march, 5, [trying(doubtful, 20)])).toEqual(['settle march']);
    const limited = {
      failure: { kind: 'unavailable', message: '', retryAt: plusMillis(march.due, 7 * minute) },
      at: march.due,
    } as const;
    expect(at(march, 6, [trying(limited, 1)])).toEqual([]);
    expect(at(march, 7 + 1 / 6, [trying(limited, 1)])).toEqual(['settle march']);
  });

  it('looks for what was intended but has left the campaign, and never sends it', () => {
    const without = slots.filter((slot) => slot !== march);
    const decisions = decide({
      ...quiet,
      startedAt,
      now: march.due,
      slots: without,
      publications: [recorded(march, 'intended')],
    });
    expect(said(decisions)).toEqual([`orphan ${march.id}`]);
  });
});

type Seven = readonly [Slot, Slot, Slot, Slot, Slot, Slot, Slot];

describe('what is late', () => {
  const lateness = { graceMinutes: 5, rewordedMinutes: 240 };
  const campaign = campaignWith({
    catchUp: { spacingMinutes: 2, perHour: 4 },
    silences: [{ date: '1956-10-23', from: '16:00', to: '18:00' }],
    entries: ['14:00', '14:10', '14:20', '14:30', '15:00', '16:00', '18:00'].map((time, index) =>
      entryWith({ id: `e${index}`, time, lateness }),
    ),
  });
  const [first, second, third, , , opening, closing] = slotsOf(campaign, 2027) as unknown as Seven;
  const published = (slot: Slot, after: number): Publication => ({
    ...(recorded(slot, 'published') as Extract<Publication, { state: 'published' }>),
    publishedAt: plusMillis(slot.due, after * minute),
  });
  const silencesFor = (now: Instant) => calendarOf([campaign]).silencesBetween(plusMillis(now, -60 * minute), now);
  const verdicts = (iso: string, publications: readonly Publication[] = []) => {
    const now = instantFromIso(iso);
    const silences = silencesFor(now);
    const situation = { ...quiet, startedAt, now, slots: slotsOf(campaign, 2027), publications, silences };
    return survey(situation).map((verdict) => {
      if (verdict.kind === 'held') return `held ${verdict.hold.why} ${toIso(verdict.hold.until).slice(11, 16)}`;
      return verdict.kind === 'publish' ? `publish ${verdict.wording}` : verdict.kind;
    });
  };

  it('goes out one by one, the oldest first, at a distance from the others', () => {
    expect(verdicts('2027-10-23T12:26Z').slice(0, 3)).toEqual([
      'publish late',
      'held spacing 12:28',
      'held spacing 12:28',
    ]);
    const one = [published(first, 26)];
    expect(verdicts('2027-10-23T12:27Z', one).slice(1, 3)).toEqual(['held spacing 12:28', 'held spacing 12:28']);
    expect(verdicts('2027-10-23T12:28Z', one)[1]).toBe('publish late');
  });

  it('keeps clear of what is about to be due, and lets what is at its minute go first', () => {
    expect(verdicts('2027-10-23T12:28:01Z')[0]).toBe('held spacing 12:32');
    expect(verdicts('2027-10-23T12:30Z').slice(0, 4)).toEqual([
      'held spacing 12:32',
      'held spacing 12:32',
      'held spacing 12:32',
      'publish as-written',
    ]);
  });

  it('is never more than so many in any hour, what is due within the hour included', () => {
    const three = [published(first, 31), published(second, 23), published(third, 16)];
    expect(verdicts('2027-10-23T12:38Z', three)[3]).toBe('held hourly-cap 13:31');
    expect(verdicts('2027-10-23T12:38Z', three.slice(0, 2)).slice(2, 4)).toEqual([
      'publish late',
      'held spacing 13:31',
    ]);
  });

  it('waits for the end of a silence, in which nothing goes out but what is at the very minute before it', () => {
    expect(verdicts('2027-10-23T14:00:59Z').slice(4, 6)).toEqual(['held spacing 14:02', 'publish as-written']);
    expect(verdicts('2027-10-23T14:01Z')[5]).toBe('held silence 16:00');
    expect(verdicts('2027-10-23T15:59:59Z').slice(4)).toEqual(['held silence 16:00', 'held silence 16:00', 'upcoming']);
    expect(verdicts('2027-10-23T16:01Z').slice(1, 4)).toEqual([
      'publish late',
      'held spacing 16:03',
      'held spacing 16:03',
    ]);
  });

  it('that a silence held back goes out as soon as it is over, before what is due then, and one alone', () => {
    const since = { ...quiet, startedAt: instantFromIso('2027-10-23T13:00Z'), slots: slotsOf(campaign, 2027) };
    const decided = (iso: string) => {
      const now = instantFromIso(iso);
      const decisions = decide({ ...since, now, publications: [], silences: silencesFor(now) });
      return decisions.map((each) => `${each.kind} ${'slot' in each ? each.slot.entry.id : ''}`);
    };
    expect(decided('2027-10-23T15:59:59Z')).toEqual([]);
    for (const iso of ['2027-10-23T16:00Z', '2027-10-23T16:00:59Z'])
      expect(decided(iso)).toEqual(['publish e4', 'publish e6']);
    const begun = [lookedFor(opening, '2027-10-23T16:00Z')];
    const soon = { ...since, startedAt: opening.due };
    const now = closing.due;
    expect(decide({ ...soon, now, publications: begun, silences: silencesFor(now) })).toMatchObject([
      { kind: 'settle', slot: opening, hold: null },
      { kind: 'publish', slot: closing },
    ]);
  });

  it('keeps its distance from what was published, also when a silence is just over', () => {
    const now = plusMillis(closing.due, 20_000);
    const out = { ...published(closing, 0), publishedAt: plusMillis(closing.due, 10_000) };
    expect(verdicts(toIso(now), [out]).slice(5)).toEqual(['held spacing 16:02', 'settled']);
  });

  it('is missed in a silence as anywhere once its limit is over', () => {
    expect(verdicts('2027-10-23T15:59:59Z')[0]).toBe('held silence 16:00');
    expect(verdicts('2027-10-23T16:00:01Z')[0]).toBe('miss');
  });

  it('that was begun is looked for in any case, and sent only when it may go out', () => {
    const now = instantFromIso('2027-10-23T14:30Z');
    const silences = silencesFor(now);
    const publications = [recorded(opening, 'intended')];
    const situation = { ...quiet, startedAt: opening.due, now, slots: slotsOf(campaign, 2027), publications, silences };
    expect(decide(situation)).toMatchObject([{ kind: 'settle', hold: { why: 'silence', until: closing.due } }]);
  });

  const lookedFor = (slot: Slot, until: string, attempts = 1): Intended => ({
    ...(recorded(slot, 'intended') as Extract<Publication, { state: 'intended' }>),
    intendedAt: slot.due,
    attempts,
    lastFailure: {
      failure: heldBack({ why: 'spacing', until: instantFromIso(until) }),
      at: plusMillis(instantFromIso(until), -minute),
    },
  });

  it('that was looked for and held back is not overtaken: what it waited for may have come to nothing', () => {
    expect(verdicts('2027-10-23T12:26Z', [lookedFor(first, '2027-10-23T12:27Z')]).slice(0, 3)).toEqual([
      'settle',
      'held spacing 12:28',
      'held spacing 12:28',
    ]);
  });

  it('waits for nothing that was looked for, is not there and is past its limit', () => {
    const overdue = lookedFor(first, '2027-10-23T16:04Z');
    expect(verdicts('2027-10-23T16:03Z', [overdue]).slice(0, 3)).toEqual([
      'waiting',
      'publish late',
      'held spacing 16:05',
    ]);
  });

  it('waits for what was begun only if that may go out itself', () => {
    const trying = (slot: Slot, iso: string): Publication => ({
      ...(recorded(slot, 'intended') as Extract<Publication, { state: 'intended' }>),
      attempts: 1,
      lastFailure: { failure: { kind: 'doubtful', message: '' }, at: instantFromIso(iso) },
    });
    const now = instantFromIso('2027-10-23T12:26Z');
    const publications = [trying(first, '2027-10-23T12:20:30Z'), trying(second, '2027-10-23T12:25:30Z')];
    const situation = { ...quiet, startedAt, now, slots: slotsOf(campaign, 2027), publications };
    expect(decide(situation)).toMatchObject([
      { slot: first, hold: { why: 'spacing', until: instantFromIso('2027-10-23T12:27:30Z') } },
      { slot: second, hold: null },
    ]);
  });

  it('waits for nothing that is past its limit and only looked for', () => {
    const overdue = recorded(first, 'intended');
    expect(verdicts('2027-10-23T16:05Z', [overdue]).slice(0, 3)).toEqual([
      'settle',
      'publish late',
      'held spacing 16:07',
    ]);
  });

  it('that a silence held back is looked for once it is over, whatever was published near: it may be partly there', () => {
    const hushed = { failure: heldBack({ why: 'silence', until: closing.due }), at: opening.due };
    const begun: Intended = { ...lookedFor(opening, '2027-10-23T16:00Z'), lastFailure: hushed };
    const near = published(closing, 0);
    expect(verdicts('2027-10-23T15:59:30Z', [begun]).slice(5)).toEqual(['held silence 16:00', 'upcoming']);
    expect(verdicts('2027-10-23T16:01:30Z', [begun, near]).slice(5)).toEqual(['settle', 'settled']);
    const spaced = lookedFor(opening, '2027-10-23T16:01Z');
    expect(verdicts('2027-10-23T16:01:30Z', [spaced, near]).slice(5)).toEqual(['held spacing 16:02', 'settled']);
  });

  it('at the end of a silence waits for nothing that the silence held back, however often that fails', () => {
    const failing: Intended = {
      ...(recorded(opening, 'intended') as Intended),
      attempts: 1,
      lastFailure: {
        failure: { kind: 'unavailable', message: 'busy', retryAt: null },
        at: plusMillis(closing.due, minute),
      },
    };
    expect(verdicts('2027-10-23T16:01:02Z', [failing]).slice(5)).toEqual(['waiting', 'publish as-written']);
    const doubtful = { ...failing, lastFailure: { ...failing.lastFailure, at: plusMillis(closing.due, -minute) } };
    const now = closing.due;
    const situation = {
      ...quiet,
      startedAt: opening.due,
      now,
      slots: slotsOf(campaign, 2027),
      silences: silencesFor(now),
    };
    expect(decide({ ...situation, publications: [doubtful as Intended] })).toMatchObject([
      { kind: 'publish', slot: closing },
      { kind: 'settle', slot: opening },
    ]);
  });

  it('that was held back is taken up again as soon as nothing holds it, however often it was tried', () => {
    const held = lookedFor(first, '2027-10-23T12:26:30Z', 20);
    const before = [published(second, 15)];
    expect(verdicts('2027-10-23T12:26:59.999Z', [held, ...before])[0]).toBe('held spacing 12:27');
    expect(verdicts('2027-10-23T12:27Z', [held, ...before])[0]).toBe('settle');
  });

  it('of another campaign waits in a silence too, and what is at its minute does not', () => {
    const other = campaignWith({ id: 'other-1956', entries: [entryWith({ id: 'o', time: '16:30', lateness })] });
    const [slot] = slotsOf(other, 2027) as readonly [Slot];
    const kinds = (after: number) => {
      const now = plusMillis(slot.due, after);
      const silences = silencesFor(now);
      return survey({ ...quiet, startedAt, now, slots: [slot], publications: [], silences }).map(({ kind }) => kind);
    };
    expect([kinds(0), kinds(minute)]).toEqual([['publish'], ['held']]);
  });
});

describe('a publication that was tried', () => {
  const tried = (attempts: number, failure: Failure, at = march.due): Publication => ({
    ...(recorded(march, 'intended') as Extract<Publication, { state: 'intended' }>),
    attempts,
    lastFailure: { failure, at },
  });
  const busy: Failure = { kind: 'unavailable', message: 'busy', retryAt: null };
  const kindAt = (publication: Publication, after: number, chance: number) =>
    survey({
      ...quiet,
      chance: () => chance,
      startedAt,
      now: plusMillis(march.due, after),
      slots,
      publications: [publication],
    })[0]?.kind;

  it('waits a part of its pause that chance decides, and a second at least', () => {
    expect([kindAt(tried(3, busy), 999, 0), kindAt(tried(3, busy), 1000, 0)]).toEqual(['waiting', 'settle']);
    expect([kindAt(tried(3, busy), 10_499, 0.5), kindAt(tried(3, busy), 10_500, 0.5)]).toEqual(['waiting', 'settle']);
    expect([kindAt(tried(3, busy), 19_999, 1), kindAt(tried(3, busy), 20_000, 1)]).toEqual(['waiting', 'settle']);
  });

  it.each(['unavailable', 'doubtful'] as const)(
    'never comes back before the instant that the server named when %s',
    (kind) => {
      const named: Failure = { kind, message: 'busy', retryAt: plusMillis(march.due, 5 * minute) };
      expect([kindAt(tried(1, named), 5 * minute - 1, 0), kindAt(tried(1, named), 5 * minute, 0)]).toEqual([
        'waiting',
        'settle',
      ]);
    },
  );

  it('waits longer where the login was refused', () => {
    const refused: Failure = { kind: 'unauthorised', message: 'no' };
    expect([kindAt(tried(1, refused), minute - 1, 1), kindAt(tried(1, refused), minute, 1)]).toEqual([
      'waiting',
      'settle',
    ]);
  });

  it('is taken up at once if its failure lies in the future, as it does when a clock was set back', () => {
    expect(kindAt(tried(20, busy, plusMillis(march.due, 60 * minute)), 0, 1)).toBe('settle');
  });

  it('is given up after a hundred attempts past its last chance, and never for those before', () => {
    const spent = (before: number, after: number): Publication => {
      const late = plusMillis(march.due, 16 * minute);
      const attemptedAt = [...Array(before).fill(march.due), ...Array(after).fill(late)];
      return { ...(tried(before + after, busy, late) as Intended), attemptedAt };
    };
    const after = 60 * minute;
    expect([kindAt(spent(200, 99), after, 1), kindAt(spent(0, 100), after, 1)]).toEqual(['settle', 'abandon']);
  });

  it('is taken up when it is known whether it was missed, however far off the instant that the server named', () => {
    const named: Failure = { ...busy, retryAt: plusMillis(march.due, 180 * minute) };
    expect([kindAt(tried(1, named), 20 * minute, 1), kindAt(tried(1, named), 20 * minute + 1, 1)]).toEqual([
      'waiting',
      'settle',
    ]);
    const late = tried(2, named, plusMillis(march.due, 21 * minute));
    expect([kindAt(late, 179 * minute, 1), kindAt(late, 181 * minute, 1)]).toEqual(['waiting', 'settle']);
  });

  it('comes back a little later than the server named, and not in step with others', () => {
    const named: Failure = { ...busy, retryAt: plusMillis(march.due, 10 * minute) };
    const soon: Failure = { ...busy, retryAt: plusMillis(march.due, minute) };
    expect([kindAt(tried(1, named), 10 * minute + 9_999, 1), kindAt(tried(1, named), 10 * minute + 10_000, 1)]).toEqual(
      ['waiting', 'settle'],
    );
    expect([kindAt(tried(1, soon), minute + 2_999, 0.5), kindAt(tried(1, soon), minute + 3_000, 0.5)]).toEqual([
      'waiting',
      'settle',
    ]);
  });

  it('draws another chance for each attempt and account, and always the same for the same', () => {
    const of = (attempts: number, who: AccountKey = account) =>
      chanceByHash({ ...(tried(attempts, busy) as Extract<Publication, { state: 'intended' }>), account: who });
    expect(of(3)).toBe(of(3));
    const drawn = [of(1), of(2), of(3), of(3, 'did:plc:another' as AccountKey)];
    expect(new Set(drawn).size).toBe(4);
    for (const chance of drawn) expect(chance >= 0 && chance < 1).toBe(true);
  });
});
