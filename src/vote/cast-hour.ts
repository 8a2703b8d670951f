const hour = 3_600_000;

/** A time as it may be published: cut to the hour, so that votes cannot be put in order by it. */
export const castHour = (at: number): number => at - (at % hour);
