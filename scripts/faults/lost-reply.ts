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

/**
 * A proxy that randomly closes connections: before the request, before the reply, or
 * in the middle of the reply.
 */
async function lossyProxy(target: string): Promise<LossyProxy> {
  const { hostname, port } = new URL(target);
  const dropped = { requests: 0, replies: 0, halves: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
    }
    const cut = (kind: keyof typeof dropped) => {
      dropped[kind] += 1;
      client.destroy();
      // Half-closes, so that the server still processes the request.
      upstream.end();
    };
    client.on('data', (chunk) => {
      if (Math.random() < 0.05) cut('requests');
      else upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (client.destroyed) return;
      const fate = Math.random();
      if (fate < 0.3) cut('replies');
      else if (fate < 0.4) client.write(chunk.subarray(0, chunk.length / 2), () => cut('halves'));
      else client.write(chunk);
    });
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.destroy());
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

/**
 * Replies are lost and requests repeated with their idempotency key: one vote each,
 * and always the same reply.
 */
export const lostReply: Trial = {
  name: 'lost replies',
  run: async ({ isQuick, folder }) => {
    const box = await openBallotBox(folder);
    const proxy = await lossyProxy(box.server.url);
    const lossy = createClient(proxy.url, box.key, 32);
    try {
      const ledger = new Ledger(survey);
      let attempts = 0;
      const castUntilAccepted = async (client: Client, ballot: Ballot): Promise<string> => {
        for (let attempt = 0; attempt < 100; attempt += 1) {
          attempts += 1;
          const reply = await client.cast(survey, ballot);
          if (reply.kind === 'REFUSED') ledger.violations.push(`a repeated cast was refused: ${reply.code}`);
          if (reply.kind !== 'ACCEPTED') continue;
          ledger.acknowledged.set(reply.receipt, ballot);
          return reply.text;
        }
        ledger.violations.push('a ballot never got a reply');
        return '';
      };
      await Promise.all(
        voters(32).map(async (voter) => {
          for (let vote = 0; vote < (isQuick ? 6 : 40); vote += 1) {
            const ballot = newBallot(voter);
            // Two concurrent casts with one key, as by a client that retries while its
            // first request is pending.
            const [first, second] = await Promise.all([
              castUntilAccepted(lossy, ballot),
              castUntilAccepted(lossy, ballot),
            ]);
            const third = await castUntilAccepted(box.client, ballot);
            if (first !== second || second !== third) {
              ledger.violations.push(`the replies to one key differ: ${first}, ${second} and ${third}`);
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
        summary: `${requests} requests, ${replies} replies and ${halves} halves of replies dropped: ${attempts} attempts for ${ledger.acknowledged.size} votes, one event and the same reply for each key`,
        violations: contradictions(box.file, ledger),
      };
    } finally {
      lossy.close();
      proxy.close();
      await box.close();
    }
  },
};
