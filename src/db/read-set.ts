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

type Row = Readonly<Record<string, unknown>>;

interface Reader {
  all: (...parameters: unknown[]) => unknown;
  get: (...parameters: unknown[]) => unknown;
}

/** Tables that every vote changes, and a column of `survey_option` that it does. */
const votes =
  /\b(vote|vote_event|vote_batch|vote_choice|cast_vote|ranking_count|turnout_hour|result_revision|mentions)\b/;
/** What changes with the result of a survey. Everything else changes with the content version. */
const figures = /\b(ballots|counted_at|tally_version|votes|runoff)\b|select \*/;

/**
 * Makes a prepared statement record the surveys that it reads: those of its rows, by `surveyId` or by the
 * `id` beside a `tallyVersion`, or those that it is bound to as `surveyIds`. A statement on votes that does
 * neither, or that finds no row, records every survey: a missing record would make a cached response stale.
 */
export function noted<Prepared>(prepared: Prepared): Prepared {
  const sql = textOf(prepared);
  if (sql === undefined || !isReader(prepared)) return prepared;
  const isOfVotes = votes.test(sql);
  if (!isOfVotes && !figures.test(sql)) return prepared;
  const paths = surveyPaths(prepared);
  const note = (rows: readonly Row[], asked: readonly number[] | undefined): void => {
    if (open === undefined) return;
    const read = isOfVotes ? open.voteSurveys : open.surveys;
    // A survey without votes has no row.
    if (isOfVotes && asked !== undefined) {
      for (const id of asked) read.add(id);
      return;
    }
    if (paths.length === 0 || (rows.length === 0 && isOfVotes)) open.readsEverySurvey = true;
    for (const row of rows) for (const path of paths) read.add(valueAt(row, path));
  };
  const { all, get } = prepared;
  return Object.assign(prepared, {
    all: (...parameters: unknown[]) => {
      const rows = all.apply(prepared, parameters);
      // A statement's rows are objects, but for a raw one, whose SQL names no column by a path.
      note(rows as readonly Row[], askedSurveys(parameters));
      return rows;
    },
    get: (...parameters: unknown[]) => {
      const row = get.apply(prepared, parameters);
      note(row === undefined ? [] : [row as Row], askedSurveys(parameters)); // As above.
      return row;
    },
  });
}

/** The value of the parameter `surveyIds`, if there is one. */
function askedSurveys([values]: readonly unknown[]): readonly number[] | undefined {
  if (typeof values !== 'object' || values === null || !('surveyIds' in values)) return undefined;
  // Bound with `list`.
  return JSON.parse(String(values.surveyIds));
}

const isReader = (prepared: unknown): prepared is Reader =>
  typeof prepared === 'object' && prepared !== null && 'all' in prepared && 'get' in prepared;

/** Undefined if it is not a statement. */
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
