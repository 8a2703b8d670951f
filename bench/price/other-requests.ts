import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { articleSlug } from './data-set/articles.ts';
import { narrativeSlug } from './data-set/narratives.ts';
import { surveySlug, surveys } from './data-set/surveys.ts';
import { commonWords } from './data-set/words.ts';
import type { Evaluator } from './evaluator.ts';
import type { Asked, Exchange, MeasuredServer } from './measured-server.ts';
import { isRefusal, operationOf } from './operation.ts';
import { type RequestResult, requestResult } from './request-result.ts';

const times = (count: number, part: (place: number) => string): string =>
  Array.from({ length: count }, (_, place) => part(place)).join(' ');

/** The small data set has 96 ordinary surveys. */
const anySurvey = (turn: number): string => surveySlug(turn % 96);

/** Paths that a client can vary, so that no response is cached. */
const pathsAt: Readonly<Record<string, (turn: number, origin: string) => string>> = {
  'home page': (turn) => `/?q=${commonWords[turn % commonWords.length]}+${turn % 7}`,
  'page of a survey': (turn) => `/surveys/${anySurvey(turn)}`,
  'embedded survey': (turn) => `/surveys/${anySurvey(turn)}/embed`,
  'results as SVG': (turn) => `/surveys/${anySurvey(turn)}/results.svg`,
  'results as PNG': (turn) => `/surveys/${anySurvey(turn)}/results.png?width=99999`,
  'results as CSV': (turn) => `/surveys/${anySurvey(turn)}/results.csv`,
  'results as JSON': (turn) => `/surveys/${anySurvey(turn)}/results.json`,
  'the schema': () => '/schema.graphql',
  'oEmbed of a survey': (turn, origin) => `/oembed?url=${origin}/surveys/${anySurvey(turn)}`,
  'page of a narrative': (turn) => `/narratives/${narrativeSlug(turn)}`,
  'history of a narrative as SVG': (turn) => `/narratives/${narrativeSlug(turn)}/history.svg`,
  'page of an article': (turn) => `/articles/${articleSlug(turn * 8 + 7)}`,
  feed: (turn) => `/feed.atom?${turn}`,
  sitemap: (turn) => `/sitemap.xml?${turn}`,
  readiness: () => '/health/ready',
  'an unknown path': (turn) => `/unknown/${turn}`,
};

/** Paths whose responses change with every vote in the open survey. */
const movingPaths: Readonly<Record<string, string>> = {
  'page of the open survey': `/surveys/${surveys.ranked}`,
  'its results as PNG': `/surveys/${surveys.ranked}/results.png`,
  'its results as CSV': `/surveys/${surveys.ranked}/results.csv`,
};

interface OtherRequest {
  name: string;
  /** Whether a vote is cast before each request. */
  isMoving?: boolean;
  askedAt: (turn: number, origin: string) => Asked;
}

/** Other requests without a key; each differs from turn to turn. */
const others: readonly OtherRequest[] = [
  ...Object.entries(pathsAt).map(([name, pathAt]) => ({
    name,
    askedAt: (turn: number, origin: string) => ({
      path: pathAt(turn, origin),
      headers: { accept: '*/*' },
    }),
  })),
  ...Object.entries(movingPaths).map(([name, path]) => ({
    name: `${name}, after a vote`,
    isMoving: true,
    askedAt: () => ({ path, headers: { accept: '*/*' } }),
  })),
  { name: 'GraphiQL', askedAt: (turn) => ({ path: `/graphql?${turn}`, headers: { accept: 'text/html' } }) },
  {
    name: 'an unknown hash of a document',
    askedAt: () => ({
      body: {
        extensions: {
          persistedQuery: { version: 1, sha256Hash: randomUUID().replaceAll('-', '').repeat(2) },
        },
      },
    }),
  },
  {
    name: 'an invalid key',
    askedAt: (turn) => ({
      body: { query: '{ __typename }' },
      headers: { authorization: `Bearer moon_${turn}` },
    }),
  },
  {
    name: 'variables of 60 KB',
    askedAt: (turn) => ({
      body: {
        query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
        variables: { ids: Array.from({ length: 90 }, (_, place) => `${turn} ${place} ${'x'.repeat(640)}`) },
      },
    }),
  },
  {
    name: 'a batch of ten new documents',
    askedAt: (turn) => ({
      body: Array.from({ length: 10 }, (_, place) => ({
        query: `{ viewer { ${times(90, (alias) => `a${alias}: kind`)} } } #${turn} ${place}`,
      })),
    }),
  },
];

