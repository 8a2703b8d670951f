import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { openDatabase } from '../../src/db/client.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { keptCount, recount } from '../../src/vote/recount-queries.ts';
import { options } from './ballot-box.ts';
import type { Ballot, CastReply, Client } from './client.ts';
import { randomBetween, sleep } from './trial.ts';

/** The replies to the clients of one survey, to compare with the database. */
export class Ledger {
  readonly survey: string;
  /** Acknowledged ballots by receipt. */
  readonly acknowledged = new Map<string, Ballot>();
  /** By voter, the ballot without a reply, to send again with the same idempotency key. */
  readonly pending = new Map<string, Ballot>();
  /** By voter, the last receipt. */
  readonly latest = new Map<string, string>();
  readonly refusals: Record<string, number> = {};
  lost = 0;
  /** Called when a client receives an acknowledgement. */
  onAcknowledged: () => void = () => {};
  readonly violations: string[] = [];

  constructor(survey: string) {
    this.survey = survey;
  }

  /** Sends the voter's pending ballot, or a new one, and records the reply. */
  async send(client: Client, voter: string): Promise<CastReply['kind']> {
    const ballot = this.pending.get(voter) ?? newBallot(voter);
    this.pending.set(voter, ballot);
    const reply = await client.cast(this.survey, ballot);
    if (reply.kind === 'ACCEPTED') {
      if (this.acknowledged.has(reply.receipt))
        this.violations.push(`the receipt ${reply.receipt} was returned twice`);
      this.acknowledged.set(reply.receipt, ballot);
      this.latest.set(voter, reply.receipt);
      this.pending.delete(voter);
      this.onAcknowledged();
    } else if (reply.kind === 'LOST') this.lost += 1;
    else this.refusals[reply.code] = (this.refusals[reply.code] ?? 0) + 1;
    return reply.kind;
  }

  /** Sends ballots of all voters concurrently, one after another for each voter, until `isOver`. */
  async sendUntil(
    currentClient: () => Client,
    voters: readonly string[],
    isOver: () => boolean,
  ): Promise<void> {
    await Promise.all(
      voters.map(async (voter) => {
        while (!isOver()) {
          const kind = await this.send(currentClient(), voter);
          // Avoids a busy loop while the server is down.
          if (kind !== 'ACCEPTED') await sleep(10);
        }
      }),
    );
  }

  /** Repeats pending ballots until all of them are acknowledged. */
  async settle(client: Client): Promise<void> {
    for (let attempt = 0; this.pending.size > 0 && attempt < 100; attempt += 1) {
      await Promise.all([...this.pending.keys()].map((voter) => this.send(client, voter)));
    }
    if (this.pending.size > 0) this.violations.push(`${this.pending.size} ballots never got a reply`);
  }

  /** Latest votes that `vote(receipt)` does not return. Call it without pending ballots. */
  async lostReceipts(client: Client): Promise<string[]> {
    const found = await Promise.all(
      [...this.latest].map(async ([voter, receipt]) => {
        const data = await client.query(
          'query ($receipt: String!) { vote(receipt: $receipt) { choices { slug } } }',
          {
            receipt,
          },
        );
        const choice = data.vote?.choices[0]?.slug;
        return choice === this.acknowledged.get(receipt)?.choice
          ? []
          : [`vote(receipt) of ${voter} is ${choice}`];
      }),
    );
    return found.flat();
  }
}

export const newBallot = (voter: string): Ballot => ({
  voter,
  choice: options[randomBetween(0, options.length)] ?? '',
  idempotencyKey: randomUUID(),
});

export const voters = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `voter ${index}`);

interface LoggedEvent {
  receipt: string;
  voter: string;
  choice: string;
}

/**
 * Contradictions between the database and the acknowledgements, and inside the database. With `isSettled`,
 * the log must not contain votes that were not acknowledged.
 */
export function contradictions(file: string, ledger: Ledger, { isSettled = true } = {}): string[] {
  const db = openDatabase(file, { isReadonly: true });
  try {
    const survey = surveyBySlug(db, ledger.survey, true);
    if (survey === undefined) return [`the survey ${ledger.survey} is missing`];
    const found = [...ledger.violations];
    const events = db.$client
      .prepare<[number], LoggedEvent>(
        `select receipt, voter, (select slug from narrative where id = choices ->> 0) as choice
         from vote_event where survey_id = ? and kind = 'CAST'`,
      )
      .all(survey.id);
    const byReceipt = new Map(events.map((event) => [event.receipt, event]));
    const hashes = new Map<string, string>();
    for (const [receipt, { voter, choice }] of ledger.acknowledged) {
      const event = byReceipt.get(receipt);
      if (event === undefined) found.push(`an acknowledged vote of ${voter} is lost (${receipt})`);
      else if (event.choice !== choice) found.push(`${voter} chose ${choice}; the log says ${event.choice}`);
      else if (event.voter !== (hashes.get(voter) ?? event.voter))
        found.push(`${voter} has two voter hashes`);
      if (event !== undefined) hashes.set(voter, event.voter);
    }
    if (isSettled && events.length !== ledger.acknowledged.size) {
      found.push(`the log has ${events.length} casts; ${ledger.acknowledged.size} were acknowledged`);
    }
    return [...found, ...flaws(file, ledger.survey)];
  } finally {
    db.$client.close();
  }
}

/** Contradictions inside the database: gaps in the log, tallies that differ from a recount, corrupt pages. */
export function flaws(file: string, slug: string): string[] {
  const db = openDatabase(file, { isReadonly: true });
  try {
    const found: string[] = [];
    const { rows, last } = db.$client
      .prepare<[], { rows: number; last: number }>(
        'select count(*) as rows, coalesce(max(sequence), 0) as last from vote_event',
      )
      .get() ?? { rows: 0, last: 0 };
    if (rows !== last) found.push(`the last sequence of the log is ${last}, but it has ${rows} rows`);
    const survey = surveyBySlug(db, slug, true);
    if (survey === undefined) return [`the survey ${slug} is missing`];
    const [stored, counted] = [keptCount(db, survey), recount(db, survey)];
    if (!isDeepStrictEqual(stored, counted)) {
      found.push(`the tallies are ${JSON.stringify(stored)}; a recount gives ${JSON.stringify(counted)}`);
    }
    const check = db.$client.pragma('quick_check', { simple: true });
    if (check !== 'ok') found.push(`quick_check reports ${check}`);
    return found;
  } finally {
    db.$client.close();
  }
}
