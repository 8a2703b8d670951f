import type { PageArticle, PageSurvey } from './page-data.ts';

const publisher = { '@type': 'Organization', name: 'Moon Awards' };

/** A survey's result as a Dataset of schema.org. */
export const surveyData = (publicUrl: string, survey: PageSurvey): object => {
  const url = `${publicUrl}/surveys/${survey.slug}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name: survey.title,
    description: `${survey.question} ${survey.chart.alt}`,
    url,
    image: `${url}/results.png`,
    creator: publisher,
    isAccessibleForFree: true,
    variableMeasured: ['rank', 'share in percent', ...(survey.resultSource === 'TALLIED' ? ['votes'] : [])],
    ...(survey.edition !== null && { temporalCoverage: String(survey.edition) }),
    ...(survey.publishedAt !== null && { datePublished: survey.publishedAt }),
    ...(survey.results !== null && {
      distribution: [
        { '@type': 'DataDownload', encodingFormat: 'text/csv', contentUrl: `${url}/results.csv` },
        { '@type': 'DataDownload', encodingFormat: 'application/json', contentUrl: `${url}/results.json` },
      ],
    }),
  };
};

/** An article as an Article of schema.org. */
export const articleData = (publicUrl: string, article: PageArticle): object => {
  const url = `${publicUrl}/articles/${article.slug}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'Article',
    headline: article.title,
    description: article.excerpt,
    url,
    mainEntityOfPage: url,
    articleSection: article.category.name,
    author: { '@type': 'Organization', name: article.author.name },
    publisher,
    dateModified: article.updatedAt,
    timeRequired: `PT${article.readingTimeMinutes}M`,
    ...(article.publishedAt !== null && { datePublished: article.publishedAt }),
    ...(article.survey !== null && { image: `${publicUrl}/surveys/${article.survey.slug}/results.png` }),
  };
};
