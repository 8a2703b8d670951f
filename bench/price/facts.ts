import { globalId } from '../../src/graphql/global-id.ts';
import { voterHash } from '../../src/vote/voter.ts';
import { articleSlug } from './data-set/articles.ts';
import { narrativeSlug } from './data-set/narratives.ts';
import { seriesSlug, surveySlug, surveys } from './data-set/surveys.ts';
import { commonWords } from './data-set/words.ts';
import type { MeasuredServer } from './measured-server.ts';
import { castInto } from './moving-survey.ts';

/** Values to try. `at` has a value for any index, so that copies of a field can have different ones. */
export interface Values {
  /** As GraphQL literals; the first is tried first. */
  literals: readonly string[];
  at: (place: number) => string;
}

const text = (value: string): string => JSON.stringify(value);

const valuesOf = (literals: readonly string[], at: (place: number) => string): Values => ({ literals, at });

/**
 * Values for arguments from the database: by the argument's name, or by the type that the field returns.
 */
export interface Facts {
  byName: Readonly<Record<string, Values>>;
  slugsByType: Readonly<Record<string, Values>>;
}

/** A voter who has voted with the key. */
export const knownVoter = 'a voter';

export function factsOf({ db, keyId, voterSecret }: MeasuredServer): Facts {
  const { $client: client } = db;
  // Ids are random, so the first ones are as good as any.
  const votes = client
    .prepare<[], { slug: string; id: string; receipt: string }>(
      `select survey.slug, vote.id, receipt from vote join survey on survey.id = survey_id
       where survey.slug in ('${surveys.single}', '${surveys.approval}') order by vote.id limit 400`,
    )
    .all();
  const longBallots = client
    .prepare<[], string>('select receipt from vote order by length(choices) desc, id limit 100')
    .pluck()
    .all();
  castInto(
    db,
    surveys.ranked,
    voterHash(voterSecret, surveys.ranked, { caller: `key:${keyId}`, voter: knownVoter }),
  );
  const categories = client.prepare<[], string>('select slug from category order by id').pluck().all();
  const results = Array.from({ length: 100 }, (_, place) =>
    globalId('SurveyResult', Object.values(surveys)[place % 4] ?? '', narrativeSlug(place % 20)),
  );
  const ids: Readonly<Record<string, readonly string[]>> = {
    Survey: [...Object.values(surveys), ...many(96, surveySlug)].map((slug) => globalId('Survey', slug)),
    Article: many(100, (place) => globalId('Article', articleSlug(place * 8 + 7))),
    Narrative: many(100, (place) => globalId('Narrative', narrativeSlug(place))),
    Vote: votes.slice(0, 100).map(({ slug, id }) => globalId('Vote', slug, id)),
    SurveyResult: results,
  };
  const surveyList = [...Object.values(surveys), surveySlug(21), surveySlug(4)];
  const surveyValues = valuesOf(surveyList.map(text), (place) =>
    text(surveyList[place] ?? surveySlug(place)),
  );
  // Articles with long texts, placeholders of the ranked survey, and many narratives.
  const articlePlaces = [7, 15, 20, 0];
  const articleValues = valuesOf(articlePlaces.map(articleSlug).map(text), (place) =>
    text(articleSlug(place * 8 + 7)),
  );
  const narrativeValues = valuesOf([0, 1, 10, 63].map(narrativeSlug).map(text), (place) =>
    text(narrativeSlug(place)),
  );
  const seriesValues = valuesOf([text('price'), text(seriesSlug(0))], (place) => text(seriesSlug(place)));
  const searches = [
    commonWords[0] ?? '',
    's',
    commonWords.join(' '),
    'b d f g k l m n p r s t v z',
    commonWords.slice(0, 4).join(' '),
    'st',
  ];
  const searchValues = valuesOf(searches.map(text), (place) =>
    text(commonWords[place % commonWords.length] ?? ''),
  );
  const idValues = Object.values(ids).flatMap(([first = '']) => [first]);
  return {
    slugsByType: {
      Survey: surveyValues,
      Article: articleValues,
      Narrative: narrativeValues,
      Series: seriesValues,
    },
    byName: {
      survey: surveyValues,
      article: articleValues,
      narrative: narrativeValues,
      series: seriesValues,
      category: valuesOf(categories.slice(0, 2).map(text), (place) =>
        text(categories[place % categories.length] ?? ''),
      ),
      query: searchValues,
      search: searchValues,
      id: valuesOf(idValues.map(text), (place) => text(Object.values(ids).flat()[place] ?? '')),
      ids: valuesOf(
        [
          ...Object.values(ids).map((all) => JSON.stringify(all)),
          JSON.stringify(Object.values(ids).flatMap((all) => all.slice(0, 20))),
          ...Object.values(ids).map(([first = '']) => JSON.stringify([first])),
        ],
        (place) =>
          JSON.stringify(
            Object.values(ids)
              .flat()
              .slice(place, place + 10),
          ),
      ),
      receipt: valuesOf([...longBallots.slice(0, 1), votes[0]?.receipt ?? ''].map(text), (place) =>
        text(longBallots[place % longBallots.length] ?? ''),
      ),
      voter: valuesOf([text(knownVoter)], (place) => text(`voter ${place}`)),
      confidence: valuesOf(['0.95', '0.999999'], (place) => String(0.5 + (place % 400) / 1_000)),
      edition: valuesOf(['2000', '1990'], (place) => String(1_950 + (place % 50))),
      maxLevel: valuesOf(['6', '2'], (place) => String(2 + (place % 5))),
    },
  };
}

const many = (count: number, valueAt: (place: number) => string): string[] =>
  Array.from({ length: count }, (_, place) => valueAt(place));
