/**
 * What an answer was made from, which decides how long and for whom it can be cached: until the figures of these
 * surveys, or any content, change.
 */
export interface ReadSet {
  /** Ids of the surveys whose figures were read. */
  readonly surveys: ReadonlySet<number>;
  /** Whether the figures of any survey may have been read. */
  readonly readsEverySurvey: boolean;
  /** Whether anything was read that belongs to the caller alone. */
  readonly isPrivate: boolean;
}

let open: { surveys: Set<number>; readsEverySurvey: boolean; isPrivate: boolean } | undefined;

/** Runs `read` and records what it reads. Only synchronous reads are recorded. */
export function trackReads<Value>(read: () => Value): { value: Value; readSet: ReadSet } {
  const readSet = { surveys: new Set<number>(), readsEverySurvey: false, isPrivate: false };
  const outer = open;
  open = readSet;
  try {
    return { value: read(), readSet };
  } finally {
    open = outer;
  }
}

/** Called wherever something is read that belongs to the caller alone, so that no cache can hand it to another. */
export function markPrivate(): void {
  if (open !== undefined) open.isPrivate = true;
}

type Row = Readonly<Record<string, unknown>>;

interface Reader {
  all: (...parameters: unknown[]) => unknown;
  get: (...parameters: unknown[]) => unknown;
}

/** What votes change: tables, and columns of `survey` and `survey_option`. All else changes with the version of the content. */
const votes =
  /\b(vote|vote_event|vote_batch|vote_choice|cast_vote|ranking_count|turnout_hour|result_revision)\b/;
const figures = /\b(ballots|counted_at|tally_version|votes|mentions)\b|select \*/;

/**
 * Lets a prepared statement note the surveys of the rows that it gives, by their `surveyId`, or the `id` beside a `tallyVersion`. One that
 * reads what votes change and does not say of which survey, or finds no vote, notes every survey: to know too little would be to keep what
 * is stale.
 */
export function noted<Prepared>(prepared: Prepared): Prepared {
  const sql = textOf(prepared);
  if (sql === undefined || !isReader(prepared)) return prepared;
  const isOfVotes = votes.test(sql);
  if (!isOfVotes && !figures.test(sql)) return prepared;
  const paths = surveyPaths(prepared);
  const note = (rows: readonly Row[]): void => {
    if (open === undefined) return;
    if (paths.length === 0 || (rows.length === 0 && isOfVotes)) open.readsEverySurvey = true;
    for (const row of rows) for (const path of paths) open.surveys.add(valueAt(row, path));
  };
  const { all, get } = prepared;
  return Object.assign(prepared, {
    all: (...parameters: unknown[]) => {
      const rows = all.apply(prepared, parameters);
      // A statement's rows are objects, but for a raw one, whose SQL names no column by a path.
      note(rows as readonly Row[]);
      return rows;
    },
    get: (...parameters: unknown[]) => {
      const row = get.apply(prepared, parameters);
      note(row === undefined ? [] : [row as Row]); // As above.
      return row;
    },
  });
}

const isReader = (prepared: unknown): prepared is Reader =>
  typeof prepared === 'object' && prepared !== null && 'all' in prepared && 'get' in prepared;

/** Undefined for what is no statement. */
export function textOf(prepared: unknown): string | undefined {
  if (typeof prepared !== 'object' || prepared === null) return undefined;
  if ('source' in prepared) return String(prepared.source);
  // Drizzle's own; the version is pinned.
  return (prepared as { query?: { sql?: string } }).query?.sql;
}

/** Where a statement's rows have ids of surveys. */
function surveyPaths(prepared: object): (readonly string[])[] {
  // Drizzle's own, as in `mapRowsOnce`.
  const { fields = [] } = prepared as { fields?: readonly { path: readonly string[] }[] };
  return fields.flatMap(({ path }) => {
    const name = path.at(-1);
    if (name === 'surveyId') return [path];
    return name === 'tallyVersion' ? [[...path.slice(0, -1), 'id']] : [];
  });
}

function valueAt(row: Row, [first = '', second]: readonly string[]): number {
  // The paths lead to ids of rows.
  return (second === undefined ? row[first] : (row[first] as Row)[second]) as number;
}
