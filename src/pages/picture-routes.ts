import { Response } from '@whatwg-node/server';
import { pngPoints } from '../chart/png-points.ts';
import { createRasterizer, RasterizerBusyError } from '../chart/rasterizer.ts';
import type {
  HistoryPictureQuery,
  HistoryPictureQueryVariables,
  ResultPictureQuery,
  ResultPictureQueryVariables,
} from '../generated/operation-types.ts';
import { chargeForRoute, type RouteResources } from '../http/route-operation.ts';
import { jsonResponse, type Route } from '../http/routes.ts';
import { resultChart } from '../result/result-chart.ts';
import { narrativeHistory } from './narrative-history.ts';
import { execute, type Operation, operationIn } from './operation.ts';
import { type PictureParameters, pictureParameters } from './picture-parameters.ts';
import { createRenderedCache, type RenderedCache, respondWith } from './rendered.ts';

const resultPicture = operationIn<ResultPictureQuery, ResultPictureQueryVariables>('result-picture');
const historyPicture = operationIn<HistoryPictureQuery, HistoryPictureQueryVariables>('history-picture');

/** As many PNGs may wait while one is made. */
const waitingPictures = 16;

/** Bytes of memory for pictures that were made. */
const cacheBytes = 32_000_000;

/** Nothing can be loaded or run by a picture that is opened by itself. */
const pictureHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  // Pictures are made for other sites.
  'cross-origin-resource-policy': 'cross-origin',
};

/** A picture of what an operation responds with. */
interface Picture<Data, Variables> {
  path: string;
  type: string;
  operation: Operation<Data, Variables>;
  /** `name` is the slug in the path. */
  variables: (name: string) => Variables;
  /** Undefined where the data has nothing to draw. */
  draw: (data: Data, parameters: PictureParameters) => Promise<string | Buffer> | undefined;
  /** What drawing costs beyond the operation, in points. */
  points?: (data: Data, parameters: PictureParameters) => number;
}

/** The pictures of results and histories: an operation each, drawn once for each state of the data. */
export function pictureRoutes(resources: RouteResources): Route[] {
  const cache = createRenderedCache(cacheBytes);
  const rasterize = createRasterizer(waitingPictures);
  const results = {
    operation: resultPicture,
    variables: (survey: string) => ({ survey }),
  };
  return [
    pictureRoute(resources, cache, {
      ...results,
      path: '/surveys/{slug}/results.svg',
      type: 'image/svg+xml; charset=utf-8',
      draw: ({ survey }, parameters) => (survey === null ? undefined : drawResult(survey, parameters)),
    }),
    pictureRoute(resources, cache, {
      ...results,
      path: '/surveys/{slug}/results.png',
      type: 'image/png',
      draw: ({ survey }, parameters) =>
        survey === null ? undefined : drawResult(survey, parameters, true).then(rasterize),
      points: ({ survey }, { width, show, heading }) =>
        survey === null ? 0 : pngPoints(resultChart(survey, show, heading === 'show'), width),
    }),
    pictureRoute(resources, cache, {
      path: '/narratives/{slug}/history.svg',
      type: 'image/svg+xml; charset=utf-8',
      operation: historyPicture,
      variables: (narrative: string) => ({ narrative }),
      draw: ({ narrative }, parameters) =>
        narrative === null ? undefined : drawHistory(narrative, parameters),
    }),
  ];
}

async function drawResult(
  survey: NonNullable<ResultPictureQuery['survey']>,
  { width, theme, show, heading }: PictureParameters,
  isForPng = false,
): Promise<string> {
  // What draws takes a while to load and is needed when the first picture is.
  const [{ drawBars }, { withDrawableTexts }] = await Promise.all([
    import('../chart/draw-bars.ts'),
    import('../chart/png-fonts.ts'),
  ]);
  const chart = resultChart(survey, show, heading === 'show');
  return drawBars(isForPng ? withDrawableTexts(chart) : chart, width, theme);
}

async function drawHistory(
  narrative: NonNullable<HistoryPictureQuery['narrative']>,
  { width, theme }: PictureParameters,
): Promise<string> {
  const { drawHistory: draw } = await import('../chart/draw-history.ts');
  return draw(narrativeHistory(narrative), width, theme);
}

function pictureRoute<Data, Variables extends Readonly<Record<string, unknown>>>(
  resources: RouteResources,
  cache: RenderedCache,
  { path, type, operation, variables, draw, points }: Picture<Data, Variables>,
): Route {
  return {
    path,
    handle: async (request, context, { slug = '' }) => {
      const parameters = pictureParameters(new URL(request.url).searchParams);
      if (typeof parameters === 'string') return jsonResponse(400, { error: parameters });
      const executed = await execute(operation, variables(slug), request, context, resources);
      if ('failure' in executed) return executed.failure;
      const { data, tag } = executed;
      const key = tag && [path, tag, ...Object.values(parameters)].join(' ');
      if (points !== undefined && !cache.has(key)) {
        const refusal = await chargeForRoute(points(data, parameters), context, resources);
        if (refusal !== undefined) return refusal;
      }
      try {
        const rendered = await cache.get(key, () => draw(data, parameters) ?? '');
        if (rendered.body.length === 0)
          return jsonResponse(404, { error: 'Nothing can be drawn at this address.' });
        return respondWith(rendered, { ...pictureHeaders, 'content-type': type });
      } catch (error) {
        if (!(error instanceof RasterizerBusyError)) throw error;
        return new Response(
          JSON.stringify({ error: 'Too many pictures are asked for just now. Ask again.' }),
          {
            status: 503,
            headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '2' },
          },
        );
      }
    },
  };
}
