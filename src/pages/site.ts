import type { ServeOptions } from '../http/serve.ts';
import { operationTexts } from './operation.ts';
import { pageRoutes } from './page-routes.ts';
import { pictureRoutes } from './picture-routes.ts';

/** The routes for readers, beside the API: pictures of results, and pages unless they are turned off. */
export const createSite = ({
  hasPages,
}: {
  hasPages: boolean;
}): Pick<ServeOptions, 'createRoutes' | 'routeOperations'> => ({
  createRoutes: (resources) => [...pictureRoutes(resources), ...(hasPages ? pageRoutes(resources) : [])],
  routeOperations: operationTexts(),
});
