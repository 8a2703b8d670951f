import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import type { Client } from '../../../src/guard/client.ts';
import type { BudgetWorker } from '../../../src/guard/shared/budget-coordinator.ts';
import type { Reply } from '../../../src/guard/shared/message.ts';
import { createRpc } from '../../../src/guard/shared/rpc.ts';
import { createSharedStreamCaps, createStreamCounter } from '../../../src/guard/shared/shared-stream-caps.ts';

const client: Client = { key: '203.0.113.9', limit: 500, isKnown: false };

/** Two workers, with a cap of two streams. */
function startWorkers() {
  const counter = createStreamCounter({ perKey: 2, perAddress: 2 });
  return [0, 1].map(() => {
    let onReply: (message: Reply) => void = () => {};
    const worker: BudgetWorker = { send: (reply) => onReply(reply) };
    const rpc = createRpc({
      send: (request) => counter.receive(worker, request),
      listen: (listener) => {
        onReply = listener;
      },
    });
    const caps = createSharedStreamCaps(rpc);
    const open = async () => {
      try {
        return await caps.acquire(client);
      } catch (thrown) {
        return thrown instanceof GraphQLError ? thrown.message : undefined;
      }
    };
    return { open, die: () => counter.leave(worker) };
  });
}

const full = expect.stringMatching(/^2 streams are open already; the limit is 2\./);
const isOpen = expect.any(Function);

test('streams of all workers are counted together, and one that closes twice makes room once', async () => {
  const [one, other] = startWorkers();
  const close = await one?.open();
  expect([close, await other?.open(), await one?.open(), await other?.open()]).toEqual([
    isOpen,
    isOpen,
    full,
    full,
  ]);
  if (typeof close === 'function') {
    close();
    close();
  }
  expect([await other?.open(), await other?.open()]).toEqual([isOpen, full]);
});

test('streams of a worker that has ended are closed, those of others are not', async () => {
  const [one, other] = startWorkers();
  expect([await one?.open(), await other?.open(), await other?.open()]).toEqual([isOpen, isOpen, full]);
  one?.die();
  expect([await other?.open(), await other?.open()]).toEqual([isOpen, full]);
});
