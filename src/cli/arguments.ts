import { InvalidArgumentError } from 'commander';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { isScope, type Scope, scopes } from '../access/scope.ts';

/** Reads a whole number within bounds, both included. The parser throws InvalidArgumentError. */
export const parseInteger =
  (minimum: number, maximum: number) =>
  (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= minimum && number <= maximum) return number;
    throw new InvalidArgumentError(`It must be a whole number, ${minimum} to ${maximum}.`);
  };

/** As in content files: without a zone a time would depend on where the command runs. */
const timeSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/** Reads a time; a date alone is its start in UTC. Throws InvalidArgumentError. */
export function parseTime(text: string): Date {
  const { data } = timeSchema.safeParse(text);
  if (data === undefined) {
    throw new InvalidArgumentError(
      'It must be a date, such as 2027-01-01, or a time with its zone, such as 2027-01-01T12:00:00Z.',
    );
  }
  return new Date(data);
}

/**
 * Reads names of columns as the header of a CSV file is read: separated by commas, with a name that has a
 * comma in double quotes. A repeated option adds to the names before. Throws InvalidArgumentError.
 */
export function parseColumns(text: string, before: readonly string[] = []): string[] {
  const names = [...before, ...parseRecord(text).map((name) => name.trim())];
  if (names.includes('')) throw new InvalidArgumentError('The name of a column is empty.');
  const repeated = names.find((name, place) => names.indexOf(name) !== place);
  if (repeated !== undefined) throw new InvalidArgumentError(`The column ${repeated} is named twice.`);
  return names;
}

function parseRecord(text: string): string[] {
  const records = parseRecords(text);
  const [record] = records;
  if (records.length === 1 && record !== undefined) return record;
  throw new InvalidArgumentError(
    'It must name columns, separated by commas, with a name that has a comma in double quotes.',
  );
}

function parseRecords(text: string): string[][] {
  try {
    return parse(text, { trim: true });
  } catch {
    // A text that is not CSV has no record.
    return [];
  }
}

/** Reads an option that can be repeated: each adds a text. */
export const parseList = (text: string, before: readonly string[] = []): string[] => [...before, text];

/** Reads the name of each scope, separated by commas. Throws InvalidArgumentError. */
export function parseScopes(text: string): Scope[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .map((name) => {
      if (isScope(name)) return name;
      throw new InvalidArgumentError(
        `There is no scope ${name}. There are ${Object.keys(scopes).join(', ')}.`,
      );
    });
}

/** Reads one character, or `tab`. Throws InvalidArgumentError. */
export function parseDelimiter(text: string): string {
  if (/^(tab|\\t)$/i.test(text)) return '\t';
  if (text.length === 1) return text;
  throw new InvalidArgumentError('It must be one character, or `tab`.');
}
