import { describe, expect, test } from 'vitest';
import { castTime, isTimeZone, possibleOrders } from '../../../src/vote/import/cast-time.ts';

const iso = (...parameters: Parameters<typeof castTime>): string | undefined => {
  const time = castTime(...parameters);
  return time === undefined ? undefined : new Date(time).toISOString();
};

describe('a time of a survey tool', () => {
  test.each([
    ['2022/11/30 10:39:41 PM GMT+1', '2022-11-30T21:39:41.000Z'],
    ['2022/11/30 12:05:00 AM GMT+5:30', '2022-11-29T18:35:00.000Z'],
    ['2022/11/30 12:05:00 PM GMT-3', '2022-11-30T15:05:00.000Z'],
    ['2026-02-22 17:16:39', '2026-02-22T17:16:39.000Z'],
    ['2026-02-22 17:16', '2026-02-22T17:16:00.000Z'],
    ['2026-02-22', '2026-02-22T00:00:00.000Z'],
    ['2026-03-01T12:00:00.123+02:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z'],
    ['03.04.2026 10:15', '2026-04-03T10:15:00.000Z'],
    // Newer spreadsheets put a narrow space before PM.
    ['31/1/2026 3:45:12\u202fpm', '2026-01-31T15:45:12.000Z'],
    ['31/1/26 15:45', '2026-01-31T15:45:00.000Z'],
  ])('%s is read', (text, time) => {
    expect(iso(text, 'UTC', 'DMY')).toBe(time);
  });

  test('has the day or the month first as it is said', () => {
    expect(iso('3/4/2026 10:00', 'UTC', 'MDY')).toBe('2026-03-04T10:00:00.000Z');
    expect(iso('3/4/2026 10:00', 'UTC', 'DMY')).toBe('2026-04-03T10:00:00.000Z');
  });

  test.each([
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '04/31/2026',
    '2026-03-01 25:00',
    '13:00 PM',
    '2026-03-01 13:00 PM',
    '45678.5',
    '',
  ])('%j is not one', (text) => {
    expect(iso(text, 'UTC', 'MDY')).toBeUndefined();
  });
});

describe('a time without a zone', () => {
  test('is that of the zone', () => {
    expect(iso('2026-01-15 12:00', 'Europe/Berlin', undefined)).toBe('2026-01-15T11:00:00.000Z');
    expect(iso('2026-07-15 12:00', 'Europe/Berlin', undefined)).toBe('2026-07-15T10:00:00.000Z');
    expect(iso('2026-07-15 12:00', 'Asia/Kolkata', undefined)).toBe('2026-07-15T06:30:00.000Z');
    expect(iso('2026-07-15 12:00 UTC', 'Asia/Kolkata', undefined)).toBe('2026-07-15T12:00:00.000Z');
  });

  test('that the clocks repeat is the first, and one that they skip counts from before', () => {
    expect(iso('2026-10-25 02:30', 'Europe/Berlin', undefined)).toBe('2026-10-25T00:30:00.000Z');
    expect(iso('2026-11-01 01:30', 'America/New_York', undefined)).toBe('2026-11-01T05:30:00.000Z');
    expect(iso('2026-03-29 02:30', 'Europe/Berlin', undefined)).toBe('2026-03-29T01:30:00.000Z');
  });

  test('needs a zone that exists', () => {
    expect(['UTC', 'Europe/Berlin', 'Mars', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});

test.each([
  ['3/4/2026', ['DMY', 'MDY']],
  ['13/4/2026 10:00', ['DMY']],
  ['4-13-26', ['MDY']],
  ['13/13/2026', undefined],
  ['4/4/2026', undefined],
  ['2026-04-03', undefined],
  ['3.4.2026', undefined],
  ['soon', undefined],
])('%s leaves open %j', (text, orders) => {
  expect(possibleOrders(text)).toEqual(orders);
});
