import { createHash } from 'node:crypto';
import type { Database } from '../../db/client.ts';
import type { SurveyRow } from '../../db/tables/survey.ts';
import { optionsBySurveyIds } from '../../survey/option-queries.ts';
import { surveyBySlug } from '../../survey/queries.ts';
import { type AnswerMap, answerTexts, type NamedOption } from './answer-texts.ts';
import { ballotReader } from './ballot-reader.ts';
import { isTimeZone } from './cast-time.ts';
import { columnUses } from './column-uses.ts';
import { csvRows } from './csv-rows.ts';
import { dateOrderOf } from './date-order.ts';
import { fileBytes } from './file-bytes.ts';
import { type FileHead, type OpenFile, readHead } from './file-head.ts';
import type { AnswerFile, ImportPlan } from './import-plan.ts';
import { ImportRefusedError, type RowFault } from './import-refused.ts';
import { type FoundLayout, type LayoutOptions, layoutOf } from './layout-of.ts';
import { refuseAmbiguousLists } from './list-cell.ts';
import { rowReader } from './row-reader.ts';
import { toUtf8 } from './text-encoding.ts';

export interface ImportOptions extends LayoutOptions {
  /** The survey's slug. */
  survey: string;
  /** Opens the file from its start; it is read several times. Gzip is unpacked. */
  open: OpenFile;
  /** As WHATWG's Encoding Standard names it; recognised when undefined. */
  encoding?: string | undefined;
  /** One character; recognised when undefined. */
  delimiter?: string | undefined;
  /** What texts stand for, besides the names of options. */
  map?: AnswerMap | undefined;
  /** Whether case and blanks distinguish texts. */
  isExact?: boolean | undefined;
  /** Whether a text that is not known is a mark without a choice, rather than a fault of its row. */
  isUnknownNoChoice?: boolean | undefined;
  /** Whose voters the voter column names: imports under one name mean the same voters by the same texts. */
  caller?: string | undefined;
  /** Whether the file corrects votes, which a published survey takes too. */
  isCorrection?: boolean | undefined;
}

/** Decides how a file is read, from its first rows and what the operator says. Throws ImportRefusedError. */
export async function planImport(db: Database, options: ImportOptions, now: number): Promise<ImportPlan> {
  const { map = {}, isExact = false, isUnknownNoChoice = false, caller = 'import', timeZone } = options;
  const survey = importingSurvey(db, options.survey, options.isCorrection ?? false);
  const named: NamedOption[] = (optionsBySurveyIds(db, [survey.id]).get(survey.id) ?? []).map(
    ({ narrative }) => narrative,
  );
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new ImportRefusedError(
      `\`${timeZone}\` is not a time zone; name one such as UTC or Europe/Berlin.`,
    );
  }
  const texts = answerTexts({ options: named, map, isExact });
  const head = await readHead(options.open, options);
  const found = layoutOf(head, options, survey, texts);
  if (found.cells === 'list') refuseAmbiguousLists(found.separators, texts);
  const headerRows = found.headerRows + Number(head.hasDelimiterLine);
  const format = { delimiter: head.delimiter, headerRows };
  const layout = await withDateOrder(found, options.open, head, format);
  const readerOf = () => ballotReader({ ...survey, ...layout, texts, isUnknownNoChoice });
  const openAnswers = (onFault: (fault: RowFault) => void): AnswerFile => {
    const hash = createHash('sha256');
    const bytes = hashed(fileBytes(options.open()), (chunk) => hash.update(chunk));
    const ballots = readerOf();
    return {
      rows: csvRows(toUtf8(bytes, head.encoding), format, onFault),
      read: rowReader(layout, ballots, now),
      answers: () => ballots.answers.all(),
      digest: () => hash.digest('hex'),
    };
  };
  return {
    survey,
    openAnswers,
    unknownColumns: readerOf().unknownColumns,
    reading: readingOf(head, layout, { map, isExact, isUnknownNoChoice, caller }),
    caller,
    slugOf: new Map(named.map(({ id, slug }) => [id, slug])),
    texts,
    understood: {
      profile: found.profile?.title ?? null,
      question: found.question ?? null,
      encoding: head.encoding,
      delimiter: head.delimiter,
      headerRows: found.headerRows,
      ...columnUses(layout),
    },
  };
}

function importingSurvey(db: Database, slug: string, isCorrection: boolean): SurveyRow {
  const survey = surveyBySlug(db, slug, true);
  if (survey === undefined) throw new ImportRefusedError(`There is no survey \`${slug}\`.`);
  const states = isCorrection ? ['OPEN', 'CLOSED', 'PUBLISHED'] : ['OPEN', 'CLOSED'];
  if (survey.resultSource === 'TALLIED' && states.includes(survey.state)) return survey;
  const why = survey.resultSource === 'REPORTED' ? 'has a reported result' : `is ${survey.state}`;
  throw new ImportRefusedError(
    `The survey \`${slug}\` ${why}; votes are ${isCorrection ? 'replaced while it is OPEN, CLOSED or PUBLISHED' : 'imported while it is OPEN or CLOSED'}.`,
  );
}

async function withDateOrder(
  found: FoundLayout,
  open: OpenFile,
  { encoding }: FileHead,
  format: { delimiter: string; headerRows: number },
): Promise<FoundLayout> {
  const { time } = found;
  if (time === undefined || time.order !== undefined) return found;
  return {
    ...found,
    time: { ...time, order: await dateOrderOf(toUtf8(fileBytes(open()), encoding), format, time) },
  };
}

async function* hashed(
  chunks: AsyncIterable<Buffer>,
  update: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    update(chunk);
    yield chunk;
  }
}

/** All that decides what a row comes to, as one text. */
const readingOf = (
  { encoding, delimiter }: FileHead,
  { headerRows, columns, cells, separators, blanks, filters, voterColumn, time }: FoundLayout,
  { map, ...rest }: { map: AnswerMap; isExact: boolean; isUnknownNoChoice: boolean; caller: string },
): string =>
  JSON.stringify({
    ...rest,
    encoding,
    delimiter,
    headerRows,
    cells,
    separators,
    blanks,
    columns: columns.map(({ index, labels, isOther }) => [index, labels[0] ?? null, isOther]),
    filters: filters.map(({ column, values, isExcluding }) => [column.index, values, isExcluding]),
    voterColumn: voterColumn?.index ?? null,
    time: time === undefined ? null : [time.column.index, time.zone, time.order ?? null],
    map: Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1)),
  });
