import { ConstraintError, type WriteResult, type Writer } from '../../db/writer.ts';
import { randomId, randomIds, voterHash } from '../voter.ts';
import { type CsvRow, ImportRefusedError } from './csv-rows.ts';
import type { CheckedFile, ImportPlan, ImportReport, ReadRow } from './import-plan.ts';
import { finishWrite, type ImportPart, type ImportRow, partWrites, startWrites } from './import-writes.ts';

/** Small enough that a vote cast meanwhile does not wait long. */
const rowsPerPart = 500;
/** The next parts are made ready while the writer is busy with these. */
const partsUnderWay = 4;

/** Writes the rows of a checked file that no run has written yet. */
export async function writeImport(
  writer: Writer,
  secret: Buffer,
  plan: ImportPlan,
  { digest, unreadable, report }: CheckedFile,
  onRows: (rows: number) => void,
): Promise<Pick<ImportReport, 'batch' | 'added'>> {
  const { survey, reading, caller } = plan;
  const run = randomId();
  const { results } = await writer.write(
    startWrites({
      batch: randomId(),
      run,
      surveyId: survey.id,
      fileDigest: digest,
      options: reading,
      unreadable,
    }),
  );
  const started = results[0]?.rows[0];
  if (started === undefined || started.options !== reading) {
    throw new ImportRefusedError(
      'Another run has imported this file, or the survey takes no more votes. Run it again to see.',
    );
  }
  const batch = String(started.id);
  const parts = new Parts(writer, { batch, run, surveyId: survey.id, from: Number(started.rows) });
  const { file, read } = await plan.openAnswers(() => {});
  const voterOf = ({ number }: CsvRow, voter: string | undefined): string =>
    voterHash(
      secret,
      survey.slug,
      voter === undefined ? { caller: `file ${digest}`, voter: String(number) } : { caller, voter },
    );
  for await (const rows of file.rows) {
    for (const row of rows) {
      if (row.number + unreadable <= parts.resumedAt) continue;
      const result = read(row);
      await parts.add(
        result,
        'answer' in result && result.answer !== 'blank' ? voterOf(row, result.voter) : '',
      );
    }
    onRows(parts.rows);
  }
  await parts.end();
  if (file.digest() !== digest || parts.rows !== report.rows) {
    throw new ImportRefusedError(
      `The file was changed while it was imported. Void the import ${batch}, and run it again.`,
    );
  }
  await writer.write([finishWrite(batch, run, report.rows)]);
  onRows(parts.rows);
  return { batch, added: parts.added };
}

/** Gathers rows into parts and keeps a few of them on their way to the writer. */
class Parts {
  readonly resumedAt: number;
  /** Rows dealt with, or on their way. */
  rows: number;
  added = 0;
  readonly #writer: Writer;
  readonly #head: Pick<ImportPart, 'batch' | 'run' | 'surveyId'>;
  #from: number;
  #ballots: { voter: string; choices: string }[] = [];
  #voters = new Set<string>();
  #blank = 0;
  #faulty = 0;
  #underWay: Promise<void>[] = [];

  constructor(writer: Writer, { from, ...head }: Pick<ImportPart, 'batch' | 'run' | 'surveyId' | 'from'>) {
    this.#writer = writer;
    this.#head = head;
    this.#from = from;
    this.resumedAt = from;
    this.rows = from;
  }

  async add(row: ReadRow, voter: string): Promise<void> {
    // Within one statement a voter's second row could not name their first as the vote that it replaces.
    if (this.rows - this.#from >= rowsPerPart || this.#voters.has(voter)) await this.#send();
    this.rows += 1;
    if ('fault' in row) this.#faulty += 1;
    else if (row.answer === 'blank') this.#blank += 1;
    else {
      this.#voters.add(voter);
      this.#ballots.push({ voter, choices: row.answer.choices });
    }
  }

  async end(): Promise<void> {
    if (this.rows > this.#from) await this.#send();
    await Promise.all(this.#underWay);
  }

  async #send(): Promise<void> {
    const ids = randomIds(2 * this.#ballots.length);
    const rows = this.#ballots.map(
      ({ voter, choices }, index): ImportRow => [
        ids[2 * index] ?? '',
        voter,
        choices,
        ids[2 * index + 1] ?? '',
      ],
    );
    const [from, to] = [this.#from, this.rows];
    const writes = partWrites({
      ...this.#head,
      from,
      to,
      rows,
      blank: this.#blank,
      faulty: this.#faulty,
    });
    this.#from = to;
    this.#ballots = [];
    this.#voters = new Set();
    this.#blank = 0;
    this.#faulty = 0;
    if (this.#underWay.length >= partsUnderWay) await this.#underWay.shift();
    const sent = this.#writer.write(writes).then((result) => this.#note(result), refusedByLog);
    // Whoever waits for it next sees the failure; until then it is not unheard of.
    sent.catch(() => {});
    this.#underWay.push(sent);
  }

  #note({ results }: WriteResult): void {
    if (results[1]?.changes !== 1) {
      throw new ImportRefusedError(
        'Another run of this import has taken over, or it was voided. This run ends here.',
      );
    }
    this.added += results[0]?.changes ?? 0;
  }
}

function refusedByLog(error: unknown): never {
  if (!(error instanceof ConstraintError)) throw error;
  throw new ImportRefusedError(
    'The survey no longer takes these votes: it was published, called off or changed meanwhile. What was written until then stays; void the import to take it back.',
    { cause: error },
  );
}
