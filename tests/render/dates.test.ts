import { expect, test } from 'vitest';
import { printedDate, printedTime, weekdayOf } from '../../bot/render/dates.ts';

test('a date is printed as each language prints it', () => {
  expect(printedDate('1956-10-23', 'hu')).toBe('1956. október 23.');
  expect(printedDate('1956-11-04', 'hu')).toBe('1956. november 4.');
  expect(printedDate('1956-11-04', 'en')).toBe('4 November 1956');
});

test('a day of the week is named', () => {
  expect(weekdayOf('1956-10-23', 'hu')).toBe('kedd');
  expect(weekdayOf('2027-10-31', 'en')).toBe('Sunday');
});

test('nonsense is no date', () => {
  expect(() => printedDate('1956-13-01', 'hu')).toThrow(RangeError);
  expect(() => weekdayOf('soon', 'en')).toThrow(RangeError);
});

test.each([
  ['exact', '05:20', 'hu', '', '5:20', ''],
  ['exact', '15:00', 'hu', '', '15:00', ''],
  ['exact', '05:20', 'en', '', '05:20', ''],
  ['about', '08:00', 'hu', '', '8', 'óra körül'],
  ['about', '08:15', 'hu', '', '8:15', 'körül'],
  ['about', '08:15', 'en', 'about', '08:15', ''],
  ['by', '18:00', 'hu', '', '18', 'órára'],
  ['by', '06:00', 'hu', '', '6', 'órára'],
  ['by', '00:00', 'hu', '', '0', 'órára'],
  ['by', '02:00', 'hu', 'hajnali', '2-re', ''],
  ['by', '03:00', 'hu', 'hajnali', '3-ra', ''],
  ['by', '21:30', 'hu', '', '21:30-ra', ''],
  ['by', '21:45', 'hu', '', '21:45-re', ''],
  ['by', '21:16', 'hu', '', '21:16-ra', ''],
  ['by', '09:10', 'hu', '', '9:10-re', ''],
  ['by', '09:20', 'hu', '', '9:20-ra', ''],
  ['by', '18:00', 'en', 'by', '18:00', ''],
] as const)('%s at %s in %s is printed as “%s”, “%s”, “%s”', (certainty, time, language, before, clock, after) => {
  expect(printedTime(time, certainty, language)).toEqual({ before, clock, after });
});

test('a time that no source gives is not printed', () => {
  expect(printedTime('12:00', 'chosen', 'hu')).toBeNull();
});
