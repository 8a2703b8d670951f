import { html } from 'hono/html';
import type { HomePageQuery, SurveyCardFragment } from '../generated/operation-types.ts';
import { percent } from '../result/result-chart.ts';
import { timeOf } from '../text/dates.ts';
import { type Html, layout, type PageOptions } from './layout.ts';
import { previewImage, safeHtml, sampleBadge, statusBadge, surveyPicture } from './parts.ts';

const description =
  'Community awards whose rankings show what people said: surveys, results with everything that is known about them, and articles that explain them.';

/** The front page: what is open, the latest results, all others, and articles. */
export function homePage(
  publicUrl: string,
  { open, latest, archive, articles }: HomePageQuery,
  isFirstPage: boolean,
): Html {
  const [newest] = latest?.nodes ?? [];
  const options: PageOptions = {
    publicUrl,
    head: {
      title: 'Moon Awards',
      description,
      path: '/',
      type: 'website',
      image: newest?.chart && previewImage(newest.slug, newest.chart),
    },
    main: html`<main id="main">
      ${hero}
      <div class="wrap">
      ${latest && latest.nodes.length > 0 && isFirstPage ? latestResults(latest.nodes) : ''}
      <section id="surveys" aria-labelledby="open-heading">
        <h2 id="open-heading">Open now</h2>
        ${
          open.nodes.length === 0
            ? html`<p class="note">No survey is open at the moment.</p>`
            : html`<ul class="list">${open.nodes.map(surveyCard)}</ul>`
        }
      </section>
      ${archive ? archiveList(archive) : ''}
      ${articles && articles.nodes.length > 0 ? articleCards(articles.nodes) : ''}
      </div>
    </main>`,
  };
  return layout(options);
}

const hero = html`<div class="hero">
      <div class="wrap">
        <svg class="moon" viewBox="0 0 200 200" aria-hidden="true" focusable="false">
          <defs>
            <radialGradient id="glow" cx="38%" cy="34%" r="75%"><stop offset="0" stop-color="#fff3cf"/><stop offset="0.55" stop-color="#f0bf4c"/><stop offset="1" stop-color="#8a5a10"/></radialGradient>
          </defs>
          <circle cx="100" cy="100" r="92" fill="url(#glow)"/>
          <g fill="#8a5a10" fill-opacity="0.22"><circle cx="70" cy="62" r="17"/><circle cx="124" cy="88" r="24"/><circle cx="82" cy="128" r="13"/><circle cx="138" cy="142" r="10"/><circle cx="52" cy="102" r="8"/><circle cx="108" cy="42" r="7"/></g>
        </svg>
        <h1>What the community says, counted in the open</h1>
        <p>The Moon Awards ask a question, count the answers, and publish the ranking with everything that is known about its figures, and what is not.</p>
      </div>
    </div>`;

type Latest = NonNullable<HomePageQuery['latest']>['nodes'];

const latestResults = (surveys: Latest): Html => html`<section aria-labelledby="latest-heading">
        <h2 id="latest-heading">Latest result</h2>
        ${surveys.map(
          (survey) => html`<figure>
          <a href="/surveys/${survey.slug}">${survey.chart && surveyPicture(survey.slug, survey.chart)}</a>
          <figcaption><a href="/surveys/${survey.slug}">${survey.title}: figures, method and downloads</a></figcaption>
        </figure>`,
        )}
      </section>`;

const surveyCard = (survey: SurveyCardFragment): Html => html`<li class="card">
          <p class="eyebrow">${statusBadge(survey.status)} ${sampleBadge(survey.isSample)}</p>
          <h3><a href="/surveys/${survey.slug}">${survey.title}</a></h3>
          <p>${survey.question}</p>
          <p class="note">${stateOf(survey)}</p>
          ${podium(survey)}
        </li>`;

/** The first three, once there are votes. */
const podium = ({ results }: SurveyCardFragment): Html | '' =>
  results?.some(({ share }) => share > 0)
    ? html`<ol class="podium">${results.map(
        ({ rank, share, narrative }) =>
          html`<li><span class="rank">${rank}</span><span>${narrative.shortName}</span><span class="share">${percent(share)}</span></li>`,
      )}</ol>`
    : '';

