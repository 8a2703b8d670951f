import { createYoga } from 'graphql-yoga';
import { schema } from '../api/schema.ts';
import { graphiql } from './graphiql-examples.ts';

export type GraphiqlPage = ReturnType<typeof createYoga>;

/** Yoga serves GraphiQL. Operations never get here: they take the front door to the engine. */
export function createGraphiqlPage(): GraphiqlPage {
  return createYoga({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql,
    // 9 MB of editor: loaded when the first person asks for it, not when the server starts.
    renderGraphiQL: async (options) => {
      const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
      return withClickableTabs(renderGraphiQL(options));
    },
    landingPage: false,
    multipart: false,
    logging: false,
    // The server answers cross-origin requests itself, for every path and door alike.
    cors: false,
    batching: false,
  });
}

/**
 * The tabs of this GraphiQL can be dragged: a press of the mouse begins a drag and moves the tab away, and the click is lost. Without
 * the drag, and with tabs that stay where they are, a click opens the example, which is what they are there for.
 */
function withClickableTabs(html: string): string {
  const end = html.lastIndexOf('</body>');
  return `${html.slice(0, end)}
    <style>.graphiql-tab { transform: none !important; }</style>
    <script>
      addEventListener('pointerdown', (event) => {
        if (event.target.closest('.graphiql-tab-button')) event.stopPropagation();
      }, true);
    </script>
  ${html.slice(end)}`;
}
