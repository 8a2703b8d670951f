import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { Response } from '@whatwg-node/server';
import { acceptedCoding, type ContentCoding } from '../http/compression.ts';
import { jsonResponse, type Route } from '../http/routes.ts';

/** A file that pages load. Its name has a hash of its bytes, so that caches can keep it for good. */
interface Asset {
  /** The path of its URL. */
  path: string;
  bytes: Buffer;
  type: string;
  compressed: Partial<Record<ContentCoding, Promise<Buffer>>>;
}

const folder = '/assets';

const types = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  woff2: 'font/woff2',
} as const;

function asset(stem: string, extension: keyof typeof types, content: string | Buffer): Asset {
  const bytes = Buffer.from(content);
  const digest = hash('sha256', bytes, 'hex').slice(0, 16);
  return { path: `${folder}/${stem}-${digest}.${extension}`, bytes, type: types[extension], compressed: {} };
}

const fileOf = (name: string): string => readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8');

const { resolve } = createRequire(import.meta.url);
const font = asset(
  'serif',
  'woff2',
  readFileSync(resolve('@fontsource/instrument-serif/files/instrument-serif-latin-400-normal.woff2')),
);
const style = asset('style', 'css', fileOf('style.css').replace('{font}', font.path));
const live = asset('live', 'js', fileOf('live.js'));
const icon = asset('icon', 'svg', fileOf('icon.svg'));

/** The paths of what pages load. */
export const assetPaths = { font: font.path, style: style.path, live: live.path, icon: icon.path };

const assets = new Map([font, style, live, icon].map((one) => [one.path, one]));

const compressors: Record<ContentCoding, (bytes: Buffer) => Promise<Buffer>> = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
};

/** Serves the assets, compressed once, whatever the setting for other responses is. */
export const assetsRoute: Route = {
  path: `${folder}/{file}`,
  handle: async (request, _context, { file }) => {
    const found = assets.get(`${folder}/${file}`);
    if (found === undefined)
      return jsonResponse(404, { error: 'The file does not exist. Load the page again.' });
    const headers = {
      'content-type': found.type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    };
    const isCompressed = found === font;
    const coding = isCompressed ? undefined : acceptedCoding(request.headers.get('accept-encoding'));
    if (coding === undefined) return new Response(new Uint8Array(found.bytes), { headers });
    found.compressed[coding] ??= compressors[coding](found.bytes);
    return new Response(new Uint8Array(await found.compressed[coding]), {
      headers: { ...headers, 'content-encoding': coding, vary: 'accept-encoding' },
    });
  },
};