function stateOf({ status, opensAt, closesAt, voteCount }: SurveyCardFragment): string {
  if (status === 'SCHEDULED')
    return opensAt === null ? 'Voting has not opened yet.' : `Voting opens on ${timeOf(opensAt)}.`;
  const votes =
    voteCount === null
      ? 'The result can be seen once voting has closed.'
      : `${voteCount.toLocaleString('en')} ${voteCount === 1 ? 'vote' : 'votes'} so far.`;
  return closesAt === null ? votes : `${votes} Voting closes on ${timeOf(closesAt)}.`;
}

const archiveList = ({
  nodes,
  totalCount,
  pageInfo,
}: NonNullable<HomePageQuery['archive']>): Html => html`<section aria-labelledby="archive-heading">
        <h2 id="archive-heading">All results</h2>
        ${
          totalCount === 0
            ? html`<p class="note">Nothing has been published yet.</p>`
            : html`<ul class="rows">${nodes.map(
                ({ slug, title, edition, status, isSample }) =>
                  html`<li><a href="/surveys/${slug}">${title}</a> ${edition !== null && html`<span class="note">${edition}</span>`} ${status === 'PUBLISHED' ? '' : statusBadge(status)} ${sampleBadge(isSample)}</li>`,
              )}</ul>`
        }
        ${pageInfo.hasNextPage ? html`<ul class="actions"><li><a href="/?${new URLSearchParams({ after: pageInfo.endCursor ?? '' }).toString()}#archive-heading">Older results</a></li></ul>` : ''}
      </section>`;

type Articles = NonNullable<HomePageQuery['articles']>['nodes'];

const articleCards = (
  articles: Articles,
): Html => html`<section id="articles" aria-labelledby="articles-heading">
        <h2 id="articles-heading">Articles</h2>
        <ul class="list">
          ${articles.map(
            ({ slug, title, excerpt, category, readingTimeMinutes }) => html`<li class="card">
            <p class="eyebrow">${category.name} · ${readingTimeMinutes} min</p>
            <h3><a href="/articles/${slug}">${title}</a></h3>
            <p>${excerpt}</p>
          </li>`,
          )}
        </ul>
      </section>`;

/** What a search found. */
export function searchPage(publicUrl: string, { search }: HomePageQuery, words: string): Html {
  const found = search?.edges ?? [];
  const count = search?.totalCount ?? 0;
  return layout({
    publicUrl,
    words,
    head: { title: `Search: ${words}`, description: 'What was found.', path: undefined, type: 'website' },
    main: html`<main id="main" class="wrap">
      <h1>Search</h1>
      <p class="lead">${count === 0 ? 'Nothing was found for' : `${counted(count)} for`} “${words}”.</p>
      ${found.length === 0 ? html`<p class="note">Every word must occur; try fewer, or the beginning of one.</p>` : html`<ul class="rows">${found.map(hit)}</ul>`}
      ${count > found.length ? html`<p class="note">These are the best ${found.length}. More words find fewer.</p>` : ''}
    </main>`,
  });
}

/** The API counts to 1,000. */
const counted = (count: number): string =>
  count >= 1_000 ? '1,000 or more results' : `${count} ${count === 1 ? 'result' : 'results'}`;

type Hit = NonNullable<HomePageQuery['search']>['edges'][number];

function hit({ snippet, section, node }: Hit): Html {
  const [kind, path, title] =
    node.__typename === 'Narrative'
      ? ['Narrative', `/narratives/${node.slug}`, node.name]
      : node.__typename === 'Survey'
        ? ['Survey', `/surveys/${node.slug}`, node.title]
        : ['Article', `/articles/${node.slug}`, node.title];
  const place = section ? html` <a class="note" href="${path}#${section.anchor}">${section.heading}</a>` : '';
  return html`<li><a href="${path}">${title}</a> <span class="note">${kind}</span>${place}<p>${safeHtml(snippet)}</p></li>`;
}
