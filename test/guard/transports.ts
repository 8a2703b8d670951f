import type { App } from '../support/app.ts';

export interface Outcome {
  status: number;
  code: string | undefined;
  requested: number | undefined;
}

/** The first event of a stream, or the JSON of a response that is not a stream. */
async function firstResult(response: Response): Promise<Outcome> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    return outcome({ status: response.status, body: await response.json() });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const data = /^data: (.+)$/m.exec(text)?.[1];
    if (data !== undefined) return outcome({ status: response.status, body: JSON.parse(data) });
  }
  throw new Error(`The stream ended without an event: ${text}`);
}

/** Sends the same operation by each transport. */
export const transports: Record<string, (app: App, params: Record<string, unknown>) => Promise<Outcome>> = {
  POST: async (app, params) => outcome(await app.post(params)),
  SSE: async (app, params) =>
    firstResult(
      await fetch(app.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify(params),
      }),
    ),
  batch: async (app, params) => {
    const { status, body } = await app.post([params]);
    return outcome({ status, body: body[0] });
  },
  GET: async (app, { query, variables, operationName }) => {
    const search = new URLSearchParams({
      query: String(query),
      ...(variables !== undefined && { variables: JSON.stringify(variables) }),
      ...(operationName !== undefined && { operationName: String(operationName) }),
    });
    const response = await fetch(`${app.url}?${search}`);
    const text = await response.text();
    return outcome({ status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} });
  },
};

// biome-ignore lint/suspicious/noExplicitAny: a response body of any shape
export const outcome = ({ status, body }: { status: number; body: any }): Outcome => ({
  status,
  code: body.errors?.[0]?.extensions.code,
  requested: body.errors?.[0]?.extensions.requested,
});
