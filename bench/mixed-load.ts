import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '../scripts/faults/client.ts';
import { operations } from './operations.ts';
import { choices, runningSurvey } from './running-survey.ts';

/** What goes on beside the reads. */
export interface Company {
  /** Of ten operations each, a second. */
  batches: number;
  /** A second, each by a new voter. */
  casts: number;
  /** Open all the time. */
  streams: number;
}

/** What became of it. */
export interface Kept {
  seconds: number;
  /** Milliseconds, of each cast that was taken; from when it was due. */
  casts: number[];
  batches: number[];
  /** Sent to all streams together. */
  events: number;
}

const subscription = `subscription {
  surveyResults(survey: "${runningSurvey}") { voteCount results { rank votes share narrative { slug name } } }
}`;

let lastVoter = 0;

/** Begins to cast, to batch and to follow, at rates that do not wait for the server. `stop` rejects when anything was refused or broke off. */
export async function keepCompany(
  origin: string,
  key: string,
  { batches, casts, streams }: Company,
): Promise<{ stop: () => Promise<Kept> }> {
  const url = `${origin}/graphql`;
  const voters = createClient(url, key, 64);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const kept: Kept = { seconds: 0, casts: [], batches: [], events: 0 };
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
    // An idle connection may be closed just as it is used again; with its key, the same vote can be sent twice.
    let told = await voters.cast(runningSurvey, ballot);
    if (told.kind === 'LOST') told = await voters.cast(runningSurvey, ballot);
    if (told.kind !== 'TAKEN')
      throw new Error(`A cast was ${told.kind === 'REFUSED' ? told.code : told.kind}.`);
    kept.casts.push(performance.now() - due);
  };
  const bodies = operations.find(({ name }) => name === 'batch')?.bodies ?? [];
  const batch = async (due: number) => {
    const sent = () => answered(url, agent, bodies[kept.batches.length % bodies.length]);
    const status = await sent().catch(sent);
    if (status !== 200) throw new Error(`A batch was answered with ${status}.`);
    kept.batches.push(performance.now() - due);
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
    Array.from({ length: streams }, () => follow(url, key, (events) => (kept.events += events))),
  );
  for (const { response } of followers) {
    response.once('close', () => isOver || faults.push(new Error('A stream ended before its time.')));
  }
  kept.events = 0;
  const started = performance.now();
  const loops = [atRate(casts, cast), atRate(batches, batch)];
  return {
    stop: async () => {
      isOver = true;
      kept.seconds = (performance.now() - started) / 1000;
      const { events } = kept;
      for (const { close } of followers) close();
      await Promise.all(loops);
      await Promise.all(underWay);
      voters.close();
      agent.destroy();
      if (faults.length > 0) throw new AggregateError(faults, `${faults.length} requests went wrong.`);
      return { ...kept, events };
    },
  };
}

/** The status of the answer, once all of it is there. */
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

/** Resolves with a stream once its first event is there. */
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
