import { openBallotBox, survey } from './ballot-box.ts';
import { contradictions, Ledger, voters } from './ledger.ts';
import { randomBetween, sleep, type Trial } from './trial.ts';

/** The process is killed amid the load, again and again; what was acknowledged must be there, and a repeated request may not count twice. */
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
        // Killed by the very reply that says that a vote was taken: had it not been on disk by then, it would be lost.
        await new Promise<void>((resolve) => {
          ledger.onTaken = () => {
            ledger.onTaken = () => {};
            resolve(box.server.end('SIGKILL').then(() => {}));
          };
        });
        isOver = true;
        await load;
        unanswered += ledger.pending.size;
        await box.restart();
        // Before anything is sent again, so that a retry cannot mend what was lost.
        violations.push(...contradictions(box.file, ledger, { isSettled: false }));
        await ledger.settle(box.client);
        violations.push(...contradictions(box.file, ledger), ...(await ledger.lostReceipts(box.client)));
      }
      return {
        said: `${rounds} kills under load: ${ledger.taken.size} votes acknowledged, none lost; ${unanswered} unanswered ones repeated, none counted twice; no gap in the log`,
        violations,
      };
    } finally {
      await box.close();
    }
  },
};
