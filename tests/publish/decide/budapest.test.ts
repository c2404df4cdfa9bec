import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { decide } from '../../../bot/publish/decide/decide.ts';
import { loadCampaigns } from '../../../schedule/read/load.ts';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { instantFromIso, plusMillis } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { campaignWith, entryWith } from '../../support/threads.ts';

const minute = 60_000;
const loaded = await loadCampaigns(fileURLToPath(new URL('../../../schedule/campaigns', import.meta.url)));
if (!loaded.ok) throw new Error('the campaigns have problems');
const campaign = loaded.value.find(({ id }) => id === 'hungary-1956');
if (campaign === undefined) throw new Error('there is no hungary-1956');

const startedAt = instantFromIso('2027-10-01T00:00Z');

it('4 November is silent from 08:07 to 13:00 in Budapest, even for a bot that was away since the evening before', () => {
  const calendar = calendarOf([campaign]);
  const sentAt = (iso: string, passed: number) => {
    const now = plusMillis(instantFromIso(iso), passed);
    const slots = slotsOf(campaign, 2027);
    const silences = calendar.silencesBetween(plusMillis(now, -60 * minute), now);
    return decide({ startedAt, now, slots, publications: [], silences, chance: () => 1 }).flatMap((decision) =>
      decision.kind === 'publish' ? [`${decision.slot.entry.id} ${decision.wording}`] : [],
    );
  };
  expect(sentAt('2027-11-04T07:07Z', 0)).toEqual(['radio-silent as-written']);
  for (let minutes = 8; minutes < 300; minutes += 1) expect(sentAt('2027-11-04T07:00Z', minutes * minute)).toEqual([]);
  expect(sentAt('2027-11-04T12:00Z', 0)).toEqual(['nagy-last-broadcast late', 'moscow-says-it-is-over as-written']);
  expect(sentAt('2027-11-04T12:05Z', 0)).toEqual(['nagy-last-broadcast late']);
});

it('in the night when summer time ends a slot of the repeated hour is due once, at its second minute', () => {
  const night = campaignWith({ entries: [entryWith({ date: '1956-10-31', time: '02:30' })] });
  const slots = slotsOf(night, 2027);
  const kinds = Array.from({ length: 12 }, (_, index) => {
    const now = plusMillis(instantFromIso('2027-10-31T00:00Z'), index * 10 * minute);
    const decisions = decide({ startedAt, now, slots, publications: [], silences: [], chance: () => 1 });
    return decisions.map(({ kind }) => kind).join();
  });
  expect(kinds.indexOf('publish')).toBe(9);
  expect(kinds.slice(0, 9).join('')).toBe('');
});
