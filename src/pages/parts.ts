import { html, raw } from 'hono/html';
import { chartSize, layOutBars } from '../chart/bar-chart.ts';
import type { SurveyStatus } from '../generated/operation-types.ts';
import { type ChartedSurvey, resultChart } from '../result/result-chart.ts';
import type { Html } from './layout.ts';

/** HTML that the API has sanitised. */
export const safeHtml = (text: string) => raw(text);

const statusNames: Readonly<Record<SurveyStatus, string>> = {
  DRAFT: 'Draft',
  SCHEDULED: 'Announced',
  OPEN: 'Voting is open',
  CLOSED: 'Voting has closed',
  PUBLISHED: 'Published',
  CANCELLED: 'Called off',
};

export const statusBadge = (status: SurveyStatus): Html =>
  html`<span class="badge ${status === 'OPEN' ? 'badge-open' : ''}">${statusNames[status]}</span>`;

export const sampleBadge = (isSample: boolean): Html | '' =>
  isSample ? html`<span class="badge badge-sample">Sample: figures mean nothing</span>` : '';

interface PictureText {
  alt: string;
  width: number;
  height: number;
}

/** A survey's picture: in the colours that the reader prefers, and narrow where the window is. */
export const surveyPicture = (slug: string, { alt, width, height }: PictureText, heading = 'show'): Html => {
  const url = (pixels: number, theme: string) =>
    `/surveys/${slug}/results.svg?${new URLSearchParams({ width: String(pixels), theme, ...(heading === 'hide' && { heading }) })}`;
  const narrow = '(max-width: 34rem)';
  const dark = 'screen and (prefers-color-scheme: dark)';
  return html`<picture data-picture>
      <source media="${dark} and ${narrow}" srcset="${url(480, 'dark')}">
      <source media="${dark}" srcset="${url(1200, 'dark')}">
      <source media="${narrow}" srcset="${url(480, 'light')}">
      <img src="${url(1200, 'light')}" alt="${alt}" width="${width}" height="${height}">
    </picture>`;
};

/** The same without the heading, for a page that begins with it. */
export function bodyPicture(survey: ChartedSurvey & { slug: string }): Html {
  const chart = resultChart(survey, 'share', false);
  return surveyPicture(
    survey.slug,
    { alt: chart.description, ...chartSize(layOutBars(chart, 1200), 1200) },
    'hide',
  );
}

/** The PNG of a survey's result, for previews of links. */
export const previewImage = (slug: string, { alt, width, height }: PictureText) => ({
  path: `/surveys/${slug}/results.png`,
  alt,
  width,
  height,
});

export const articleList = (
  articles: readonly { slug: string; title: string; excerpt: string }[],
): Html => html`<ul class="rows">
      ${articles.map(
        ({ slug, title, excerpt }) =>
          html`<li><a href="/articles/${slug}">${title}</a><p>${excerpt}</p></li>`,
      )}
    </ul>`;

/**
 * Opens an operation in GraphiQL, which takes no variables from a URL: they become defaults of the document.
 */
export function graphiqlLink(query: string, variables: Readonly<Record<string, string>>): string {
  const withDefaults = Object.entries(variables).reduce(
    (text, [name, value]) =>
      text.replace(`$${name}: String!`, `$${name}: String! = ${JSON.stringify(value)}`),
    query,
  );
  return `/graphql?${new URLSearchParams({ query: withDefaults })}`;
}
