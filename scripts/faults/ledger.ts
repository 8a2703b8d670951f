import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { openDatabase } from '../../src/db/client.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { keptCount, recount } from '../../src/vote/recount-queries.ts';
import { options } from './ballot-box.ts';
import type { Ballot, Client } from './client.ts';
import { randomBetween, sleep } from './trial.ts';

/** What the clients of one survey were told, to be held against the database. */
export class Ledger {
  readonly survey: string;
  /** Acknowledged ballots by receipt. */
  readonly taken = new Map<string, Ballot>();
  /** Of each voter the ballot without an answer, to be sent again under the same key. */
  readonly pending = new Map<string, Ballot>();
  /** The last receipt of each voter. */
  readonly latest = new Map<string, string>();
  readonly refusals: Record<string, number> = {};
  lost = 0;
  /** Called as soon as a client knows that its vote was taken. */
  onTaken: () => void = () => {};
  readonly violations: string[] = [];

  constructor(survey: string) {
    this.survey = survey;
  }

  /** Sends the voter's pending ballot, or a new one, and notes what came of it. */
  async send(client: Client, voter: string): Promise<'TAKEN' | 'REFUSED' | 'LOST'> {
    const ballot = this.pending.get(voter) ?? newBallot(voter);
    this.pending.set(voter, ballot);
    const told = await client.cast(this.survey, ballot);
    if (told.kind === 'TAKEN') {
      if (this.taken.has(told.receipt)) this.violations.push(`receipt ${told.receipt} was given twice`);
      this.taken.set(told.receipt, ballot);
      this.latest.set(voter, told.receipt);
      this.pending.delete(voter);
      this.onTaken();
    } else if (told.kind === 'LOST') this.lost += 1;
    else this.refusals[told.code] = (this.refusals[told.code] ?? 0) + 1;
    return told.kind;
  }

  /** All voters at once, each with one ballot after another, until told to stop. */
  async sendUntil(clientNow: () => Client, voters: readonly string[], isOver: () => boolean): Promise<void> {
    await Promise.all(
      voters.map(async (voter) => {
        while (!isOver()) {
          const kind = await this.send(clientNow(), voter);
          // A server that is away would be asked as fast as this process can.
          if (kind !== 'TAKEN') await sleep(10);
        }
      }),
    );
  }

  /** Sends what was left without an answer until all of it is answered. */
  async settle(client: Client): Promise<void> {
    for (let attempt = 0; this.pending.size > 0 && attempt < 100; attempt += 1) {
      await Promise.all([...this.pending.keys()].map((voter) => this.send(client, voter)));
    }
    if (this.pending.size > 0) this.violations.push(`${this.pending.size} ballots are never answered`);
  }

  /** Receipts of each voter's latest vote that `vote(receipt)` does not find. Nothing may be pending. */
  async lostReceipts(client: Client): Promise<string[]> {
    const found = await Promise.all(
      [...this.latest].map(async ([voter, receipt]) => {
        const data = await client.ask(
          'query ($receipt: String!) { vote(receipt: $receipt) { choices { slug } } }',
          {
            receipt,
          },
        );
        const choice = data.vote?.choices[0]?.slug;
        return choice === this.taken.get(receipt)?.choice ? [] : [`vote(receipt) of ${voter} is ${choice}`];
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
 * What in the database contradicts what the clients were told, or itself. With `isSettled` nothing may be in the log either that was not
 * acknowledged.
 */
export function contradictions(file: string, ledger: Ledger, { isSettled = true } = {}): string[] {
  const db = openDatabase(file, { isReadonly: true });
  try {
    const survey = surveyBySlug(db, ledger.survey, true);
    if (survey === undefined) return [`the survey ${ledger.survey} is gone`];
    const found = [...ledger.violations];
    const events = db.$client
      .prepare<[number], LoggedEvent>(
        `select receipt, voter, (select slug from narrative where id = choices ->> 0) as choice
         from vote_event where survey_id = ? and kind = 'CAST'`,
      )
      .all(survey.id);
    const byReceipt = new Map(events.map((event) => [event.receipt, event]));
    const hashes = new Map<string, string>();
    for (const [receipt, { voter, choice }] of ledger.taken) {
      const event = byReceipt.get(receipt);
      if (event === undefined) found.push(`an acknowledged vote of ${voter} is lost (${receipt})`);
      else if (event.choice !== choice) found.push(`${voter} chose ${choice}; the log says ${event.choice}`);
      else if (event.voter !== (hashes.get(voter) ?? event.voter)) found.push(`${voter} is two voters`);
      if (event !== undefined) hashes.set(voter, event.voter);
    }
    if (isSettled && events.length !== ledger.taken.size) {
      found.push(`the log has ${events.length} casts; ${ledger.taken.size} were acknowledged`);
    }
    return [...found, ...flaws(file, ledger.survey)];
  } finally {
    db.$client.close();
  }
}

/** What in the database contradicts itself: gaps in the log, counts that are not those of a recount, pages that do not fit. */
export function flaws(file: string, slug: string): string[] {
  const db = openDatabase(file, { isReadonly: true });
  try {
    const found: string[] = [];
    const { rows, last } = db.$client
      .prepare<[], { rows: number; last: number }>(
        'select count(*) as rows, coalesce(max(sequence), 0) as last from vote_event',
      )
      .get() ?? { rows: 0, last: 0 };
    if (rows !== last) found.push(`the log ends at ${last} with ${rows} rows`);
    const survey = surveyBySlug(db, slug, true);
    if (survey === undefined) return [`the survey ${slug} is gone`];
    const [kept, counted] = [keptCount(db, survey), recount(db, survey)];
    if (!isDeepStrictEqual(kept, counted)) {
      found.push(`the tallies are ${JSON.stringify(kept)}; a recount gives ${JSON.stringify(counted)}`);
    }
    const check = db.$client.pragma('quick_check', { simple: true });
    if (check !== 'ok') found.push(`quick_check says ${check}`);
    return found;
  } finally {
    db.$client.close();
  }
}
