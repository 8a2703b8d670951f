import BetterSqlite3 from 'better-sqlite3';

export interface Narrative {
  slug: string;
  name: string;
  shortName: string;
  summary: string;
}

export interface Survey {
  id: number;
  slug: string;
  title: string;
  voteCount: number;
}

export interface Result {
  surveyId: number;
  rank: number;
  votes: number;
  slug: string;
  name: string;
  keyPoints: string;
}

export interface Article {
  slug: string;
  title: string;
  excerpt: string;
  readingTimeMinutes: number;
  publishedAt: number;
}

/**
 * The statements of the operations, written by hand and prepared once. The floor and Mercurius use them.
 */
export function openReads(file: string) {
  const db = new BetterSqlite3(file, { readonly: true });
  const narrative = db.prepare<[string], Narrative>(
    'select slug, name, short_name as shortName, summary from narrative where slug = ?',
  );
  const surveyColumns = 'select id, slug, title, ballots as voteCount from survey';
  const survey = db.prepare<[string], Survey>(`${surveyColumns} where slug = ? and state <> 'DRAFT'`);
  const surveys = db.prepare<[number], Survey>(
    `${surveyColumns} where state <> 'DRAFT' order by dated_at desc, id desc limit ?`,
  );
  const resultsFrom = (where: string) => `
    select survey_id as surveyId, rank() over (partition by survey_id order by votes desc) as rank,
      votes, slug, name, key_points as keyPoints
    from survey_option join narrative on narrative.id = narrative_id
    where ${where}
    order by survey_id, votes desc, name collate nocase, narrative_id`;
  const results = db.prepare<[number], Result>(resultsFrom('survey_id = ?'));
  const resultsOfAll = db.prepare<[string], Result>(
    resultsFrom('survey_id in (select value from json_each(?))'),
  );
  const articles = db.prepare<[number, number], Article>(
    `select slug, title, excerpt, reading_time_minutes as readingTimeMinutes, published_at as publishedAt
     from article where survey_id = ? and status = 'PUBLISHED' order by published_at desc, id desc limit ?`,
  );
  return {
    narrative: (slug: string) => narrative.get(slug),
    survey: (slug: string) => survey.get(slug),
    /** Newest first. */
    surveys: (first: number) => surveys.all(first),
    /** Best first, equal votes by name. */
    results: (surveyId: number) => results.all(surveyId),
    resultsBySurveyIds: (ids: readonly number[]) =>
      Map.groupBy(resultsOfAll.all(JSON.stringify(ids)), ({ surveyId }) => surveyId),
    /** Newest first. */
    articles: (surveyId: number, first: number) => articles.all(surveyId, first),
  };
}

/** Percent, rounded half up to one decimal. */
export const share = (votes: number, ballots: number): number =>
  Math.floor((2000 * votes + ballots) / (2 * ballots)) / 10;
