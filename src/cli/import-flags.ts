import { existsSync, readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { AnswerMap } from '../vote/import/answer-texts.ts';
import type { CellKind } from '../vote/import/layout.ts';
import { cellKinds, type DateOrder, dateOrders } from '../vote/import/layout.ts';
import type { ImportOptions } from '../vote/import/plan-import.ts';
import { type ProfileName, profileNames } from '../vote/import/profiles/profile.ts';
import { maximumRanks } from '../vote/import/rank-text.ts';
import { parseColumns, parseDelimiter, parseInteger, parseList } from './arguments.ts';
import { CommandError } from './command-error.ts';

/** How the file of answers is read; the same for every command that reads one. */
export interface ImportFlags {
  profile?: ProfileName | 'auto';
  question?: string;
  choiceColumns?: string[];
  cells?: CellKind;
  separator?: string;
  delimiter?: string;
  encoding?: string;
  headerRows?: number;
  only?: string[];
  except?: string[];
  voterColumn?: string;
  timeColumn?: string | false;
  timeZone?: string;
  dateFormat?: DateOrder;
  map?: string;
  unknown?: 'refuse' | 'no-choice';
  exact?: true;
}

/** Adds the options that say how a file of answers is read. */
export function addImportFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--profile <tool>',
        'the survey tool that exported the file; `auto` recognises it, and is the default without --choice-columns',
      ).choices(['auto', ...profileNames]),
    )
    .option(
      '--question <text>',
      'with a profile: the question whose answers are the votes, where there are several',
    )
    .option(
      '--choice-columns <columns>',
      'the columns of the choices by name, or by position as #3, separated by commas, best first where they are ranked; a name that has a comma is put in double quotes; given again, the option adds columns',
      parseColumns,
    )
    .addOption(
      new Option(
        '--cells <content>',
        "what a cell of these columns holds: an option; a list of options; a mark (x, Y, Yes, 1, TRUE, the option itself), or the rank, of the option that its column is named for. The profile's own, else `option`, when omitted",
      ).choices(cellKinds),
    )
    .option('--separator <text>', 'what separates the options of a list; semicolons or commas when omitted')
    .option(
      '--delimiter <character>',
      'what separates cells, or `tab`; recognised when omitted',
      parseDelimiter,
    )
    .option('--encoding <name>', 'such as utf-8, utf-16le, latin1 or windows-1251; recognised when omitted')
    .option('--header-rows <number>', 'rows before the first answer', parseInteger(1, 20))
    .option(
      '--only <column=value>',
      'take only rows with this value, or with any text when just a column is named; given again, adds a value or a column',
      parseList,
    )
    .option('--except <column=value>', 'leave out rows with this value; can be given again', parseList)
    .option('--voter-column <column>', 'the column that tells voters apart; without it each row is a voter')
    .option('--time-column <column>', 'when people answered, for the turnout and `castAt`')
    .option('--no-time-column', 'take the time of the import, though the profile knows a column')
    .option('--time-zone <zone>', 'the zone of times that name none, such as Europe/Berlin; UTC when omitted')
    .addOption(
      new Option(
        '--date-format <order>',
        'the order of day, month and year where the file leaves it open',
      ).choices(dateOrders),
    )
    .option(
      '--map <file>',
      'a JSON object from a text to the slug that it stands for, or to null for a mark that is not a choice; to a number for a rank, to true or false for a mark',
    )
    .addOption(
      new Option(
        '--unknown <treatment>',
        'what an answer that is not known is: a fault of its row, or a mark that is not a choice',
      )
        .choices(['refuse', 'no-choice'])
        .default('refuse'),
    )
    .option('--exact', 'let case and blanks distinguish answers');
}

/** Reads the map, too. Throws CommandError. */
export const importOptions = (flags: ImportFlags): Omit<ImportOptions, 'survey' | 'open'> => ({
  profile: flags.profile,
  question: flags.question,
  choiceColumns: flags.choiceColumns,
  cells: flags.cells,
  separator: flags.separator,
  delimiter: flags.delimiter,
  encoding: flags.encoding,
  headerRows: flags.headerRows,
  only: flags.only,
  except: flags.except,
  voterColumn: flags.voterColumn?.trim(),
  timeColumn: flags.timeColumn,
  timeZone: flags.timeZone,
  dateOrder: flags.dateFormat,
  map: flags.map === undefined ? undefined : readMap(flags.map),
  isUnknownNoChoice: flags.unknown === 'no-choice',
  isExact: flags.exact,
});

const mapSchema = z.record(
  z.string(),
  z.union([z.string(), z.int().min(1).max(maximumRanks), z.boolean(), z.null()]),
);

function readMap(file: string): AnswerMap {
  if (!existsSync(file))
    throw new CommandError(`There is no map ${file}. --write-map writes one to begin with.`);
  const text = readFileSync(file, 'utf8');
  try {
    return mapSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CommandError(
      `${file}: The map is not a JSON object from a text to a slug, null, a rank (1 to ${maximumRanks}), true or false.`,
      { cause: error },
    );
  }
}
