import { InvalidArgumentError } from 'commander';
import { parse } from 'csv-parse/sync';

/**
 * Reads names of columns as the header of a CSV file is read: commas separate them, and a name with a comma in it stands in double quotes.
 * Given again, an option adds to the names before. Throws InvalidArgumentError.
 */
export function columnNames(text: string, before: readonly string[] = []): string[] {
  const names = [...before, ...recordIn(text).map((name) => name.trim())];
  if (names.includes('')) throw new InvalidArgumentError('The name of a column is empty.');
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new InvalidArgumentError(`The column ${twice} is named twice.`);
  return names;
}

function recordIn(text: string): string[] {
  const records = recordsIn(text);
  const [record] = records;
  if (records.length === 1 && record !== undefined) return record;
  throw new InvalidArgumentError(
    'It must name columns, separated by commas, with a name that has a comma in double quotes.',
  );
}

function recordsIn(text: string): string[][] {
  try {
    return parse(text, { trim: true });
  } catch {
    // What is no CSV holds no record.
    return [];
  }
}
