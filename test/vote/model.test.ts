import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SurveyRow, survey, surveyStates } from '../../src/db/tables/survey.ts';
import {
  cancelSurvey,
  closeSurvey,
  openSurvey,
  publishSurvey,
  scheduleSurvey,
} from '../../src/survey/lifecycle-writes.ts';
import { listedSurveyIds, turnoutBySurveyIds, votePagesBySurveyIds } from '../../src/vote/queries.ts';
import { keptCount, recount } from '../../src/vote/recount-queries.ts';
import { addSurvey, codeOf, hour, startVoting, type Voting } from './voting.ts';

/** What a survey that follows the rules would look like. */
interface Model {
  state: SurveyRow['state'];
  opensAt: number | null;
  closesAt: number | null;
  /** Choices by voter. */
  votes: Map<string, readonly string[]>;
  /** The latest time at which anything was written. */
  now: number;
}

type Command = fc.AsyncCommand<Model, Voting>;

const forward: Record<SurveyRow['state'], number> = Object.fromEntries(
  surveyStates.map((state, place) => [state, place]),
) as Record<SurveyRow['state'], number>; // One entry for each state.

/** Time opens and closes in the model as the writer does before each write. */
function passTime(model: Model, clock: number): void {
  model.now = Math.max(model.now, clock);
  if (model.state !== 'SCHEDULED' && model.state !== 'OPEN') return;
  if (model.closesAt !== null && model.closesAt <= model.now) model.state = 'CLOSED';
  else if (model.opensAt !== null && model.opensAt <= model.now) model.state = 'OPEN';
}

async function holds(model: Model, { db, survey: row }: Voting, before: SurveyRow['state']): Promise<void> {
  const now = row();
  expect(now.state).toBe(model.state);
  expect(forward[now.state]).toBeGreaterThanOrEqual(forward[before]);
  const counted = recount(db, now);
  expect(keptCount(db, now)).toEqual(counted);
  expect(counted.ballots).toBe(model.votes.size);
  const turnout = turnoutBySurveyIds(db, [now.id], 'DAY', 1000).get(now.id) ?? [];
  expect(turnout.reduce((sum, { votes }) => sum + votes, 0)).toBe(model.votes.size);
  const isOver = now.state === 'CLOSED' || now.state === 'PUBLISHED';
  if (now.state !== 'CANCELLED') expect(listedSurveyIds(db, [now.id]).has(now.id)).toBe(isOver);
  for (const narrativeId of isOver ? [1, 2, 3, 4] : []) {
    const named = db.$client
      .prepare(
        `select id from vote where survey_id = ?
          and exists (select 1 from json_each(coalesce(ranking, choices)) where value = ?) order by id`,
      )
      .pluck()
      .all(now.id, narrativeId);
    const page = { size: 1000, isBackward: false, after: undefined, before: undefined };
    const listed = votePagesBySurveyIds(db, [now.id], page, { narrativeId }).get(now.id) ?? [];
    expect(listed.map(({ id }) => id)).toEqual(named);
  }
}

class Cast implements Command {
  readonly voter: string;
  readonly choices: readonly string[];
  constructor(voter: string, choices: readonly string[]) {
    this.voter = voter;
    this.choices = choices;
  }
  check = () => true;
  async run(model: Model, real: Voting): Promise<void> {
    const before = model.state;
    const isRunning = before === 'SCHEDULED' || before === 'OPEN';
    const reply = codeOf(await real.cast(this.choices, { voter: this.voter }));
    if (isRunning) passTime(model, real.clock.now);
    expect(reply).toBe(model.state === 'OPEN' ? 'accepted' : 'SURVEY_NOT_OPEN');
    if (model.state === 'OPEN') model.votes.set(this.voter, this.choices);
    await holds(model, real, before);
  }
  toString = () => `${this.voter} casts ${this.choices.join()}`;
}

class Withdraw implements Command {
  readonly voter: string;
  constructor(voter: string) {
    this.voter = voter;
  }
  check = () => true;
  async run(model: Model, real: Voting): Promise<void> {
    const before = model.state;
    const isRunning = before === 'SCHEDULED' || before === 'OPEN';
    const reply = codeOf(await real.withdraw({ voter: this.voter }));
    if (isRunning) passTime(model, real.clock.now);
    const expected = model.votes.has(this.voter) ? 'accepted' : 'VOTE_NOT_FOUND';
    expect(reply).toBe(model.state === 'OPEN' ? expected : 'SURVEY_NOT_OPEN');
    if (model.state === 'OPEN') model.votes.delete(this.voter);
    await holds(model, real, before);
  }
  toString = () => `${this.voter} withdraws`;
}

