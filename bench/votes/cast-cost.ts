import { join } from 'node:path';
import { voteEventWrites } from '../../src/vote/cast-writes.ts';
import { randomId } from '../../src/vote/voter.ts';
import { paragraph, table } from '../markdown.ts';
import { median } from '../median.ts';
import { digits } from '../numbers.ts';
import { databaseWith, type OpenedSurvey } from './database.ts';
import type { Section } from './setting.ts';

/** Casts in one transaction, as when as many voters vote at once. */
const group = 64;

const ballots: Record<
  OpenedSurvey['method'],
  { name: string; choices: (ids: readonly number[]) => number[] }
> = {
  SINGLE_CHOICE: { name: 'single choice', choices: (ids) => shuffled(ids).slice(0, 1) },
  APPROVAL: {
    name: 'approval of three options',
    choices: (ids) =>
      shuffled(ids)
        .slice(0, 3)
        .sort((left, right) => left - right),
  },
  RANKED_CHOICE: { name: 'all eight options ranked', choices: (ids) => shuffled(ids) },
};

/** CPU time of the statement and the triggers of a cast, without the writer's thread and without syncs. */
export const castCost: Section = async ({ isQuick, folder }) => {
  const [rounds, casts] = isQuick ? [7, 1_000] : [15, 2_000];
  const surveys = Object.keys(ballots).map((method) => ({
    slug: method,
    method: method as OpenedSurvey['method'], // The keys of that object.
  }));
  const db = databaseWith(join(folder, 'cast-cost.db'), surveys);
  const { $client: client } = db;
  client.pragma('synchronous = off');
  const ids = client.prepare<[], number>('select id from narrative').pluck().all();
  const rows = client.prepare<[], { id: number; slug: string }>('select id, slug from survey').all();
  const surveyIds = new Map(rows.map(({ id, slug }) => [slug, id]));
  const rowsOfTable = surveys.map(({ slug, method }) => {
    const { name, choices } = ballots[method];
    let voters = 0;
    const microseconds = (voterOf: () => number) => {
      const writes = Array.from({ length: casts }, () =>
        voteEventWrites({
          id: randomId(),
          receipt: randomId(),
          surveyId: surveyIds.get(slug) ?? 0,
          voter: `voter ${voterOf()}`,
          choices: JSON.stringify(choices(ids)),
          keyHash: undefined,
        }),
      );
      const statement = client.prepare(writes[0]?.[0]?.sql ?? '');
      const before = process.cpuUsage();
      for (let first = 0; first < casts; first += group) {
        client.exec('begin immediate');
        for (const [write] of writes.slice(first, first + group)) {
          if (statement.all({ ...write?.params, now: Date.now() }).length !== 1) throw new Error('Refused.');
        }
        client.exec('commit');
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / casts;
    };
    const byNewVoters = () => microseconds(() => (voters += 1));
    const again = () => microseconds(() => 1 + Math.floor(Math.random() * voters));
    byNewVoters();
    again();
    const measured = Array.from({ length: rounds }, () => [byNewVoters(), again()] as const);
    return [
      name,
      digits(median(measured.map(([cast]) => cast)), 1),
      digits(median(measured.map(([, recast]) => recast)), 1),
    ];
  });
  client.close();
  return [
    '## What a cast costs',
    paragraph(`CPU time of the statement with its triggers, in transactions of ${group} casts without syncs;
      medians of ${rounds} rounds of ${casts} casts.`),
    table(['ballots', 'a first vote, µs', 'a vote that replaces one, µs'], rowsOfTable),
  ].join('\n\n');
};

function shuffled(values: readonly number[]): number[] {
  return values
    .map((value) => ({ value, key: Math.random() }))
    .sort((left, right) => left.key - right.key)
    .map(({ value }) => value);
}
