import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '../scripts/faults/client.ts';
import { operations } from './operations.ts';
import { choices, runningSurvey } from './running-survey.ts';

/** What is sent in addition to the reads. */
export interface SideLoad {
  /** Batches of ten operations per second. */
  batches: number;
  /** Casts per second, each by a new voter. */
  casts: number;
  /** Streams that are open all the time. */
  streams: number;
}

/** How the server responded. */
export interface SideLoadResult {
  seconds: number;
  /** Milliseconds of each cast, from its scheduled time. */
  casts: number[];
  batches: number[];
  /** Events of all streams. */
  events: number;
}

const subscription = `subscription {
  surveyResults(survey: "${runningSurvey}") { voteCount results { rank votes share narrative { slug name } } }
}`;

let lastVoter = 0;

/**
 * Starts casts, batches and streams at fixed rates. `stop` rejects when a request was refused or a connection
 * was lost.
 */
export async function startSideLoad(
  origin: string,
  key: string,
  { batches, casts, streams }: SideLoad,
): Promise<{ stop: () => Promise<SideLoadResult> }> {
  const url = `${origin}/graphql`;
  const voters = createClient(url, key, 64);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const result: SideLoadResult = { seconds: 0, casts: [], batches: [], events: 0 };
  const faults: unknown[] = [];
  const underWay: Promise<void>[] = [];
  let isOver = false;

  const cast = async (due: number) => {
    lastVoter += 1;
    const ballot = {
      voter: `voter ${lastVoter}`,
      choice: choices[lastVoter % choices.length] ?? '',
      idempotencyKey: `cast ${lastVoter}`,
    };
    // The server may close an idle connection just when it is used again. The idempotency key makes the
    // second attempt safe.
    let reply = await voters.cast(runningSurvey, ballot);
    if (reply.kind === 'LOST') reply = await voters.cast(runningSurvey, ballot);
    if (reply.kind !== 'ACCEPTED')
      throw new Error(`A cast was ${reply.kind === 'REFUSED' ? reply.code : reply.kind}.`);
    result.casts.push(performance.now() - due);
  };
  const bodies = operations.find(({ name }) => name === 'batch')?.bodies ?? [];
  const batch = async (due: number) => {
    const sent = () => answered(url, agent, bodies[result.batches.length % bodies.length]);
    const status = await sent().catch(sent);
    if (status !== 200) throw new Error(`A batch was answered with ${status}.`);
    result.batches.push(performance.now() - due);
  };
  const atRate = async (rate: number, send: (due: number) => Promise<void>) => {
    const started = performance.now();
    for (let sent = 0; rate > 0 && !isOver; ) {
      while (!isOver && sent < ((performance.now() - started) / 1000) * rate) {
        const due = started + (sent / rate) * 1000;
        sent += 1;
        underWay.push(send(due).catch((fault) => void faults.push(fault)));
      }
      await wait(1);
    }
  };

  const followers = await Promise.all(
    Array.from({ length: streams }, () => follow(url, key, (events) => (result.events += events))),
  );
  for (const { response } of followers) {
    response.once('close', () => isOver || faults.push(new Error('A stream ended early.')));
  }
  result.events = 0;
  const started = performance.now();
  const loops = [atRate(casts, cast), atRate(batches, batch)];
  return {
    stop: async () => {
      isOver = true;
      result.seconds = (performance.now() - started) / 1000;
      const { events } = result;
      for (const { close } of followers) close();
      await Promise.all(loops);
      await Promise.all(underWay);
      voters.close();
      agent.destroy();
      if (faults.length > 0) throw new AggregateError(faults, `${faults.length} requests went wrong.`);
      return { ...result, events };
    },
  };
}

/** The status, once the whole response has arrived. */
const answered = (url: string, agent: Agent, body: unknown): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });

/** Resolves with a stream once its first event has arrived. */
const follow = (
  url: string,
  key: string,
  onEvents: (count: number) => void,
): Promise<{ response: IncomingMessage; close: () => void }> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${key}`,
    };
    const sent = request(url, { method: 'POST', agent: false, headers }, (response) => {
      if (response.statusCode !== 200)
        reject(new Error(`A stream was answered with ${response.statusCode}.`));
      response.setEncoding('utf8');
      response.on('error', () => {});
      response.on('data', (text: string) => {
        const count = text.split('event: next').length - 1;
        if (count === 0) return;
        onEvents(count);
        resolve({ response, close: () => sent.destroy() });
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ query: subscription }));
  });
