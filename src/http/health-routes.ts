import { jsonResponse, type Route } from './routes.ts';

/** The liveness and readiness probes. */
export const healthRoutes = (isReady: () => boolean): Route[] => [
  { path: '/health/live', handle: () => jsonResponse(200, { status: 'live' }) },
  {
    path: '/health/ready',
    handle: () =>
      isReady() ? jsonResponse(200, { status: 'ready' }) : jsonResponse(503, { status: 'not ready' }),
  },
];