export async function otherRequests(
  server: MeasuredServer,
  { move }: Evaluator,
  count: number,
): Promise<RequestResult[]> {
  const results: RequestResult[] = [];
  let turn = 0;
  for (const { name, isMoving, askedAt } of others) {
    const exchanges: Exchange[] = [];
    for (let place = 0; place < count; place += 1) {
      if (isMoving) move();
      turn += 1;
      exchanges.push(await server.send(askedAt(turn, server.origin)));
    }
    results.push(requestResult(name, exchanges));
  }
  return results;
}

/** A stream of the open survey. */
export interface StreamResult {
  name: string;
  /** Charged once, when it is opened. */
  points: number;
  /** Milliseconds of CPU until the first event is sent, and of each later event (at most one a second). */
  opening: number;
  event: number;
}

const figures = 'rank votes share shareExact interval { low high } marginToNext isTied';

const streams: Readonly<Record<string, string>> = {
  'the number of votes': '{ voteCount }',
  leaderboard: '{ voteCount results(first: 64) { rank votes share narrative { slug name } } }',
  'many figures': `{ ${times(80, (place) => `a${place}: results(first: 9) { ${figures} }`)} }`,
  'rounds of the runoff': `{
    outcome { rounds { exhausted results(first: 64) { votes share } transfers(first: 1056) { votes } } }
  }`,
  'texts of articles': '{ articles(first: 20) { nodes { body } } }',
};

/** Opens one stream after the other, and casts a vote before each further event. */
export async function streamResults(
  server: MeasuredServer,
  { move }: Evaluator,
  events: number,
): Promise<StreamResult[]> {
  const results: StreamResult[] = [];
  for (const [title, selection] of Object.entries(streams)) {
    const name = `S${randomUUID().replaceAll('-', '')}`;
    const text = `subscription ${name} { surveyResults(survey: "${surveys.ranked}") ${selection} }`;
    const operation = operationOf(text);
    if (isRefusal(operation)) continue;
    const before = await server.settledCpu();
    const stream = await openStream(server.origin, text);
    const opened = await server.settledCpu();
    let seen = 0;
    while (seen < events && !stream.isClosed()) {
      const next = stream.event();
      move();
      await next;
      // Events are at least a second apart.
      await wait(100);
      seen += 1;
    }
    const cpu = (await server.settledCpu()) - opened;
    const cutOff = stream.isClosed() ? ' (cut off by the server)' : '';
    stream.close();
    const event = seen === 0 ? 0 : cpu / seen;
    results.push({ name: `${title}${cutOff}`, points: operation.points, opening: opened - before, event });
  }
  return results;
}

interface OpenStream {
  /** Resolves at the next event, or when the server closes the stream. */
  event: () => Promise<void>;
  isClosed: () => boolean;
  close: () => void;
}

/** Resolves when the first event has arrived or the server has closed the stream. */
const openStream = (origin: string, query: string) =>
  new Promise<OpenStream>((resolve, reject) => {
    let wake = () => {};
    let isClosed = false;
    const stream: OpenStream = {
      event: () => new Promise((done) => (wake = done)),
      isClosed: () => isClosed,
      close: () => sent.destroy(),
    };
    const sent = request(
      `${origin}/graphql`,
      {
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      },
      (response) => {
        if (response.statusCode !== 200)
          reject(new Error(`A stream was answered with ${response.statusCode}.`));
        // A broken connection also emits `close`.
        response.on('error', () => {});
        response.on('close', () => {
          isClosed = true;
          wake();
          resolve(stream);
        });
        // Events end with an empty line.
        let end = '';
        response.on('data', (chunk: Buffer) => {
          end = (end + chunk.toString('latin1')).slice(-2);
          if (end !== '\n\n') return;
          wake();
          resolve(stream);
        });
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ query }));
  });