class Clock implements Command {
  readonly by: number;
  constructor(by: number) {
    this.by = by;
  }
  check = () => true;
  async run(_model: Model, real: Voting): Promise<void> {
    real.clock.now += this.by;
  }
  toString = () => `${this.by / hour} h pass`;
}

const steps = { scheduleSurvey, openSurvey, closeSurvey, publishSurvey, cancelSurvey };
const before: Record<keyof typeof steps, readonly SurveyRow['state'][]> = {
  scheduleSurvey: ['DRAFT'],
  openSurvey: ['DRAFT', 'SCHEDULED'],
  closeSurvey: ['OPEN'],
  publishSurvey: ['CLOSED'],
  cancelSurvey: ['DRAFT', 'SCHEDULED', 'OPEN', 'CLOSED'],
};

class Step implements Command {
  readonly name: keyof typeof steps;
  constructor(name: keyof typeof steps) {
    this.name = name;
  }
  check = () => true;
  async run(model: Model, real: Voting): Promise<void> {
    const stateBefore = model.state;
    // What is published counts every vote.
    await real.settle();
    const reply = await steps[this.name](real.writer, real.db, { survey: 'vote', actor: 'cli' });
    passTime(model, real.clock.now);
    if (before[this.name].includes(model.state)) {
      const isTimely = this.name !== 'scheduleSurvey' || (model.opensAt ?? 0) > model.now;
      const endsLater = !['openSurvey'].includes(this.name) || (model.closesAt ?? Infinity) > model.now;
      expect(codeOf(reply)).toBe(isTimely && endsLater ? 'accepted' : 'INVALID_INPUT');
      if (isTimely && endsLater) {
        const row = real.survey();
        model.state = row.state;
        model.opensAt = row.opensAt;
        model.closesAt = row.closesAt;
      }
    } else expect(codeOf(reply)).toBe('SURVEY_STATE');
    await holds(model, real, stateBefore);
  }
  toString = () => this.name;
}

const voter = fc.constantFrom('ann', 'bob', 'cid');
const choices = fc.constantFrom(['a'], ['b'], ['c', 'a'], ['d', 'b', 'a']);
const step = fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])); // The keys of that object.

const commands = fc.commands(
  [
    fc.tuple(voter, choices).map(([who, what]) => new Cast(who, what)),
    fc.tuple(voter, choices).map(([who, what]) => new Cast(who, what)),
    voter.map((who) => new Withdraw(who)),
    fc.constantFrom(0.5, 1, 1, 3).map((hours) => new Clock(hours * hour)),
    step.map((name) => new Step(name)),
  ],
  { maxCommands: 40 },
);

test.each(['APPROVAL', 'RANKED_CHOICE'] as const)(
  'whatever happens to a survey (%s), its tallies are those of a recount, and it never goes back',
  async (method) => {
    const real = startVoting({ method, maxChoices: 3 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        commands,
        fc.constantFrom(null, 1, 4),
        fc.constantFrom<SurveyRow['state']>('DRAFT', 'OPEN', 'OPEN'),
        async (run, opensIn, state) => {
          round += 1;
          // One survey after another in one database: the last one's slug is the one that is voted on.
          const { now } = await real.writer.write([]);
          const opensAt = opensIn === null ? null : now + opensIn * hour;
          const closesAt = (opensAt ?? now) + 6 * hour;
          real.db
            .update(survey)
            .set({ slug: `vote-${round}` })
            .where(eq(survey.slug, 'vote'))
            .run();
          addSurvey(
            real.db,
            { method, maxChoices: 3, state, opensAt: state === 'OPEN' ? null : opensAt, closesAt },
            ['a', 'b', 'c', 'd'],
          );
          const model: Model = {
            state,
            opensAt: state === 'OPEN' ? null : opensAt,
            closesAt,
            votes: new Map(),
            now,
          };
          real.clock.now = Math.max(real.clock.now, now);
          await fc.asyncModelRun(() => ({ model, real }), run);
        },
      ),
      { numRuns: 60 },
    );
  },
);
