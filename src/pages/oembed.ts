import { Response } from '@whatwg-node/server';
import { html } from 'hono/html';
import { chartSize, layOutBars } from '../chart/bar-chart.ts';
import type { ResultPictureQuery, ResultPictureQueryVariables } from '../generated/operation-types.ts';
import type { RouteResources } from '../http/route-operation.ts';
import { jsonResponse, type Route } from '../http/routes.ts';
import { resultChart } from '../result/result-chart.ts';
import { textOf } from './layout.ts';
import { execute, type Operation } from './operation.ts';

type Survey = NonNullable<ResultPictureQuery['survey']>;

const usualWidth = 800;
/** Below this a frame shows the narrow picture, as the page in it says. */
const narrowWidth = 544;
/** Of the line below the picture. */
const captionHeight = 52;

/**
 * oEmbed (https://oembed.com): how another site embeds a survey. The URL is compared with those of this site
 * as text; nothing is fetched.
 */
export const oembedRoute = (
  resources: RouteResources,
  operation: Operation<ResultPictureQuery, ResultPictureQueryVariables>,
): Route => ({
  path: '/oembed',
  handle: async (request, context) => {
    const { searchParams: query } = new URL(request.url);
    const publicUrl = resources.publicUrl();
    if ((query.get('format') ?? 'json') !== 'json')
      return jsonResponse(501, { error: '`format` is `json`.' });
    const limits = [query.get('maxwidth'), query.get('maxheight')];
    if (limits.some((limit) => limit !== null && !/^[1-9]\d{0,4}$/.test(limit)))
      return jsonResponse(400, { error: '`maxwidth` and `maxheight` are numbers of pixels, 1 to 99999.' });
    const survey = surveyIn(query.getAll('url'), publicUrl);
    if (survey === undefined) return notFound();
    const executed = await execute(operation, { survey }, request, context, resources);
    if ('failure' in executed) return executed.failure;
    const { data } = executed;
    if (data.survey === null) return notFound();
    const [maxWidth, maxHeight] = limits.map((limit) =>
      limit === null ? Number.POSITIVE_INFINITY : Number(limit),
    );
    const body = oembed(
      data.survey,
      publicUrl,
      maxWidth ?? usualWidth,
      maxHeight ?? Number.POSITIVE_INFINITY,
    );
    return new Response(JSON.stringify(body), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff',
        // Editors of other sites ask from the browser; there is nothing here that is not public.
        'access-control-allow-origin': '*',
      },
    });
  },
});

const notFound = () => jsonResponse(404, { error: 'No survey is at this URL.' });

/** The slug of the survey whose page has this URL; undefined for every other URL. */
function surveyIn(urls: readonly string[], publicUrl: string): string | undefined {
  const [url = '', ...others] = urls;
  const prefix = `${publicUrl}/surveys/`;
  const slug = url.slice(prefix.length);
  return others.length === 0 && url.startsWith(prefix) && /^[a-z0-9-]{1,100}$/.test(slug) ? slug : undefined;
}

function oembed(survey: Survey, publicUrl: string, maxWidth: number, maxHeight: number): object {
  const url = `${publicUrl}/surveys/${survey.slug}`;
  const { width, height } = frameSize(survey, maxWidth, maxHeight);
  const preview = pictureSize(survey, 1200);
  return {
    version: '1.0',
    type: 'rich',
    title: survey.title,
    provider_name: 'Moon Awards',
    provider_url: publicUrl,
    width,
    height,
    html: textOf(
      html`<iframe src="${url}/embed" title="${survey.title}" width="${width}" height="${height}" sandbox="allow-popups" loading="lazy" frameborder="0"></iframe>`,
    ),
    thumbnail_url: `${url}/results.png`,
    thumbnail_width: preview.width,
    thumbnail_height: preview.height,
  };
}

const pictureSize = (survey: Survey, width: 480 | 1200) =>
  chartSize(layOutBars(resultChart(survey), width), width);

/** As large as it may be, up to the usual width. */
function frameSize(survey: Survey, maxWidth: number, maxHeight: number): { width: number; height: number } {
  const ratioAt = (width: number): number => {
    const picture = pictureSize(survey, width <= narrowWidth ? 480 : 1200);
    return picture.height / picture.width;
  };
  const width = Math.min(maxWidth, usualWidth);
  const height = Math.ceil(width * ratioAt(width)) + captionHeight;
  if (height <= maxHeight) return { width, height };
  return { width, height: maxHeight };
}
