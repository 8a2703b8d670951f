import type { Reply } from './app.ts';

/** The results of a stream of server-sent events, without comments. */
export async function* eventsOf(response: Response): AsyncGenerator<Reply['body']> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const data = /^event: next\ndata: (.*)$/s.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}

/** The first result of a stream, which is then closed. */
export async function firstEvent(response: Response): Promise<Reply['body']> {
  for await (const event of eventsOf(response)) return event;
  throw new Error('The stream ended without a result.');
}
