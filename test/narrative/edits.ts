export const createNarrative = `mutation ($input: CreateNarrativeInput!) { createNarrative(input: $input) {
  __typename
  ... on CreateNarrativeSuccess { narrative { slug name keyPoints { title } relatedProjects { name } } }
  ... on UserError { code message path }
  ... on InvalidInputError { faults { path message } } } }`;

export const updateNarrative = `mutation ($input: UpdateNarrativeInput!) { updateNarrative(input: $input) {
  __typename ... on UpdateNarrativeSuccess { narrative { slug name summary } } ... on UserError { code path } } }`;

export const narrativeInput = {
  slug: 'meme-coins',
  name: 'Meme Coins',
  shortName: 'Memes',
  summary: 'Coins that live by a joke.',
  keyPoints: [{ title: 'Attention', body: 'It is all there is.' }],
};
