export const createSurvey = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) {
  __typename ... on CreateSurveySuccess { survey { slug status method maxChoices overvote resultsVisibility opensAt series { slug } options { slug } } } ... on UserError { code path message } } }`;

export const updateSurvey = `mutation ($input: UpdateSurveyInput!) { updateSurvey(input: $input) {
  __typename ... on UpdateSurveySuccess { survey { title question closesAt options { slug } } } ... on UserError { code path message } } }`;
