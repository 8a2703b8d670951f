import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import { Response } from '@whatwg-node/server';
import { acceptedCoding, type ContentCoding } from './compression.ts';
import { jsonResponse, type Route } from './routes.ts';

/** A file of the GraphiQL page. Its name contains a hash of its content, so it can be cached forever. */
interface Asset {
  /** The URL path. */
  path: string;
  text: string;
  type: string;
  compressed: Partial<Record<ContentCoding, Promise<Buffer>>>;
}

export type AssetName = 'app.js' | 'app.css' | 'start.js' | 'editor.js' | 'json.js' | 'graphql.js';

export type Assets = ReadonlyMap<AssetName, Asset>;

const folder = '/graphiql';

function asset(name: AssetName, text: string): Asset {
  const [stem, extension] = name.split('.');
  return {
    path: `${folder}/${stem}-${hash('sha256', text, 'hex').slice(0, 16)}.${extension}`,
    text,
    type: extension === 'css' ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
    compressed: {},
  };
}

/**
 * The script that starts GraphiQL. It reads the options from a data element, because the content
 * security policy forbids inline scripts. Stopping `pointerdown` disables dragging of tabs,
 * which swallows clicks on them.
 */
const start = (workers: Record<string, string>) => `
const workers = ${JSON.stringify(workers)};
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_moduleId, label) => workers[label] };
addEventListener('pointerdown', (event) => {
  if (event.target.closest('.graphiql-tab-button')) event.stopPropagation();
}, true);
YogaGraphiQL.renderYogaGraphiQL(
  document.querySelector('#root'),
  JSON.parse(document.querySelector('#options').textContent),
);
`;

const staticTabs = '.graphiql-tab { transform: none !important; }';

let assets: Promise<Assets> | undefined;

/** Loads the editor, 7 MB, on the first request for GraphiQL. */
export function graphiqlAssets(): Promise<Assets> {
  assets ??= import('@graphql-yoga/render-graphiql/graphiql').then((parts) => {
    const workers = {
      editor: asset('editor.js', parts.editorWorkerService),
      json: asset('json.js', parts.jsonWorker),
      graphql: asset('graphql.js', parts.graphqlWorker),
    };
    const paths = {
      editorWorkerService: workers.editor.path,
      json: workers.json.path,
      graphql: workers.graphql.path,
    };
    return new Map<AssetName, Asset>([
      ['app.js', asset('app.js', parts.js)],
      ['app.css', asset('app.css', `${parts.css}\n${staticTabs}`)],
      ['start.js', asset('start.js', start(paths))],
      ['editor.js', workers.editor],
      ['json.js', workers.json],
      ['graphql.js', workers.graphql],
    ]);
  });
  return assets;
}

const compressors: Record<ContentCoding, (text: string) => Promise<Buffer>> = {
  br: (text) => promisify(brotliCompress)(text, { params: { [zlib.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (text) => promisify(gzip)(text),
};

/**
 * Serves the assets, 8 MB in total. They are compressed once, even if compression is off for other responses.
 */
export const graphiqlAssetsRoute: Route = {
  path: `${folder}/{file}`,
  handle: async (request, _context, { file }) => {
    const asset = [...(await graphiqlAssets()).values()].find(({ path }) => path === `${folder}/${file}`);
    if (asset === undefined)
      return jsonResponse(404, { error: 'There is no such file. Load /graphql again.' });
    const headers = {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    };
    const coding = acceptedCoding(request.headers.get('accept-encoding'));
    if (coding === undefined) return new Response(asset.text, { headers });
    asset.compressed[coding] ??= compressors[coding](asset.text);
    const bytes = await asset.compressed[coding];
    return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-encoding': coding } });
  },
};
