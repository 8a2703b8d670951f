const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** A day as people read it, in UTC: `25 November 2026`. */
export const dayOf = (time: string | number | Date): string => day.format(new Date(time));

/** A time as people read it: `25 November 2026, 14:05 UTC`. */
export const timeOf = (time: string | number | Date): string =>
  `${dayOf(time)}, ${clock.format(new Date(time))} UTC`;
