import type { Key } from '../db/keyset.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type {
  NarrativeResolvers,
  NarrativeResultsArgs,
  SurveyResolvers,
  SurveyResultResolvers,
} from '../generated/schema-types.ts';
import { askTogether, together } from '../graphql/batch.ts';
import { type Connection, connection } from '../graphql/connection.ts';
import type { ReadContext } from '../graphql/context.ts';
import { badUserInput } from '../graphql/errors.ts';
import { globalId } from '../graphql/global-id.ts';
import { pageOf, sizeOf } from '../graphql/page.ts';
import { previousEditionOf } from '../survey/previous-edition.ts';
import { surveyBySlug, surveysBySlugs } from '../survey/queries.ts';
import { isResultVisible } from '../survey/status.ts';
import { outcome } from './outcome.ts';
import { surveyCountsByNarrativeIds, surveyPagesByNarrativeIds } from './queries.ts';
import { shareChange } from './share.ts';
import { isTiedIn, marginToNext, type Standing } from './survey-result.ts';
import { standingsOfSurveys } from './survey-results.ts';
import { wilsonInterval } from './wilson-interval.ts';

export const Survey = {
  voteCount: (survey, _args, { now }) => (isResultVisible(survey, now) ? survey.ballots : null),
  results: (survey, { first }, context) => {
    const size = sizeOf('first', first ?? 20);
    return standingsOf(survey, context)?.slice(0, size) ?? null;
  },
  outcome: (survey, _args, context) =>
    askTogether(survey, 'outcome', (surveys) => {
      const outcomes = new Map(
        surveys.flatMap((one) => {
          const standings = standingsOf(one, context);
          return standings === undefined ? [] : [[one.id, outcome(one, standings, context.now)] as const];
        }),
      );
      together([...outcomes.values()].flatMap(({ allRounds }) => allRounds ?? []));
      return outcomes;
    }).get(survey.id) ?? null,
} satisfies Partial<SurveyResolvers>;

export const SurveyResult = {
  id: ({ survey, narrative }) => globalId('SurveyResult', survey.slug, narrative.slug),
  narrative: (standing) => narrativeOf(standing),
  isTied: (standing) => isTiedIn(standing),
  marginToNext: (standing) => marginToNext(standing),
  interval: ({ source }, { confidence }) => {
    if (confidence == null || (confidence > 0 && confidence < 1)) {
      return 'votes' in source
        ? (wilsonInterval(source.votes, source.denominator, confidence ?? 0.95) ?? null)
        : null;
    }
    throw badUserInput(
      'confidence',
      `\`confidence\` is ${confidence}; it must be above 0 and below 1. Ask for 0.95, or omit it.`,
    );
  },
  previous: (standing, _args, context) => previousOf(standing, context) ?? null,
  rankChange: (standing, _args, context) => {
    const previous = previousOf(standing, context);
    return previous === undefined ? null : previous.rank - standing.rank;
  },
  shareChange: (standing, _args, context) => {
    const previous = previousOf(standing, context);
    return previous === undefined ? null : shareChange(standing.source, previous.source);
  },
} satisfies Partial<SurveyResultResolvers>;

export const Narrative = {
  results: (narrative, args, context) => resultsOfNarrative(narrative, args, context),
  result: (narrative, { survey: slug }, context) => {
    const survey = askTogether(narrative, `result of ${slug}`, () => {
      const row = surveyBySlug(context.db, slug, context.seesDrafts);
      return row && together([row])[0];
    });
    return (survey && standingsOf(survey, context)?.find(isOf(narrative))) ?? null;
  },
} satisfies Partial<NarrativeResolvers>;

export const nodes = {
  /** Keys are `survey:narrative`, both as slugs. */
  SurveyResult: (keys: readonly string[], { db, seesDrafts, now }: ReadContext): Map<string, Standing> => {
    const surveys = [
      ...surveysBySlugs(
        db,
        keys.map((key) => key.split(':')[0] ?? ''),
        seesDrafts,
      ).values(),
    ];
    together(surveys);
    const standings = [...standingsOfSurveys(db, surveys, now).values()].flat();
    return new Map(
      standings.map((standing) => [`${standing.survey.slug}:${standing.narrative.slug}`, standing]),
    );
  },
};

const isOf =
  ({ id }: NarrativeRow) =>
  ({ narrative }: Standing) =>
    narrative.id === id;

/** Undefined while the result is hidden. */
const standingsOf = (survey: SurveyRow, { db, now }: ReadContext): Standing[] | undefined =>
  askTogether(survey, 'standings', (surveys) => {
    const standings = standingsOfSurveys(db, surveys, now);
    together([...standings.values()].flat());
    return standings;
  }).get(survey.id);

/** Options of several surveys have narratives in common, whose texts are read once. */
const narrativeOf = (standing: Standing): NarrativeRow => {
  const narratives = askTogether(standing, 'narrative', (standings) => {
    const byId = new Map(standings.map(({ narrative }) => [narrative.id, narrative]));
    together([...byId.values()]);
    return byId;
  });
  return narratives.get(standing.narrative.id) ?? standing.narrative;
};

const previousOf = (standing: Standing, context: ReadContext): Standing | undefined => {
  const edition = previousEditionOf(standing.survey, context);
  return (
    edition && standingsOf(edition, context)?.find((other) => other.narrative.id === standing.narrative.id)
  );
};

function resultsOfNarrative(
  narrative: NarrativeRow,
  args: NarrativeResultsArgs,
  context: ReadContext,
): Connection<Standing> {
  const { db, seesDrafts, now } = context;
  const order = {
    name: 'results DATE',
    keyOf: ({ survey }: Standing): Key => [survey.datedAt ?? 0, survey.id],
  };
  const page = pageOf(args, order.name);
  const bySurvey = askTogether(narrative, `results ${JSON.stringify(args)}`, (narratives) => {
    const pages = surveyPagesByNarrativeIds(
      db,
      narratives.map(({ id }) => id),
      page,
      seesDrafts,
      now,
    );
    together([...pages.values()].flat());
    return pages;
  });
  const rows = (bySurvey.get(narrative.id) ?? []).flatMap(
    (survey) => standingsOf(survey, context)?.find(isOf(narrative)) ?? [],
  );
  const count = () =>
    askTogether(narrative, 'count of results', (narratives) =>
      surveyCountsByNarrativeIds(
        db,
        narratives.map(({ id }) => id),
        seesDrafts,
        now,
      ),
    ).get(narrative.id) ?? 0;
  return connection(page, order, rows, count);
}
