import { join } from 'node:path';
import { createApiKey } from '../../src/access/api-key.ts';
import { serverOptions } from '../../src/cli/server-options.ts';
import { readConfig } from '../../src/config.ts';
import { loadFirstContent } from '../../src/content/load-content.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openWriter } from '../../src/db/writer.ts';
import { createLog } from '../../src/http/log.ts';
import { serve } from '../../src/http/serve.ts';
import { openSurvey } from './ballot-box.ts';
import { createClient } from './client.ts';
import { flaws, newBallot, voters } from './ledger.ts';
import { environmentFor } from './server.ts';
import { sleep, type Trial } from './trial.ts';

const day = 86_400_000;
/** Where the clock goes under load, in milliseconds from the deadline, and where it goes then. */
const journeys: readonly (readonly [to: number, then: number])[] = [
  [0, -1],
  [1, -30 * day],
  [3 * day, -3 * day],
  [400 * day, -1],
];

/** The clock is moved about the deadline under load: what is sent after it must be refused, wherever the clock goes then. */
export const deadline: Trial = {
  name: 'clock at the deadline',
  run: async ({ isQuick, folder }) => {
    const file = join(folder, 'deadline.db');
    const db = openDatabase(file);
    migrate(db);
    const clock = { now: Date.UTC(2026, 0, 1) };
    loadFirstContent(db, clock.now);
    const { key } = createApiKey(db, { name: 'faults', scopes: ['votes:cast', 'surveys:write'] }, clock.now);
    const writer = openWriter(file, { clock: () => clock.now });
    // The server's clock is no setting of the environment, so it runs in this process.
    const editorialDb = openDatabase(file);
    const config = readConfig(environmentFor(file));
    const log = createLog('silent');
    const server = await serve({
      ...serverOptions(config),
      db,
      editorialDb,
      writer,
      log,
      clock: () => clock.now,
    });
    const client = createClient(server.url, key, 64);
    const violations: string[] = [];
    let [timely, late] = [0, 0];
    const runs = isQuick ? journeys : Array.from({ length: 4 }, () => journeys).flat();
    try {
      for (const [index, [to, then]] of runs.entries()) {
        const survey = `deadline-${index}`;
        const closesAt = clock.now + 10_000;
        await openSurvey(client, survey, closesAt);
        let [isLate, isOver] = [false, false];
        const load = voters(32).map(async (voter) => {
          while (!isOver) {
            const wasLate = isLate;
            const told = await client.cast(survey, newBallot(voter));
            if (wasLate) late += 1;
            else if (told.kind === 'TAKEN') timely += 1;
            if (told.kind === 'TAKEN' && wasLate) violations.push(`a late vote was taken (${survey})`);
            if (told.kind === 'LOST' || (told.kind === 'REFUSED' && told.code !== 'SURVEY_NOT_OPEN')) {
              violations.push(`a vote was ${told.kind === 'LOST' ? told.kind : told.code} (${survey})`);
            }
            if (told.kind === 'REFUSED' && !isLate) violations.push(`a timely vote was refused (${survey})`);
          }
        });
        await sleep(150);
        [clock.now, isLate] = [closesAt + to, true];
        await sleep(100);
        clock.now = closesAt + then;
        await sleep(100);
        isOver = true;
        await Promise.all(load);
        const { after } = db.$client
          .prepare<[number, string], { after: number }>(
            'select count(*) as after from vote_event where at >= ? and survey_id = (select id from survey where slug = ?)',
          )
          .get(closesAt, survey) ?? { after: 0 };
        if (after > 0) violations.push(`${after} votes in the log are dated after the deadline (${survey})`);
        violations.push(...flaws(file, survey));
        // Past all that was written, since the writer's time never goes back.
        clock.now = (await writer.write([])).now + day;
      }
      return {
        said: `${runs.length} deadlines passed under load, the clock moved by up to 400 days and back: ${timely} votes in time, ${late} casts after it, 0 of them taken`,
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
