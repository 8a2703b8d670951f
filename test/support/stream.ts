import { onTestFinished } from 'vitest';
import type { App } from './app.ts';

/** Opens a stream; `next` returns the data of the next event, or 'complete'. */
export async function subscribe(app: App, query: string, headers: Record<string, string> = {}) {
  const aborted = new AbortController();
  onTestFinished(() => aborted.abort());
  const response = await fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
    signal: aborted.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async () => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (event.startsWith(':')) continue;
        if (event.startsWith('event: complete')) return 'complete';
        return JSON.parse(event.slice(event.indexOf('data: ') + 6));
      }
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) return 'ended';
      text += value;
    }
  };
  return { response, next, abort: () => aborted.abort() };
}
