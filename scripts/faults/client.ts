import { Agent, request } from 'node:http';

export interface Ballot {
  voter: string;
  choice: string;
  idempotencyKey: string;
}

/** The result of a cast for its client. `LOST`: no reply, so the vote may or may not be stored. */
export type CastReply =
  | { kind: 'ACCEPTED'; receipt: string; text: string }
  | { kind: 'REFUSED'; code: string }
  | { kind: 'LOST' };

export interface Client {
  /** Sends an operation. Rejects if the connection fails. */
  post: (query: string, variables?: object) => Promise<{ status: number; text: string }>;
  /** Returns `data`. Rejects if the response has errors. */
  // biome-ignore lint/suspicious/noExplicitAny: the query determines the type
  query: (query: string, variables?: object) => Promise<any>;
  cast: (survey: string, ballot: Ballot) => Promise<CastReply>;
  close: () => void;
}

const castVote = `mutation ($input: CastVoteInput!) {
  castVote(input: $input) { __typename ... on CastVoteSuccess { receipt vote { id } } ... on UserError { code } }
}`;

/** A client with an API key and at most `connections` keep-alive connections. */
export function createClient(url: string, key: string, connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  const post: Client['post'] = (query, variables) =>
    new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          method: 'POST',
          agent,
          timeout: 20_000,
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            authorization: `Bearer ${key}`,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
          response.on('error', reject);
          response.on('close', () => reject(new Error('The response was incomplete.')));
        },
      );
      sent.on('timeout', () => sent.destroy(new Error('There was no response within 20 s.')));
      sent.on('error', reject);
      sent.end(JSON.stringify({ query, variables }));
    });
  return {
    post,
    query: async (query, variables) => {
      const { text } = await post(query, variables);
      const { data, errors } = JSON.parse(text);
      if (errors !== undefined) throw new Error(`${query} failed: ${text}`);
      return data;
    },
    cast: async (survey, { voter, choice, idempotencyKey }) => {
      const reply = await post(castVote, {
        input: { survey, voter, choices: [choice], idempotencyKey },
      }).catch(() => undefined);
      if (reply === undefined) return { kind: 'LOST' };
      const { data, errors } = JSON.parse(reply.text);
      const { receipt, code } = data?.castVote ?? {};
      if (receipt !== undefined) return { kind: 'ACCEPTED', receipt, text: reply.text };
      return { kind: 'REFUSED', code: code ?? errors?.[0]?.extensions?.code ?? `HTTP ${reply.status}` };
    },
    close: () => agent.destroy(),
  };
}
