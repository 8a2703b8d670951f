import { ConstraintError, type WriteResult, type Writer } from '../../db/writer.ts';
import type { BoundStatement } from '../../db/writer-message.ts';
import { randomId, randomIds, voterHash } from '../voter.ts';
import type { CsvRow } from './csv-rows.ts';
import type { CheckedFile, ImportPlan, ImportReport, RowCounts } from './import-plan.ts';
import { ImportRefusedError } from './import-refused.ts';
import { finishWrite, type ImportPart, type ImportRow, partWrites, startWrites } from './import-writes.ts';
import { PartPace } from './part-pace.ts';
import type { ReadRow } from './row-reader.ts';

/** The next parts are prepared while the writer is busy with these; while others vote, with one. */
const partsUnderWay = 4;

/** An import whose place the file takes. */
export interface Replacement {
  batch: string;
  /** Written with the start of the import. */
  startWrites: readonly BoundStatement[];
  voidVotes: () => Promise<void>;
}

export interface WriteOptions {
  onRows: (rows: number) => void;
  replacing?: Replacement | undefined;
}

/** Writes the rows of a checked file that no run has written yet. */
export async function writeImport(
  writer: Writer,
  secret: Buffer,
  plan: ImportPlan,
  { digest, unreadable, replacedRows, report }: CheckedFile,
  { onRows, replacing }: WriteOptions,
): Promise<Pick<ImportReport, 'batch' | 'added' | 'replacedEarlier'>> {
  const { survey, reading, caller } = plan;
  const run = randomId();
  const replacingWrites = replacing?.startWrites ?? [];
  const { results } = await writer.write([
    ...replacingWrites,
    ...startWrites({
      batch: randomId(),
      run,
      surveyId: survey.id,
      fileDigest: digest,
      options: reading,
      unreadable,
      slug: survey.slug,
      votes: report.votes,
      replaces: replacing?.batch ?? null,
    }),
  ]);
  const started = results[replacingWrites.length]?.rows[0];
  if (started === undefined || started.options !== reading) {
    throw new ImportRefusedError(
      'Another run has imported this file, or the survey takes no more votes. Run it again to see.',
    );
  }
  const batch = String(started.id);
  await replacing?.voidVotes();
  const parts = new Parts(writer, { batch, run, surveyId: survey.id, from: Number(started.rows) });
  const file = plan.openAnswers(() => {});
  const voterOf = ({ number }: CsvRow, voter: string | undefined): string =>
    voterHash(
      secret,
      survey.slug,
      voter === undefined ? { caller: `file ${digest}`, voter: String(number) } : { caller, voter },
    );
  for await (const rows of file.rows) {
    for (const row of rows) {
      if (row.number + unreadable <= parts.resumedAt) continue;
      await parts.add(replacedRows.has(row.number) ? 'replaced' : file.read(row), (voter) =>
        voterOf(row, voter),
      );
    }
    onRows(parts.rows);
  }
  await parts.end();
  if (file.digest() !== digest || parts.rows !== report.rows) {
    throw new ImportRefusedError(
      `The file was changed while it was imported. Void the import ${batch}, or replace it with the file as it is now.`,
    );
  }
  await writer.write([finishWrite(batch, run, report.rows)]);
  onRows(parts.rows);
  return { batch, added: parts.added, replacedEarlier: parts.replacedEarlier };
}

type PartCounts = Omit<RowCounts, 'rows' | 'votes'>;
const noRows: PartCounts = { blank: 0, faulty: 0, filtered: 0, replaced: 0 };

interface PreparedVote {
  voter: string;
  choices: string;
  castAt: number | undefined;
}

/** Gathers rows into parts and keeps a few of them on their way to the writer. */
class Parts {
  readonly resumedAt: number;
  /** Rows that are written, or on their way. */
  rows: number;
  added = 0;
  replacedEarlier = 0;
  readonly #writer: Writer;
  readonly #head: Pick<ImportPart, 'batch' | 'run' | 'surveyId'>;
  #from: number;
  #votes: PreparedVote[] = [];
  #counts = { ...noRows };
  #underWay: Promise<void>[] = [];
  readonly #pace = new PartPace();

  constructor(writer: Writer, { from, ...head }: Pick<ImportPart, 'batch' | 'run' | 'surveyId' | 'from'>) {
    this.#writer = writer;
    this.#head = head;
    this.#from = from;
    this.resumedAt = from;
    this.rows = from;
  }

  async add(row: ReadRow | 'replaced', voterOf: (voter: string | undefined) => string): Promise<void> {
    if (this.rows - this.#from >= this.#pace.size) await this.#send();
    this.rows += 1;
    if (typeof row === 'string') this.#counts[row] += 1;
    else if ('fault' in row) this.#counts.faulty += 1;
    else if (row.ballot === 'blank') this.#counts.blank += 1;
    else {
      this.#votes.push({ voter: voterOf(row.voter), choices: row.ballot.choices, castAt: row.castAt });
    }
  }

  async end(): Promise<void> {
    if (this.rows > this.#from) await this.#send();
    await Promise.all(this.#underWay);
  }

  async #send(): Promise<void> {
    const ids = randomIds(2 * this.#votes.length);
    const rows = this.#votes.map(
      ({ voter, choices, castAt }, index): ImportRow => [
        ids[2 * index] ?? '',
        voter,
        choices,
        ids[2 * index + 1] ?? '',
        castAt ?? null,
      ],
    );
    const [from, to] = [this.#from, this.rows];
    const writes = partWrites({ ...this.#head, ...this.#counts, from, to, rows });
    this.#from = to;
    this.#votes = [];
    this.#counts = { ...noRows };
    while (this.#underWay.length >= (this.#pace.isShared ? 1 : partsUnderWay)) await this.#underWay.shift();
    await this.#pace.rest();
    const started = performance.now();
    const sent = this.#writer
      .write(writes)
      .then((result) => this.#count(result, performance.now() - started), refusedByLog);
    // The promise that is awaited next reports the failure; until then it must not be an unhandled rejection.
    sent.catch(() => {});
    this.#underWay.push(sent);
  }

  #count({ results }: WriteResult, milliseconds: number): void {
    if (results[1]?.changes !== 1) {
      throw new ImportRefusedError(
        'Another run of this import has taken over, or it was voided. This run ends here.',
      );
    }
    const written = results[0]?.rows ?? [];
    const places = written.map(({ sequence }) => Number(sequence));
    const [first, last] = [places[0], places.at(-1)];
    if (first !== undefined && last !== undefined) {
      // Those before it, which are under way too, were waited for.
      this.#pace.wrote({ first, last, milliseconds: milliseconds / Math.max(1, this.#underWay.length) });
    }
    this.added += written.length;
    this.replacedEarlier += written.filter(({ replaces }) => replaces === 1).length;
  }
}

function refusedByLog(error: unknown): never {
  if (!(error instanceof ConstraintError)) throw error;
  throw new ImportRefusedError(
    'The survey no longer takes these votes: it was published, called off or changed meanwhile. What was written until then stays; void the import to take it back.',
    { cause: error },
  );
}
