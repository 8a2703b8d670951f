import type { ImportReport, ReadingReport } from '../vote/import/import-plan.ts';
import type { RowFault } from '../vote/import/import-refused.ts';
import { aligned } from './aligned.ts';
import { faultLine } from './fault-file.ts';
import { printable } from './printable.ts';

/** What an import did, or as a dry run would do, for people. `map` is the file with the written map. */
export function importReport(report: ImportReport, faults: readonly RowFault[], map?: string): string {
  const { batch, result, added, replacedEarlier } = report;
  const isDryRun = result !== null;
  return [
    ...(isDryRun || report.reading.profile !== null ? [recognised(report.reading)] : []),
    ...(isDryRun ? ['', ...understood(report.reading)] : []),
    ...(isDryRun && faults.length > 0 ? [''] : []),
    ...faultLines(report, faults),
    ...(isDryRun ? ['', 'Rows'] : []),
    ...rowLines(report),
    ...(isDryRun ? ['', 'Result after the import'] : []),
    ...(result === null ? choiceLines(report) : resultLines(result)),
    ...(isDryRun ? ['', ...(map === undefined ? nextStep(report) : mapWritten(map))] : []),
    ...(batch === undefined ? [] : [`${added} votes were added by the import ${batch}.`]),
    ...(replacedEarlier === 0
      ? []
      : [
          `${replacedEarlier} of the votes ${isDryRun ? 'would replace' : 'replaced'} one that their voter had cast before.`,
        ]),
    '',
  ].join('\n');
}

function nextStep({ refusal, reading }: ImportReport): string[] {
  const isOpen = reading.answers.some(({ isKnown }) => !isKnown);
  return [
    refusal === null ? 'No vote was written: this was a dry run.' : `A run would be refused: ${refusal}`,
    ...(isOpen
      ? ['--write-map FILE writes what answers count as to a file, to be edited and given back by --map.']
      : []),
  ];
}

const mapWritten = (map: string): string[] => [
  `The map is in ${map}, and no vote was written. Replace each value that begins with \`?\` by the slug of an option, or by null; then import with --map ${map}.`,
];

const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

function recognised({ profile, question, encoding, delimiter, headerRows }: ReadingReport): string {
  const rows = headerRows === 1 ? '1 header row' : `${headerRows} header rows`;
  const format = `${encoding}, separated by ${delimiterNames[delimiter] ?? `\`${delimiter}\``}, ${rows}`;
  return [
    profile === null ? `The file is read as ${format}.` : `The file is an export of ${profile}: ${format}.`,
    ...(question === null ? [] : [`The votes are the answers to: ${aligned([[question]])[0]}`]),
  ].join('\n');
}

/** More than these would hide the rest. */
const listedAnswers = 100;

function understood({ columns, unread, answers }: ReadingReport): string[] {
  const rows = answers
    .slice(0, listedAnswers)
    .map(({ text, option, isKnown, nearest, cells }) => [
      cells,
      text,
      isKnown
        ? (option ?? 'not a choice')
        : `not known${nearest === null ? '' : `; the nearest is ${nearest}`}`,
    ]);
  return [
    'Columns',
    ...indented(aligned(columns.map(({ column, use }) => [column, use]))),
    ...(unread.length === 0 ? [] : [`  not read: ${listed(unread)}`]),
    '',
    'Answers, with the number of cells and what they count as',
    ...indented(aligned(rows)),
    ...(answers.length > listedAnswers ? [`  ... and ${answers.length - listedAnswers} more`] : []),
  ];
}

/** As many names as fit on a few lines. */
const listedColumns = 20;

function listed(names: readonly string[]): string {
  const first = names.slice(0, listedColumns).map((name) => printable(name));
  const more = names.length - first.length;
  return `${first.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const faultLines = ({ faulty }: ImportReport, faults: readonly RowFault[]): string[] => [
  ...faults.map((fault) => faultLine(fault).trimEnd()),
  ...(faulty > faults.length ? [`... and ${faulty - faults.length} more faulty rows`] : []),
];

function rowLines({
  rows,
  votes,
  voters,
  blank,
  faulty,
  filtered,
  replaced,
  doubled,
}: ImportReport): string[] {
  const counts: [number, string][] = [
    [rows, 'rows'],
    [votes, `votes, of ${voters} voters`],
    [blank, 'blank'],
    [faulty, 'faulty'],
    [filtered, 'not answers (left out by a filter)'],
    [replaced, 'replaced by a later row of the same voter'],
    [doubled, 'of the votes name an option twice, which counts once'],
  ];
  return aligned(counts.filter(([count], place) => count > 0 || place < 4));
}

const choiceLines = ({ choices }: ImportReport): string[] =>
  aligned(
    Object.entries(choices)
      .sort(([, left], [, right]) => right - left)
      .map(([slug, votes]) => [votes, slug]),
  );

const resultLines = (result: NonNullable<ImportReport['result']>): string[] =>
  aligned(
    result.map(({ rank, narrative, votes, share }) => [
      rank,
      votes,
      `${share.toFixed(1)} %`.padStart(7),
      narrative,
    ]),
  );
