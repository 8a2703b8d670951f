import type {
  ArticlePageQuery,
  ArticlePageQueryVariables,
  FeedQuery,
  FeedQueryVariables,
  HomePageQuery,
  HomePageQueryVariables,
  NarrativePageQuery,
  NarrativePageQueryVariables,
  ResultPictureQuery,
  ResultPictureQueryVariables,
  SitemapQuery,
  SitemapQueryVariables,
  SurveyPageQuery,
  SurveyPageQueryVariables,
} from '../generated/operation-types.ts';
import type { RouteResources } from '../http/route-operation.ts';
import type { Route } from '../http/routes.ts';
import { articlePage } from './article-page.ts';
import { assetsRoute } from './assets.ts';
import { embedPage } from './embed-page.ts';
import { atomFeed } from './feed.ts';
import { homePage, searchPage } from './home-page.ts';
import { textOf } from './layout.ts';
import { narrativePage } from './narrative-page.ts';
import { oembedRoute } from './oembed.ts';
import { operationIn } from './operation.ts';
import { frameHeaders, notFoundRoute, type PageAddress, pageHeaders, pageRoute } from './page-route.ts';
import { createRenderedCache } from './rendered.ts';
import { sitemap } from './sitemap.ts';
import { surveyPage } from './survey-page.ts';

/** Bytes of memory for pages that were rendered. */
const cacheBytes = 32_000_000;

const homeOperation = operationIn<HomePageQuery, HomePageQueryVariables>('home-page');
const surveyOperation = operationIn<SurveyPageQuery, SurveyPageQueryVariables>('survey-page');
const pictureOperation = operationIn<ResultPictureQuery, ResultPictureQueryVariables>('result-picture');
const narrativeOperation = operationIn<NarrativePageQuery, NarrativePageQueryVariables>('narrative-page');
const articleOperation = operationIn<ArticlePageQuery, ArticlePageQueryVariables>('article-page');
const feedOperation = operationIn<FeedQuery, FeedQueryVariables>('feed');
const sitemapOperation = operationIn<SitemapQuery, SitemapQueryVariables>('sitemap');
const liveOperation = operationIn('live-survey');

const longestSearch = 200;

const wordsOf = ({ query }: PageAddress): string => (query.get('q') ?? '').trim().slice(0, longestSearch);

/** The pages for readers, and what leads to them: one operation each. */
export function pageRoutes(resources: RouteResources): Route[] {
  const cache = createRenderedCache(cacheBytes);
  return [
    pageRoute(resources, cache, {
      path: '/',
      headers: pageHeaders,
      operation: homeOperation,
      variables: (address) => ({
        after: address.query.get('after'),
        words: wordsOf(address),
        isSearch: wordsOf(address) !== '',
      }),
      render: (data, address, publicUrl) => {
        const words = wordsOf(address);
        const isFirstPage = !address.query.has('after');
        return textOf(
          words === '' ? homePage(publicUrl, data, isFirstPage) : searchPage(publicUrl, data, words),
        );
      },
    }),
    pageRoute(resources, cache, {
      path: '/surveys/{slug}',
      headers: pageHeaders,
      operation: surveyOperation,
      variables: ({ slug }) => ({ survey: slug }),
      render: ({ survey }, _address, publicUrl) =>
        survey === null
          ? undefined
          : textOf(
              surveyPage({ publicUrl, survey, query: surveyOperation.text, liveQuery: liveOperation.text }),
            ),
    }),
    pageRoute(resources, cache, {
      path: '/surveys/{slug}/embed',
      headers: frameHeaders,
      operation: pictureOperation,
      variables: ({ slug }) => ({ survey: slug }),
      render: ({ survey }, _address, publicUrl) =>
        survey === null ? undefined : textOf(embedPage(publicUrl, survey)),
    }),
    pageRoute(resources, cache, {
      path: '/narratives/{slug}',
      headers: pageHeaders,
      operation: narrativeOperation,
      variables: ({ slug }) => ({ narrative: slug }),
      render: ({ narrative }, _address, publicUrl) =>
        narrative === null ? undefined : textOf(narrativePage(publicUrl, narrative)),
    }),
    pageRoute(resources, cache, {
      path: '/articles/{slug}',
      headers: pageHeaders,
      operation: articleOperation,
      variables: ({ slug }) => ({ article: slug }),
      render: ({ article }, _address, publicUrl) =>
        article === null ? undefined : textOf(articlePage(publicUrl, article)),
    }),
    pageRoute(resources, cache, {
      path: '/feed.atom',
      headers: { 'content-type': 'application/atom+xml; charset=utf-8', 'x-content-type-options': 'nosniff' },
      operation: feedOperation,
      variables: () => ({}),
      render: (data, _address, publicUrl) => atomFeed(data, publicUrl),
    }),
    pageRoute(resources, cache, {
      path: '/sitemap.xml',
      headers: { 'content-type': 'application/xml; charset=utf-8', 'x-content-type-options': 'nosniff' },
      operation: sitemapOperation,
      variables: () => ({}),
      render: (data, _address, publicUrl) => sitemap(data, publicUrl),
    }),
    oembedRoute(resources, pictureOperation),
    assetsRoute,
    notFoundRoute(resources),
  ];
}
