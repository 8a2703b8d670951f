import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** As in content files: without a zone a time would depend on where the command runs. */
const timeSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/** Reads a time; a date alone is its start in UTC. Throws InvalidArgumentError. */
export function timeIn(text: string): Date {
  const { data } = timeSchema.safeParse(text);
  if (data === undefined) {
    throw new InvalidArgumentError(
      'It must be a date, such as 2027-01-01, or a time with its zone, such as 2027-01-01T12:00:00Z.',
    );
  }
  return new Date(data);
}
