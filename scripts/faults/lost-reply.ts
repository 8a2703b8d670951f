import { connect, createServer, type Socket } from 'node:net';
import { openBallotBox, survey } from './ballot-box.ts';
import { type Ballot, type Client, createClient } from './client.ts';
import { contradictions, Ledger, newBallot, voters } from './ledger.ts';
import type { Trial } from './trial.ts';

interface LossyProxy {
  url: string;
  dropped: { requests: number; replies: number; halves: number };
  close: () => void;
}

/** A proxy before the server that breaks connections: before the request, after it, or in the middle of the reply. */
async function lossyProxy(target: string): Promise<LossyProxy> {
  const { hostname, port } = new URL(target);
  const dropped = { requests: 0, replies: 0, halves: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
    }
    const cut = (kind: keyof typeof dropped) => {
      dropped[kind] += 1;
      near.destroy();
      // The server has read the request; that its client is gone must not keep it from answering.
      far.end();
    };
    near.on('data', (chunk) => {
      if (Math.random() < 0.05) cut('requests');
      else far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (near.destroyed) return;
      const fate = Math.random();
      if (fate < 0.3) cut('replies');
      else if (fate < 0.4) near.write(chunk.subarray(0, chunk.length / 2), () => cut('halves'));
      else near.write(chunk);
    });
    near.on('close', () => far.end());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    dropped,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Replies get lost on their way and requests are repeated under their key: one vote, and always the same answer. */
export const lostReply: Trial = {
  name: 'lost replies',
  run: async ({ isQuick, folder }) => {
    const box = await openBallotBox(folder);
    const proxy = await lossyProxy(box.server.url);
    const lossy = createClient(proxy.url, box.key, 32);
    try {
      const ledger = new Ledger(survey);
      let attempts = 0;
      const castUntilTaken = async (client: Client, ballot: Ballot): Promise<string> => {
        for (let attempt = 0; attempt < 100; attempt += 1) {
          attempts += 1;
          const told = await client.cast(survey, ballot);
          if (told.kind === 'REFUSED') ledger.violations.push(`a repeated cast was refused: ${told.code}`);
          if (told.kind !== 'TAKEN') continue;
          ledger.taken.set(told.receipt, ballot);
          return told.text;
        }
        ledger.violations.push('a ballot was never answered');
        return '';
      };
      await Promise.all(
        voters(32).map(async (voter) => {
          for (let vote = 0; vote < (isQuick ? 6 : 40); vote += 1) {
            const ballot = newBallot(voter);
            // Two at once under one key as well: a client that gave up waiting, and its repetition.
            const [first, second] = await Promise.all([
              castUntilTaken(lossy, ballot),
              castUntilTaken(lossy, ballot),
            ]);
            const third = await castUntilTaken(box.client, ballot);
            if (first !== second || second !== third) {
              ledger.violations.push(`one key was answered ${first}, ${second} and ${third}`);
            }
            const other = await box.client.cast(survey, {
              ...ballot,
              choice: ballot.choice === 'ai' ? 'defi' : 'ai',
            });
            if (other.kind !== 'REFUSED' || other.code !== 'IDEMPOTENCY_CONFLICT') {
              ledger.violations.push(`the same key with another choice was ${other.kind}`);
            }
          }
        }),
      );
      const { requests, replies, halves } = proxy.dropped;
      return {
        said: `${requests} requests, ${replies} replies and ${halves} halves of replies dropped: ${attempts} attempts for ${ledger.taken.size} votes, one event and the same answer for each key`,
        violations: contradictions(box.file, ledger),
      };
    } finally {
      lossy.close();
      proxy.close();
      await box.close();
    }
  },
};
