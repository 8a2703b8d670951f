import { statSync } from 'node:fs';
import { openBallotBox, survey } from './ballot-box.ts';
import { contradictions, Ledger, voters } from './ledger.ts';
import { randomBetween, seconds, sleep, type Trial } from './trial.ts';

const longestMilliseconds = 15_000;

/** A deployment: SIGTERM under load, with an open stream. */
export const stop: Trial = {
  name: 'SIGTERM',
  run: async ({ isQuick, folder }) => {
    const rounds = isQuick ? 1 : 2;
    const box = await openBallotBox(folder);
    const ledger = new Ledger(survey);
    try {
      const violations: string[] = [];
      let slowest = 0;
      for (let round = 1; round <= rounds; round += 1) {
        let isOver = false;
        const stream = streamText(box.server.url);
        const load = ledger.sendUntil(
          () => box.client,
          voters(32),
          () => isOver,
        );
        await sleep(randomBetween(1200, 1800));
        const exit = await box.server.end('SIGTERM');
        isOver = true;
        await load;
        slowest = Math.max(slowest, exit.milliseconds);
        if (exit.code !== 0) violations.push(`the server ended with ${exit.code}`);
        if (exit.milliseconds > longestMilliseconds) violations.push(`it took ${seconds(exit.milliseconds)}`);
        const text = await stream;
        if (!text.includes('event: next')) violations.push(`the stream sent no event: ${text}`);
        if (!/event: complete\ndata: ?\n\n$/.test(text)) {
          violations.push(`the stream did not complete: ${text.slice(-200)}`);
        }
        const left = statSync(`${box.file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
        if (left > 0) violations.push(`${left} bytes of the write-ahead log were not checkpointed`);
        violations.push(...contradictions(box.file, ledger, { isSettled: false }));
        await box.restart();
        await ledger.settle(box.client);
        violations.push(...contradictions(box.file, ledger), ...(await ledger.lostReceipts(box.client)));
      }
      return {
        summary: `${rounds} stops under load: ${ledger.acknowledged.size} votes acknowledged, none lost; exit 0 within ${seconds(slowest)}; the stream completed`,
        violations,
      };
    } finally {
      await box.close();
    }
  },
};

/** All bytes of a subscription until either side ends it. */
async function streamText(url: string): Promise<string> {
  let text = '';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: `subscription { surveyResults(survey: "${survey}") { voteCount } }` }),
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch (error) {
    text += `\n${error}`;
  }
  return text;
}
