/**
 * What an answer was made from, which decides how long and for whom it can be cached: until the figures of
 * these surveys, or any content, change.
 */
export interface ReadSet {
  /** Ids of the surveys whose figures were read. */
  readonly surveys: ReadonlySet<number>;
  /** Ids of the surveys whose votes were read. With RANKED_CHOICE the results lag behind them. */
  readonly voteSurveys: ReadonlySet<number>;
  /** Whether the figures of any survey may have been read. */
  readonly readsEverySurvey: boolean;
  /** Whether anything was read that belongs to the caller alone. */
  readonly isPrivate: boolean;
}

interface OpenReadSet extends ReadSet {
  surveys: Set<number>;
  voteSurveys: Set<number>;
  readsEverySurvey: boolean;
  isPrivate: boolean;
}

let open: OpenReadSet | undefined;

/** Runs `read` and records what it reads. Only synchronous reads are recorded. */
export function trackReads<Value>(read: () => Value): { value: Value; readSet: ReadSet } {
  const readSet: OpenReadSet = {
    surveys: new Set(),
    voteSurveys: new Set(),
    readsEverySurvey: false,
    isPrivate: false,
  };
  const outer = open;
  open = readSet;
  try {
    return { value: read(), readSet };
  } finally {
    open = outer;
  }
}

/**
 * Called wherever something is read that belongs to the caller alone, so that no cache can hand it to
 * another.
 */
export function markPrivate(): void {
  if (open !== undefined) open.isPrivate = true;
}

/**
 * Whose figures or votes a statement reads: of the surveys that a function takes from its rows, of those in
 * the parameter `surveyIds` (a `list`), or of every survey. `figures` change with the last count of a
 * survey, `votes` with every vote. Whatever else a statement reads changes with the content version.
 */
export type Reads<Row> = { readonly figures: Surveys<Row> } | { readonly votes: Surveys<Row> };

type Surveys<Row> = ((row: Row) => number) | 'surveyIds' | 'every';

/** What a prepared statement returns. */
export type RowOf<Prepared> = Prepared extends { get: (...parameters: never[]) => infer Row }
  ? NonNullable<Row>
  : never;

/** Makes a prepared statement record the surveys that it reads. */
export function recordReads<Prepared extends object>(
  prepared: Prepared,
  reads: Reads<RowOf<Prepared>> | undefined,
): Prepared {
  if (reads === undefined) {
    refuseUndeclared(prepared);
    return prepared;
  }
  const isOfVotes = 'votes' in reads;
  const surveys = isOfVotes ? reads.votes : reads.figures;
  const record = (rows: readonly RowOf<Prepared>[], parameters: readonly unknown[]): void => {
    if (open === undefined) return;
    const read = isOfVotes ? open.voteSurveys : open.surveys;
    if (surveys === 'surveyIds') {
      for (const id of surveyIdsIn(parameters)) read.add(id);
    } else if (surveys === 'every' || (isOfVotes && rows.length === 0)) {
      // Of a vote that is not found it is unknown in which survey it will be.
      open.readsEverySurvey = true;
    } else {
      for (const row of rows) read.add(surveys(row));
    }
  };
  // The type of the rows is that of the statement.
  const { all, get } = prepared as unknown as Reader<RowOf<Prepared>>;
  return Object.assign(prepared, {
    all: (...parameters: unknown[]) => {
      const rows = all.apply(prepared, parameters);
      record(rows, parameters);
      return rows;
    },
    get: (...parameters: unknown[]) => {
      const row = get.apply(prepared, parameters);
      record(row === undefined ? [] : [row], parameters);
      return row;
    },
  });
}

interface Reader<Row> {
  all: (...parameters: unknown[]) => readonly Row[];
  get: (...parameters: unknown[]) => Row | undefined;
}

/** The parameter `surveyIds`, which was bound with `list`. */
const surveyIdsIn = ([values]: readonly unknown[]): readonly number[] =>
  JSON.parse(String((values as { surveyIds?: unknown }).surveyIds));

/** Tables that every vote changes, and the columns of other tables that votes and counts change. */
const changedByVotes =
  /\b(vote|vote_event|vote_batch|vote_choice|cast_vote|ranking_count|turnout_hour|result_revision|correction|runoff|mentions|ballots|counted_at|tally_version|votes)\b|select \*/;

/**
 * Throws for a statement that should say what it reads: a missing record would make a cached response
 * stale.
 */
function refuseUndeclared(prepared: object): void {
  const sql = textOf(prepared);
  if (sql === undefined || !('all' in prepared) || !changedByVotes.test(sql)) return;
  throw new Error(`A statement reads votes or figures and does not declare of which surveys: ${sql}`);
}

/** The SQL of a prepared statement; undefined if it is not a statement. */
export function textOf(prepared: unknown): string | undefined {
  if (typeof prepared !== 'object' || prepared === null) return undefined;
  if ('source' in prepared) return String(prepared.source);
  // Drizzle's own; the version is pinned.
  return (prepared as { query?: { sql?: string } }).query?.sql;
}
