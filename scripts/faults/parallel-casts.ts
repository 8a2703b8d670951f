import { openDatabase } from '../../src/db/client.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { openBallotBox, survey } from './ballot-box.ts';
import { contradictions, Ledger, newBallot, voters } from './ledger.ts';
import { seconds, type Trial } from './trial.ts';

/** All casts of a voter are sent concurrently. Each voter must have one vote in the end. */
export const parallelCasts: Trial = {
  name: 'parallel casts',
  run: async ({ isQuick, folder }) => {
    const casts = isQuick ? 50 : 1000;
    const people = voters(100);
    const box = await openBallotBox(folder, { connections: casts });
    try {
      const ledger = new Ledger(survey);
      const started = performance.now();
      for (const voter of people) {
        await Promise.all(
          Array.from({ length: casts }, async () => {
            const ballot = newBallot(voter);
            let reply = await box.client.cast(survey, ballot);
            // The server can close an idle connection just as it is reused; a client
            // then retries with its key.
            if (reply.kind === 'LOST') reply = await box.client.cast(survey, ballot);
            if (reply.kind === 'ACCEPTED') ledger.acknowledged.set(reply.receipt, ballot);
            else ledger.violations.push(`a cast was ${reply.kind === 'REFUSED' ? reply.code : reply.kind}`);
          }),
        );
      }
      const spent = performance.now() - started;
      const violations = contradictions(box.file, ledger);
      const { ballots } = count(box.file);
      if (ballots !== people.length)
        violations.push(`${ballots} votes were counted of ${people.length} voters`);
      return {
        summary: `${people.length} voters with ${casts} concurrent casts each: ${ledger.acknowledged.size} acknowledged in ${seconds(spent)}, ${ballots} votes, tallies equal to a recount`,
        violations,
      };
    } finally {
      await box.close();
    }
  },
};

function count(file: string): { ballots: number | null } {
  const db = openDatabase(file, { isReadonly: true });
  try {
    return { ballots: surveyBySlug(db, survey, true)?.ballots ?? null };
  } finally {
    db.$client.close();
  }
}
