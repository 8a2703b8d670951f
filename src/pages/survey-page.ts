import { html } from 'hono/html';
import { dayOf, timeOf } from '../text/dates.ts';
import { figuresTable } from './figures-table.ts';
import { type Html, layout } from './layout.ts';
import type { PageSurvey } from './page-data.ts';
import {
  articleList,
  bodyPicture,
  graphiqlLink,
  previewImage,
  safeHtml,
  sampleBadge,
  statusBadge,
} from './parts.ts';
import { roundsSection } from './rounds-section.ts';
import { surveyData } from './structured-data.ts';

export interface SurveyPageOptions {
  publicUrl: string;
  survey: PageSurvey;
  /** The document that the page was made from. */
  query: string;
  /** The subscription that an open survey is followed by. */
  liveQuery: string;
}

/** A survey: the picture of its result, the same figures as a table, and how they came about. */
export function surveyPage({ publicUrl, survey, query, liveQuery }: SurveyPageOptions): Html {
  const { slug, title, question, status, chart } = survey;
  const path = `/surveys/${slug}`;
  const isLive = status === 'OPEN' || status === 'SCHEDULED';
  const variables = { survey: slug };
  const oembed = `${publicUrl}/oembed?${new URLSearchParams({ url: publicUrl + path, format: 'json' })}`;
  return layout({
    publicUrl,
    head: {
      title,
      description: `${question} ${chart.alt}`,
      path,
      type: 'website',
      image: previewImage(slug, chart),
      data: [surveyData(publicUrl, survey)],
      links: html`<link rel="alternate" type="application/json+oembed" title="${title}" href="${oembed}">`,
    },
    main: html`<main id="main" class="wrap" data-status="${status}" ${isLive ? html`data-live="${liveUrl(liveQuery, { ...variables, options: survey.options.length })}"` : ''}>
      <p class="eyebrow">${survey.series && html`<span>${survey.series.title}${survey.edition === null ? '' : `, ${survey.edition}`}</span>`} ${statusBadge(status)} ${sampleBadge(survey.isSample)}</p>
      <h1>${title}</h1>
      <p class="lead">${question}</p>
      <figure>
        ${bodyPicture(survey)}
        <figcaption>${baseOf(survey)}
          ${isLive ? html`<span data-live-status role="status"></span>` : ''}
          <ul class="actions">
            <li><a href="${path}/results.png">Picture (PNG)</a></li>
            <li><a href="${path}/results.svg">Picture (SVG)</a></li>
            ${survey.results !== null && html`<li><a href="${path}/results.csv">Figures (CSV)</a></li>`}
            ${survey.results !== null && html`<li><a href="${path}/results.json">Figures (JSON)</a></li>`}
            <li><a href="${graphiqlLink(query, variables)}">This page’s query in GraphiQL</a></li>
          </ul>
        </figcaption>
      </figure>
      ${figuresTable(survey)}
      ${aboutSection(survey)}
      ${survey.outcome?.rounds && survey.outcome.rounds.length > 0 ? roundsSection(survey.outcome.rounds, survey.outcome.denominator ?? 0) : ''}
      ${
        survey.articles.nodes.length > 0
          ? html`<section aria-labelledby="articles-heading"><h2 id="articles-heading">Articles about it</h2>${articleList(survey.articles.nodes)}</section>`
          : ''
      }
    </main>`,
  });
}

/** The stream of a subscription, as `EventSource` opens it. */
const liveUrl = (query: string, variables: object): string =>
  `/graphql?${new URLSearchParams({ query: query, variables: JSON.stringify(variables) })}`;

/** What the figures are based on, in a sentence or two. */
function baseOf({ outcome, resultSource, results }: PageSurvey): Html {
  if (results === null || outcome === null) return html`The figures cannot be seen yet.`;
  if (resultSource === 'REPORTED') {
    return html`Shares as they were published; how many people voted is not known.`;
  }
  const base = html`<span data-base>${(outcome.denominator ?? 0).toLocaleString('en')}</span>`;
  return html`Counted here, vote by vote. Base of every share: ${base} ballots.${outcome.asOf === null ? '' : ` Last vote counted: ${timeOf(outcome.asOf)}.`}`;
}

const methods = {
  SINGLE_CHOICE: 'Each ballot names one option.',
  APPROVAL:
    'Each ballot names every option the voter approves of. A share is the part of the ballots that name it, so shares may add up to more than 100 %.',
  RANKED_CHOICE:
    'Each ballot puts options in order. They are counted by instant runoff: in each round the option with the fewest votes leaves, and its ballots go to their next choice.',
} as const;

function aboutSection(survey: PageSurvey): Html {
  const { outcome, previousEdition } = survey;
  return html`<section aria-labelledby="about-heading">
        <h2 id="about-heading">How it was conducted</h2>
        ${survey.description && html`<div class="prose">${safeHtml(survey.description)}</div>`}
        <dl class="facts">
          <dt>Method</dt><dd>${methods[survey.method]}${survey.method !== 'SINGLE_CHOICE' && ` Up to ${survey.maxChoices} of ${survey.options.length}.`}</dd>
          <dt>Source</dt><dd>${
            survey.resultSource === 'REPORTED'
              ? 'Published elsewhere and taken over as it stood: shares and ranks, no counts.'
              : 'Counted here from votes. One ballot for each voter; a later one replaces it while voting is open.'
          }</dd>
          ${survey.resultsVisibility === 'AFTER_CLOSE' && survey.resultSource === 'TALLIED' && html`<dt>Visibility</dt><dd>Nothing of the running result can be seen before voting has closed.</dd>`}
          ${survey.opensAt && html`<dt>${survey.status === 'SCHEDULED' ? 'Voting opens' : 'Voting opened'}</dt><dd>${timeOf(survey.opensAt)}</dd>`}
          ${survey.closesAt && html`<dt>${survey.status === 'OPEN' || survey.status === 'SCHEDULED' ? 'Voting closes' : 'Voting closed'}</dt><dd>${timeOf(survey.closesAt)}</dd>`}
          ${survey.publishedAt && html`<dt>Published</dt><dd>${dayOf(survey.publishedAt)}</dd>`}
          ${outcome && html`<dt>Ties</dt><dd>${outcome.tieRule}</dd>`}
          ${outcome && outcome.revision > 1 && html`<dt>Revision</dt><dd>${outcome.revision}: the result was corrected after its publication.</dd>`}
          ${previousEdition && html`<dt>Edition before</dt><dd><a href="/surveys/${previousEdition.slug}">${previousEdition.title}</a></dd>`}
        </dl>
        ${survey.results === null ? optionList(survey) : ''}
      </section>`;
}

/** The ballot, where no ranking can be seen. */
const optionList = ({ options }: PageSurvey): Html => html`<h3>The options</h3>
        <ul class="tags">${options.map(({ slug, name }) => html`<li><a href="/narratives/${slug}">${name}</a></li>`)}</ul>`;
