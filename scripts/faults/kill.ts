import { openBallotBox, survey } from './ballot-box.ts';
import { contradictions, Ledger, voters } from './ledger.ts';
import { randomBetween, sleep, type Trial } from './trial.ts';

/**
 * The server is killed under load several times. Acknowledged votes must be stored, and
 * repeated requests count once.
 */
export const kill: Trial = {
  name: 'kill -9',
  run: async ({ isQuick, folder }) => {
    const rounds = isQuick ? 3 : 10;
    const box = await openBallotBox(folder);
    const ledger = new Ledger(survey);
    try {
      const violations: string[] = [];
      let unanswered = 0;
      for (let round = 1; round <= rounds; round += 1) {
        let isOver = false;
        const load = ledger.sendUntil(
          () => box.client,
          voters(32),
          () => isOver,
        );
        await sleep(randomBetween(300, isQuick ? 800 : 1500));
        // Kills the server on the reply to a vote, which would be lost if it were not on disk by then.
        await new Promise<void>((resolve) => {
          ledger.onAcknowledged = () => {
            ledger.onAcknowledged = () => {};
            resolve(box.server.end('SIGKILL').then(() => {}));
          };
        });
        isOver = true;
        await load;
        unanswered += ledger.pending.size;
        await box.restart();
        // Before `settle`, whose retries would restore lost votes.
        violations.push(...contradictions(box.file, ledger, { isSettled: false }));
        await ledger.settle(box.client);
        violations.push(...contradictions(box.file, ledger), ...(await ledger.lostReceipts(box.client)));
      }
      return {
        summary: `${rounds} kills under load: ${ledger.acknowledged.size} votes acknowledged, none lost; ${unanswered} without a reply repeated, none counted twice; no gap in the log`,
        violations,
      };
    } finally {
      await box.close();
    }
  },
};
