import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openSqlite } from '../db/sqlite.ts';
import { countRunoff, type RunoffCount } from './count-queries.ts';

/** The id of the survey to count. */
export type CountRequest = number;

/** One reply for each request, in their order. */
export type CountReply = { count: RunoffCount | undefined } | { fault: string };

function serve(port: MessagePort, file: string): void {
  const client = openSqlite(file, { isReadonly: true });
  port.on('message', (surveyId: CountRequest) => port.postMessage(replyTo(surveyId)));

  function replyTo(surveyId: CountRequest): CountReply {
    try {
      return { count: countRunoff(client, surveyId) };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }
}

if (parentPort === null) throw new Error('This file runs in a worker thread; `runoff-counter.ts` starts it.');
// `ThreadedCounter` passes the database file.
serve(parentPort, workerData as string);
