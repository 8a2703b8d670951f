import { tzOffset } from '@date-fns/tz';
import type { DateOrder } from './layout.ts';

/** A date and a time of day as a text has them. */
interface WrittenTime {
  /** Year, month and day as the text orders them. */
  date: readonly [number, number, number];
  isYearFirst: boolean;
  /** 03.04.2024 is the third of April wherever dots are used. */
  hasDots: boolean;
  hours: number;
  minutes: number;
  seconds: number;
  /** Minutes that the time is ahead of UTC; undefined where the text does not say. */
  offset: number | undefined;
}

const pattern =
  /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[\sT,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?)?\s*(Z|(?:UTC|GMT)?(?:([+-])(\d{1,2}):?(\d{2})?)?)$/i;

function parse(text: string): WrittenTime | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [
    ,
    first = '',
    mark,
    second,
    third = '',
    hour,
    minute,
    second60,
    half,
    zone,
    sign,
    ahead,
    aheadMinutes,
  ] = match;
  const isYearFirst = first.length === 4;
  if (!isYearFirst && (first.length > 2 || (third.length !== 2 && third.length !== 4))) return undefined;
  if (isYearFirst && third.length > 2) return undefined;
  const clock = Number(hour ?? 0);
  if (half !== undefined && (clock < 1 || clock > 12)) return undefined;
  return {
    date: [Number(first), Number(second), Number(third)],
    isYearFirst,
    hasDots: mark === '.',
    hours: half === undefined ? clock : (clock % 12) + (half.toLowerCase() === 'p' ? 12 : 0),
    minutes: Number(minute ?? 0),
    seconds: Number(second60 ?? 0),
    offset:
      zone === '' || zone === undefined
        ? undefined
        : (sign === '-' ? -1 : 1) * (60 * Number(ahead ?? 0) + Number(aheadMinutes ?? 0)),
  };
}

/**
 * Whether a text has day and month at places that other texts must tell: undefined for what is not a
 * time, or for a time that leaves no doubt, else the orders in which it is a date.
 */
export function possibleOrders(text: string): readonly DateOrder[] | undefined {
  const time = parse(text);
  if (time === undefined || time.isYearFirst || time.hasDots) return undefined;
  const [first, second] = time.date;
  // The same day in both orders, or no day in either.
  if (first === second || (first > 12 && second > 12)) return undefined;
  const orders: DateOrder[] = [];
  if (second <= 12) orders.push('DMY');
  if (first <= 12) orders.push('MDY');
  return orders;
}

/**
 * The time of a text in milliseconds since 1970; undefined for what is not a time. Of a local time that a
 * change of the clocks repeats it is the first, and one that a change skips counts from the time before.
 */
export function castTime(text: string, zone: string, order: DateOrder | undefined): number | undefined {
  const time = parse(text);
  if (time === undefined) return undefined;
  const { hours, minutes, seconds, offset } = time;
  const [year, month, day] = ordered(time, order);
  if (hours > 23 || minutes > 59 || seconds > 60 || !isDate(year, month, day)) return undefined;
  if (offset !== undefined) return Date.UTC(year, month - 1, day, hours, minutes - offset, seconds);
  const local = Date.UTC(year, month - 1, day, hours, minutes, seconds);
  return zone === 'UTC' ? local : utcOf(local, zone);
}

const millisecondsPerMinute = 60_000;
const oneDay = 86_400_000;

/** `local` is what a clock in the zone says, as if it were UTC. */
function utcOf(local: number, zone: string): number {
  const offsetAt = (time: number) => tzOffset(zone, new Date(time)) * millisecondsPerMinute;
  const before = local - offsetAt(local - oneDay);
  const after = local - offsetAt(local + oneDay);
  const isMeant = (time: number) => time + offsetAt(time) === local;
  return [Math.min(before, after), Math.max(before, after)].find(isMeant) ?? before;
}

function ordered(
  { date, isYearFirst, hasDots }: WrittenTime,
  order: DateOrder | undefined,
): WrittenTime['date'] {
  const [first, second, third] = date;
  if (isYearFirst) return [first, second, third];
  const year = third < 100 ? 2000 + third : third;
  return order === 'MDY' && !hasDots ? [year, first, second] : [year, second, first];
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && month <= 12 && day >= 1 && date.getUTCMonth() === month - 1;
}

/** Whether times can be converted from this zone: an IANA name such as `Europe/Berlin`, or `UTC`. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
