import { describe, expect, it } from 'vitest';
import { retryAtByDate, retryAtIn } from '../../../bot/networks/wire/retry-at.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';

const now = instantFromIso('2027-10-23T13:00:00Z');
const at = (headers: Record<string, string>) => retryAtIn(new Headers(headers), now);
const byDate = (headers: Record<string, string>) => retryAtByDate(new Headers(headers), now);

describe('when a server wants to be asked again', () => {
  it.each<[string, Record<string, string>, string]>([
    ['in seconds', { 'retry-after': '90' }, '2027-10-23T13:01:30Z'],
    ['as a date', { 'retry-after': 'Sat, 23 Oct 2027 13:05:00 GMT' }, '2027-10-23T13:05:00Z'],
    ['as Bluesky does', { 'ratelimit-remaining': '0', 'ratelimit-reset': '1824372000' }, '2027-10-24T10:00:00Z'],
    ['in seconds to its reset', { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' }, '2027-10-23T13:00:30Z'],
    ['as Mastodon does', { 'x-ratelimit-reset': '2027-10-23T13:07:00.000000Z' }, '2027-10-23T13:07:00Z'],
    [
      'in two ways, of which the later counts',
      { 'x-ratelimit-reset': '2027-10-23T12:00:00Z', 'retry-after': '5' },
      '2027-10-23T13:00:05Z',
    ],
    ['too far ahead, which means a day', { 'retry-after': '999999999999' }, '2027-10-24T13:00:00Z'],
    ['too far ahead as a date', { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, '2027-10-24T13:00:00Z'],
  ])('is said %s', (_, headers, iso) => {
    expect(at(headers)).toBe(instantFromIso(iso));
  });

  it.each<[string, Record<string, string>]>([
    ['reset', { 'x-ratelimit-reset': '2027-10-23T14:05:00Z' }],
    ['date', { 'retry-after': 'Sat, 23 Oct 2027 14:05:00 GMT' }],
    ['seconds since 1970', { 'ratelimit-remaining': '0', 'ratelimit-reset': '1824300300' }],
    ['seconds to wait', { 'retry-after': '300' }],
  ])("is told by the server's own clock, however far that is from this one: %s", (_, headers) => {
    const date = 'Sat, 23 Oct 2027 14:00:00 GMT';
    expect(byDate({ ...headers, date })).toBe(instantFromIso('2027-10-23T13:05:00Z'));
  });

  it('is taken as it is said where the clocks agree to a few seconds, or the answer was kept on its way', () => {
    const reset = { 'x-ratelimit-reset': '2027-10-23T13:05:00Z' };
    const then = instantFromIso('2027-10-23T13:05:00Z');
    expect(byDate({ ...reset, date: 'Sat, 23 Oct 2027 12:59:57 GMT' })).toBe(then);
    expect(byDate({ ...reset, date: 'Sat, 23 Oct 2027 12:00:00 GMT', age: '3600' })).toBe(then);
    expect(byDate({ ...reset, date: 'soon' })).toBe(then);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing is said', {}],
    ['it is over already', { 'x-ratelimit-reset': '2027-10-23T12:59:59Z' }],
    ['something of the limit is left', { 'ratelimit-remaining': '7', 'ratelimit-reset': '1824372000' }],
    ['it makes no sense', { 'retry-after': 'soon', 'x-ratelimit-reset': '' }],
  ])('is not known when %s', (_, headers) => {
    expect(at(headers)).toBeNull();
  });
});
