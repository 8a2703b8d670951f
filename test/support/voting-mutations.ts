import { expect } from 'vitest';
import type { App } from './app.ts';
import { mutate } from './mutations.ts';

const allFields = '__typename ... on UserError { code message path }';
export const castVote = `mutation ($input: CastVoteInput!) { castVote(input: $input) { ${allFields}
  ... on CastVoteSuccess { receipt vote { id castAt channel receipt choices { slug } survey { slug } } } } }`;
export const withdrawVote = `mutation ($input: WithdrawVoteInput!) { withdrawVote(input: $input) { ${allFields}
  ... on WithdrawVoteSuccess { survey { slug voteCount } } } }`;
export const createSurvey = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { __typename } }`;
/** The mutation that takes a step of a survey's life, such as `closeSurvey`. */
export const step = (name: string) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return `mutation ($input: ${type}Input!) { ${name}(input: $input) { ${allFields} ... on ${type}Success { survey { status opensAt closesAt publishedAt } } } }`;
};

/** The count of a survey, and the votes of each narrative that has any. */
export const tally = async (app: App, survey = 'sandbox') => {
  const data = await app.query(
    'query ($survey: String!) { survey(slug: $survey) { voteCount results(first: 10) { votes narrative { slug } } } }',
    { survey },
  );
  return {
    count: data.survey.voteCount,
    votes: Object.fromEntries(
      (data.survey.results ?? [])
        .filter(({ votes }: { votes: number }) => votes > 0)
        .map(({ votes, narrative }: { votes: number; narrative: { slug: string } }) => [
          narrative.slug,
          votes,
        ]),
    ),
  };
};

/** Opens the survey `s` with four options. */
export async function openSurvey(app: App, key: Record<string, string>, input: object): Promise<void> {
  const full = { slug: 's', title: 'S', question: '?', options: ['ai', 'depin', 'rwa', 'defi'], ...input };
  expect(await mutate(app, key, createSurvey, full)).toEqual({ __typename: 'CreateSurveySuccess' });
  expect(await mutate(app, key, step('openSurvey'), { survey: 's' })).toMatchObject({
    survey: { status: 'OPEN' },
  });
}
