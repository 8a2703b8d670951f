import { join } from 'node:path';
import { createApiKey } from '../../src/access/api-key.ts';
import { serverOptions } from '../../src/cli/server-options.ts';
import { voterSecret } from '../../src/cli/voter-secret.ts';
import { readConfig } from '../../src/config.ts';
import { loadFirstContent } from '../../src/content/load-content.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openWriter } from '../../src/db/writer.ts';
import { createLog } from '../../src/http/log.ts';
import { serve } from '../../src/http/serve.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { openSurvey } from './ballot-box.ts';
import { createClient } from './client.ts';
import { flaws, newBallot, voters } from './ledger.ts';
import { environmentFor } from './server.ts';
import { sleep, type Trial } from './trial.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Jumps of the machine's clock, in milliseconds. */
const jumps = [hour, -hour, 2 * day, -2 * day, 400 * day, -400 * day];
const votingMilliseconds = 10_000;

/** The allowed replies to casts in each phase. */
const phases = {
  'before the jump': ['ACCEPTED'],
  'in doubt': ['UNAVAILABLE'],
  'back in time': ['ACCEPTED'],
  'in doubt past the end': ['UNAVAILABLE'],
  'back after the end': ['SURVEY_NOT_OPEN'],
  'closed, and the clock jumps again': ['SURVEY_NOT_OPEN'],
} as const;

type Phase = keyof typeof phases;

/**
 * The clock jumps before, at and after the close, under load. No vote is accepted late, and no jump
 * closes or reopens the survey.
 */
export const deadline: Trial = {
  name: 'clock at the deadline',
  run: async ({ isQuick, folder }) => {
    const file = join(folder, 'deadline.db');
    const db = openDatabase(file);
    migrate(db);
    const time = { now: Date.UTC(2026, 0, 1), jump: 0 };
    await loadFirstContent(db, time.now);
    const { key } = createApiKey(db, { name: 'faults', scopes: ['votes:cast', 'surveys:write'] }, time.now);
    const writer = openWriter(file, {
      clock: () => ({ wall: time.now + time.jump, monotonic: time.now }),
    });
    // In this process, because the server's clock is not configurable by the environment.
    const editorialDb = openDatabase(file);
    const config = readConfig(environmentFor(file));
    const log = createLog('silent');
    const server = await serve({
      ...serverOptions(
        config,
        voterSecret(config, db, () => {}),
      ),
      db,
      editorialDb,
      writer,
      log,
      hasUpkeep: true,
      clock: () => time.now,
    });
    const client = createClient(server.url, key, 64);
    const violations: string[] = [];
    const count: Record<string, number> = {};
    const runs = isQuick ? jumps : Array.from({ length: 3 }, () => jumps).flat();
    try {
      for (const [index, by] of runs.entries()) {
        const survey = `deadline-${index}`;
        const closesAt = time.now + votingMilliseconds;
        await openSurvey(client, survey, closesAt);
        let phase: Phase = 'before the jump';
        let isOver = false;
        const load = voters(32).map(async (voter) => {
          while (!isOver) {
            const sentIn = phase;
            const reply = await client.cast(survey, newBallot(voter));
            // If the phase changed meanwhile, the cast can belong to either phase.
            if (sentIn !== phase) continue;
            const code = reply.kind === 'REFUSED' ? reply.code : reply.kind;
            count[code] = (count[code] ?? 0) + 1;
            if (!(phases[phase] as readonly string[]).includes(code))
              violations.push(`a vote was ${code} ${phase} (${survey}, ${by} ms)`);
          }
        });
        const enter = async (next: Phase, now: number, jump: number) => {
          await sleep(100);
          Object.assign(time, { now, jump });
          // One transaction at the new time, so that pending casts are before or in it.
          await writer.write([]);
          phase = next;
          await sleep(100);
          const { state } = surveyBySlug(db, survey, true) ?? {};
          const expected = next.startsWith('back after') || next.startsWith('closed') ? 'CLOSED' : 'OPEN';
          if (state !== expected) violations.push(`the survey was ${state} ${next} (${survey}, ${by} ms)`);
        };
        await enter('in doubt', closesAt - votingMilliseconds / 2, by);
        await enter('back in time', closesAt - 1, 0);
        await enter('in doubt past the end', closesAt, by);
        await enter('back after the end', closesAt + 1, 0);
        await enter('closed, and the clock jumps again', closesAt + 2, -by);
        isOver = true;
        await Promise.all(load);
        const { after } = db.$client
          .prepare<[number, string], { after: number }>(
            'select count(*) as after from vote_event where at >= ? and survey_id = (select id from survey where slug = ?)',
          )
          .get(closesAt, survey) ?? { after: 0 };
        if (after > 0)
          violations.push(`${after} votes in the log have a time after the deadline (${survey})`);
        violations.push(...flaws(file, survey));
        Object.assign(time, { now: time.now + day, jump: 0 });
        await writer.write([]);
      }
      const codes = Object.entries(count).map(([code, number]) => `${number} ${code}`);
      return {
        summary: `the clock jumped by up to 400 days, ${3 * runs.length} times, around ${runs.length} deadlines: ${codes.join(', ')}; no vote accepted late, no survey closed early or reopened`,
        violations,
      };
    } finally {
      client.close();
      await server.stop();
      await writer.close();
      editorialDb.$client.close();
      db.$client.close();
    }
  },
};
