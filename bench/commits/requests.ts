import { type Agent, type IncomingMessage, request } from 'node:http';
import { operations } from '../operations.ts';
import { runningSurvey } from '../running-survey.ts';

/** Requests of one kind, whose CPU is compared. */
export interface Kind {
  name: string;
  /** How many a slot sends. */
  count: number;
  /** Sends one and resolves with its text, of a stream the first event; `turn` differs each time. */
  send: (origin: string, agent: Agent, turn: number) => Promise<string>;
}

type Body = { query: string; variables?: Record<string, unknown>; operationName?: string };

/** The bodies of these operations are single requests. */
const bodiesOf = (name: string): readonly Body[] =>
  (operations.find((operation) => operation.name === name)?.bodies ?? []) as readonly Body[];

const bodyAt = (name: string, turn: number): Body => {
  const bodies = bodiesOf(name);
  const body = bodies[turn % bodies.length];
  if (body === undefined) throw new Error(`There is no operation ${name}.`);
  return body;
};

/** A response that reports its cost is never a cached one. */
const uncached = { 'x-graphql-cost': 'report' };

/** The document is parsed, validated and priced, and nothing is executed. */
const pricedOnly = { 'x-graphql-cost': 'validate' };

const followed = `subscription { surveyResults(survey: "${runningSurvey}") {
  voteCount results { rank votes share narrative { slug name } } } }`;

const post =
  (bodyOf: (turn: number) => unknown, headers: Record<string, string> = {}): Kind['send'] =>
  (origin, agent, turn) =>
    textOf(origin, agent, { body: bodyOf(turn), headers });

const get =
  (name: string, headers: Record<string, string> = {}): Kind['send'] =>
  (origin, agent, turn) => {
    const { query, variables } = bodyAt(name, turn);
    const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables ?? {}) });
    return textOf(origin, agent, { path: `/graphql?${parameters}`, headers });
  };

/** A document that the server has never received. */
const fresh = (name: string) => (turn: number) => {
  const { query, ...rest } = bodyAt(name, turn);
  return { ...rest, query: `${query} # ${turn}` };
};

export const kinds: readonly Kind[] = [
  { name: 'POST `{ __typename }`', count: 1_500, send: post(() => ({ query: '{ __typename }' }), uncached) },
  ...['exact-fields', 'leaderboard'].flatMap((name): Kind[] => [
    { name: `POST ${name}`, count: 1_500, send: post((turn) => bodyAt(name, turn), uncached) },
    { name: `POST ${name}, cached response`, count: 1_500, send: post((turn) => bodyAt(name, turn)) },
  ]),
  ...['exact-fields', 'leaderboard'].flatMap((name): Kind[] => [
    { name: `GET ${name}`, count: 800, send: get(name, uncached) },
    { name: `GET ${name}, cached response`, count: 800, send: get(name) },
  ]),
  {
    name: 'dashboard, priced only',
    count: 1_500,
    send: post((turn) => bodyAt('dashboard', turn), pricedOnly),
  },
  ...['exact-fields', 'dashboard'].map((name) => ({
    name: `${name}, a new document, priced only`,
    count: 300,
    send: post(fresh(name), pricedOnly),
  })),
  {
    name: 'event stream: opening, first event, end',
    count: 200,
    send: (origin, agent) => firstEvent(origin, agent, { query: followed }),
  },
  {
    name: 'event stream of a new document',
    count: 200,
    send: (origin, agent, turn) => firstEvent(origin, agent, { query: `${followed} # ${turn}` }),
  },
];

interface Asked {
  body?: unknown;
  path?: string;
  headers?: Readonly<Record<string, string>>;
}

const open = (origin: string, agent: Agent | false, { body, path = '/graphql', headers }: Asked) =>
  new Promise<{ response: IncomingMessage; close: () => void }>((resolve, reject) => {
    const sent = request(
      origin + path,
      {
        method: body === undefined ? 'GET' : 'POST',
        agent,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      (response) => {
        if (response.statusCode === 200) resolve({ response, close: () => sent.destroy() });
        else reject(new Error(`${path} is answered with ${response.statusCode}.`));
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

async function textOf(origin: string, agent: Agent, asked: Asked): Promise<string> {
  const { response } = await open(origin, agent, asked);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Each stream has its own connection, which the client closes. */
async function firstEvent(origin: string, _agent: Agent, body: unknown): Promise<string> {
  const headers = { accept: 'text/event-stream' };
  const { response, close } = await open(origin, false, { body, headers });
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    const event = /^data: ?(\{.*)$/m.exec(text)?.[1];
    if (event !== undefined && text.includes('\n\n', text.indexOf(event))) {
      close();
      return event;
    }
  }
  throw new Error(`A stream ended before its first event: ${text}`);
}
