import type { Readable } from 'node:stream';
import type { Database } from '../../db/client.ts';
import type { Writer } from '../../db/writer.ts';
import { optionsBySurveyIds } from '../../survey/option-queries.ts';
import { surveyBySlug } from '../../survey/queries.ts';
import { voteBatchOfFile } from '../queries.ts';
import { type CsvRow, decodeCell, ImportRefusedError, type RowFault, readCsv } from './csv-rows.ts';
import { type Answer, answerReader, type NamedOption, unknownInMap } from './form-answer.ts';
import { writeImport } from './import-parts.ts';
import type { AnswerFile, CheckedFile, ImportPlan, ImportReport, ReadRow } from './import-plan.ts';

export interface ImportOptions {
  /** The survey's slug. */
  survey: string;
  /** Opens the file from its start: it is read once to be checked, and once more to be written. Gzip is unpacked. */
  open: () => Readable;
  /** The columns of the choices, best first where they are ranked. */
  choiceColumns: readonly string[];
  /** The column that tells voters apart; without it each row is a voter. */
  voterColumn?: string | undefined;
  /** What cells say besides names of options: a slug, or null for a mark that is no choice. */
  map?: Readonly<Record<string, string | null>> | undefined;
  /** Check and report only. */
  isDryRun?: boolean | undefined;
  /** Import nothing if a single row is faulty. */
  isStrict?: boolean | undefined;
  /** Whose voters the voter column names: imports under one name mean the same voters by the same texts. */
  caller?: string | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Each row that is left out, once, in the order of the file as far as possible. */
  onFault?: ((fault: RowFault) => void) | undefined;
}

export interface ImportProgress {
  phase: 'CHECK' | 'WRITE';
  rows: number;
  /** How many there are in all, once they were counted. */
  total: number | undefined;
}

/**
 * Imports survey answers as votes, while the survey is open or closed. The file is read to its end before anything is written, so that a file
 * that breaks off is not imported by half; a run that was killed is taken up where it ended, and a second run adds nothing.
 * Throws ImportRefusedError, and UnavailableError (run it again then).
 */
export async function importVotes(
  writer: Writer,
  db: Database,
  secret: Buffer,
  options: ImportOptions,
): Promise<ImportReport> {
  // Writes scheduled openings and closings, so that the state below is current.
  await writer.write([]);
  const plan = planOf(db, options);
  const { onProgress = () => {}, onFault = () => {} } = options;
  const checked = await check(plan, onProgress, onFault);
  const report = { ...checked.report, batch: undefined, added: 0 };
  if (options.isDryRun) return report;
  if (options.isStrict && report.faulty > 0) {
    throw new ImportRefusedError(
      `${report.faulty} of ${report.rows} rows are faulty, and --strict allows none. Nothing was imported; correct the file, or leave those rows out without --strict.`,
    );
  }
  const before = voteBatchOfFile(db, plan.survey.id, checked.digest);
  if (before !== undefined && before.options !== plan.reading) {
    throw new ImportRefusedError(
      `This file was imported with other columns or another map (import ${before.id}). Nothing was imported now; void that import first.`,
    );
  }
  if (before !== undefined && before.finishedAt !== null) return { ...report, batch: before.id };
  const written = await writeImport(writer, secret, plan, checked, (rows) =>
    onProgress({ phase: 'WRITE', rows, total: report.rows }),
  );
  return { ...report, ...written };
}

async function check(
  { openAnswers, survey, slugOf }: ImportPlan,
  onProgress: (progress: ImportProgress) => void,
  onFault: (fault: RowFault) => void,
): Promise<CheckedFile> {
  let unreadable = 0;
  let [votes, blank, faulty] = [0, 0, 0];
  const ballots = new Map<string, number>();
  const { file, read } = await openAnswers((fault) => {
    unreadable += 1;
    onFault(fault);
  });
  for await (const rows of file.rows) {
    for (const row of rows) {
      const result = read(row);
      if ('fault' in result) {
        faulty += 1;
        onFault({ line: row.line(), message: result.fault });
      } else if (result.answer === 'blank') {
        blank += 1;
      } else {
        votes += 1;
        const { counted } = result.answer;
        const chosen = survey.method === 'RANKED_CHOICE' ? counted.slice(0, 1) : counted;
        for (const option of chosen) {
          const slug = slugOf.get(option) ?? '';
          ballots.set(slug, (ballots.get(slug) ?? 0) + 1);
        }
      }
    }
    onProgress({ phase: 'CHECK', rows: votes + blank + faulty + unreadable, total: undefined });
  }
  faulty += unreadable;
  const choices = Object.fromEntries(ballots);
  const report = { rows: votes + blank + faulty, votes, blank, faulty, choices };
  return { digest: file.digest(), unreadable, report };
}

