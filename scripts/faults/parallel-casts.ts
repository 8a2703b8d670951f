import { openDatabase } from '../../src/db/client.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { openBallotBox, survey } from './ballot-box.ts';
import { contradictions, Ledger, newBallot, voters } from './ledger.ts';
import { seconds, type Trial } from './trial.ts';

/** Of each voter all casts are on their way at once: one vote each must come of it. */
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
            let told = await box.client.cast(survey, ballot);
            // An idle connection may be closed just as it is used again; a client then asks again under its key.
            if (told.kind === 'LOST') told = await box.client.cast(survey, ballot);
            if (told.kind === 'TAKEN') ledger.taken.set(told.receipt, ballot);
            else ledger.violations.push(`a cast was ${told.kind === 'REFUSED' ? told.code : told.kind}`);
          }),
        );
      }
      const spent = performance.now() - started;
      const violations = contradictions(box.file, ledger);
      const { ballots } = count(box.file);
      if (ballots !== people.length) violations.push(`${ballots} votes count; ${people.length} people voted`);
      return {
        said: `${people.length} voters, ${casts} casts each at once: ${ledger.taken.size} acknowledged in ${seconds(spent)}, ${ballots} votes, tallies as recounted`,
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