function planOf(db: Database, options: ImportOptions): ImportPlan {
  const { choiceColumns, voterColumn, map = {}, caller = 'import' } = options;
  const survey = surveyBySlug(db, options.survey, true);
  if (survey === undefined) throw new ImportRefusedError(`There is no survey \`${options.survey}\`.`);
  if (survey.resultSource === 'REPORTED' || !['OPEN', 'CLOSED'].includes(survey.state)) {
    const why = survey.resultSource === 'REPORTED' ? 'has a reported result' : `is ${survey.state}`;
    throw new ImportRefusedError(
      `The survey \`${survey.slug}\` ${why}; votes are imported while it is OPEN or CLOSED.`,
    );
  }
  if (choiceColumns.length === 0 || (survey.method === 'SINGLE_CHOICE' && choiceColumns.length > 1)) {
    throw new ImportRefusedError(
      `${choiceColumns.length} choice columns are given; a ${survey.method} survey takes ${survey.method === 'SINGLE_CHOICE' ? 'one' : 'one or more'}.`,
    );
  }
  const offered = optionsBySurveyIds(db, [survey.id]).get(survey.id) ?? [];
  const named: NamedOption[] = offered.map(({ narrative }) => narrative);
  const unknown = unknownInMap({ options: named, map });
  if (unknown.length > 0) {
    throw new ImportRefusedError(
      `The map names ${unknown.map((slug) => `\`${slug}\``).join(', ')}, which the survey \`${survey.slug}\` does not offer.`,
    );
  }
  const openAnswers = async (onFault: (fault: RowFault) => void): Promise<AnswerFile> => {
    const file = await readCsv(options.open(), onFault);
    const columns = choiceColumns.map((name) => ({ name, index: columnOf(file.header, name) }));
    const voterIndex = voterColumn === undefined ? undefined : columnOf(file.header, voterColumn);
    const answerOf = answerReader({ ...survey, options: named, map, columns });
    return { file, read: (row) => readRow(row, file.header.length, voterIndex, answerOf) };
  };
  const reading = JSON.stringify({
    choiceColumns,
    voterColumn: voterColumn ?? null,
    caller,
    map: Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1)),
  });
  return { survey, openAnswers, reading, caller, slugOf: new Map(named.map(({ id, slug }) => [id, slug])) };
}

function columnOf(header: readonly string[], name: string): number {
  const index = header.indexOf(name);
  if (index === -1) {
    const shown = header.slice(0, 20).map((column) => `\`${column}\``);
    throw new ImportRefusedError(`The file has no column \`${name}\`; it has ${shown.join(', ')}.`);
  }
  if (header.lastIndexOf(name) !== index) {
    throw new ImportRefusedError(`The file has two columns \`${name}\`; rename one of them.`);
  }
  return index;
}

function readRow(
  { cells }: CsvRow,
  width: number,
  voterIndex: number | undefined,
  answerOf: (cells: readonly string[]) => Answer,
): ReadRow {
  if (cells.length !== width) return { fault: `The row has ${cells.length} cells; the header has ${width}.` };
  const answer = answerOf(cells);
  if (typeof answer === 'object' && 'fault' in answer) return answer;
  if (voterIndex === undefined) return { answer, voter: undefined };
  const voter = decodeCell(cells[voterIndex] ?? '')?.trim();
  return voter ? { answer, voter } : { fault: 'The cell that tells the voter is empty or not in UTF-8.' };
}
