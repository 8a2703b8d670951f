import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type Budgets, type Charge, createBudgets } from '../../../src/guard/budget.ts';
import type { Client } from '../../../src/guard/client.ts';
import { type BudgetWorker, createBudgetCoordinator } from '../../../src/guard/shared/budget-coordinator.ts';
import { createLeasedBudgets } from '../../../src/guard/shared/leased-budgets.ts';
import type { Reply, Request } from '../../../src/guard/shared/message.ts';
import { createRpc } from '../../../src/guard/shared/rpc.ts';

const limit = 500;
const options = { points: limit, pointsKeyed: limit, windowSeconds: 60 };
const client: Client = { key: '203.0.113.9', limit, isKnown: false };
const start = 1_000_000_000_000;

/** Workers whose messages wait in queues until the test delivers them; each queue keeps its order. */
function startWorkers(count: number, maximumBudgets?: number) {
  const coordinator = createBudgetCoordinator({ ...options, maximumBudgets });
  const workers = Array.from({ length: count }, () => {
    const requests: (() => void)[] = [];
    const replies: (() => void)[] = [];
    let onReply: (message: Reply) => void = () => {};
    const worker: BudgetWorker = { send: (reply) => replies.push(() => onReply(structuredClone(reply))) };
    const send = (request: Request) =>
      requests.push(() => coordinator.receive(worker, structuredClone(request)));
    const budgets = createLeasedBudgets(
      options,
      createRpc({
        send,
        listen: (listener) => {
          onReply = listener;
        },
      }),
    );
    return { budgets, queues: [requests, replies], die: () => coordinator.leave(worker) };
  });
  const queues = () => workers.flatMap((worker) => worker.queues).filter(({ length }) => length > 0);
  const deliver = async (index: number): Promise<void> => {
    const nonEmpty = queues();
    nonEmpty[index % nonEmpty.length]?.shift()?.();
    // The promises that the message resolves need a few microtasks.
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  };
  const deliverAll = async (): Promise<void> => {
    while (queues().length > 0) await deliver(0);
  };
  return { workers, queues, deliver, deliverAll };
}

/** The charge, or undefined when it is refused with RATE_LIMITED. */
async function tryCharge(
  budgets: Budgets,
  points: number,
  now: number,
  by = client,
): Promise<Charge | undefined> {
  try {
    return await budgets.charge(by, points, now);
  } catch (thrown) {
    if (thrown instanceof GraphQLError && thrown.extensions.code === 'RATE_LIMITED') return undefined;
    throw thrown;
  }
}

const step = fc.record({
  worker: fc.nat(2),
  points: fc.integer({ min: 1, max: 200 }),
  refund: fc.integer({ min: 0, max: 200 }),
  deliveries: fc.array(fc.nat(5), { maxLength: 6 }),
});

describe('leased budgets', () => {
  test('accept and refuse the same requests as the budgets of one process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const single = createBudgets(options);
        const { workers, deliverAll } = startWorkers(3);
        for (const [index, { worker, points, refund }] of steps.entries()) {
          const now = start + 200 * index;
          const shared = workers[worker]?.budgets;
          if (shared === undefined) throw new Error('There is no such worker.');
          const [charge] = await Promise.all([tryCharge(shared, points, now), deliverAll()]);
          const expected = await tryCharge(single, points, now);
          expect(charge !== undefined).toBe(expected !== undefined);
          if (charge === undefined || expected === undefined) continue;
          shared.refund(charge, refund, now);
          single.refund(expected, refund, now);
          await deliverAll();
        }
      }),
    );
  });

  test('are never overspent, whatever the order of messages and when a worker dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(60), async (steps, death) => {
        const { workers, deliver, deliverAll } = startWorkers(3);
        let spent = 0;
        const pending: Promise<unknown>[] = [];
        for (const [index, { worker, points, refund, deliveries }] of steps.entries()) {
          const process = workers[index > death && worker === 2 ? 1 : worker];
          if (process === undefined) throw new Error('There is no such worker.');
          if (index === death) workers[2]?.die();
          pending.push(
            tryCharge(process.budgets, points, start + index).then((charge) => {
              if (charge === undefined) return;
              spent += points;
              expect(spent).toBeLessThanOrEqual(limit);
              const refunded = Math.min(refund, charge.points);
              process.budgets.refund(charge, refunded, start + index);
              spent -= refunded;
            }),
          );
          for (const place of deliveries) await deliver(place);
        }
        await deliverAll();
        await Promise.all(pending);
      }),
    );
  });

  test('are granted without waiting for a worker that has ended, and what it had leased stays spent', async () => {
    const coordinator = createBudgetCoordinator(options);
    const replies: Reply[] = [];
    const [ended, asking]: BudgetWorker[] = [{ send: () => {} }, { send: (reply) => replies.push(reply) }];
    if (ended === undefined || asking === undefined) throw new Error('There are no workers.');
    const lease = (id: number, points: number): Request => ({
      kind: 'lease',
      id,
      client,
      points,
      now: start,
    });
    coordinator.receive(ended, lease(1, 300));
    coordinator.leave(ended);
    coordinator.receive(asking, lease(2, 400));
    coordinator.receive(asking, lease(3, 190));
    expect(replies).toEqual([
      { kind: 'refused', id: 2, left: 190, resetAt: start + 60_000 },
      { kind: 'leased', id: 3, points: 190, left: 0, resetAt: start + 60_000 },
    ]);
  });

  test('are leased with something to spare while there is much left, and never more than is left', () => {
    const coordinator = createBudgetCoordinator(options);
    const replies: unknown[] = [];
    const worker: BudgetWorker = { send: (reply) => replies.push(reply) };
    const lease = (points: number, key: string) =>
      coordinator.receive(worker, { kind: 'lease', id: 1, client: { ...client, key }, points, now: start });
    lease(1, 'much');
    lease(495, 'all but 5');
    lease(380, 'most');
    lease(100, 'most');
    expect(replies).toEqual(
      [
        { points: 11, left: 489 },
        { points: 500, left: 0 },
        { points: 390, left: 110 },
        { points: 100, left: 10 },
      ].map((granted) => ({ kind: 'leased', id: 1, resetAt: start + 60_000, ...granted })),
    );
  });

  test('do not wait longer for points of a worker that ends before it returns them', async () => {
    const coordinator = createBudgetCoordinator(options);
    const replies: Reply[] = [];
    const holding: BudgetWorker = { send: () => {} };
    const asking: BudgetWorker = { send: (reply) => replies.push(reply) };
    const lease = (id: number, points: number): Request => ({
      kind: 'lease',
      id,
      client,
      points,
      now: start,
    });
    coordinator.receive(holding, lease(1, 300));
    coordinator.receive(asking, lease(2, 400));
    expect(replies).toEqual([]);
    coordinator.leave(holding);
    expect(replies).toEqual([{ kind: 'refused', id: 2, left: 190, resetAt: start + 60_000 }]);
  });

  test('have what one worker refunds after its lease was reclaimed for another worker', async () => {
    const { workers, deliverAll } = startWorkers(2);
    const [first, second] = workers.map(({ budgets }) => budgets);
    if (first === undefined || second === undefined) throw new Error('There are no workers.');
    const ask = async (budgets: Budgets, points: number) =>
      (await Promise.all([tryCharge(budgets, points, start), deliverAll()]))[0];
    const charge = await ask(first, 400);
    expect(await ask(second, 200)).toBeUndefined();
    if (charge !== undefined) first.refund(charge, 150, start);
    await deliverAll();
    expect(await ask(second, 251)).toBeUndefined();
    // Later than a refusal is repeated without a message.
    const later = start + 1_000;
    expect(await Promise.all([tryCharge(second, 250, later), deliverAll()])).toEqual([
      expect.objectContaining({ points: 250 }),
      undefined,
    ]);
    expect(await Promise.all([tryCharge(first, 1, later), deliverAll()])).toEqual([undefined, undefined]);
  });

  test('have points that were added after the work, also those beyond the lease', async () => {
    const { workers, deliverAll } = startWorkers(2);
    const [first, second] = workers.map(({ budgets }) => budgets);
    if (first === undefined || second === undefined) throw new Error('There are no workers.');
    let now = start;
    const charge = async (budgets: Budgets, points: number) => {
      // A worker repeats a refusal for 100 ms.
      now += 100;
      const [charged] = await Promise.all([tryCharge(budgets, points, now), deliverAll()]);
      return charged;
    };
    const charged = await charge(first, 100);
    if (charged === undefined) throw new Error('The charge was refused.');
    first.addPoints(charged, 350, start);
    await deliverAll();
    expect(await charge(second, 51)).toBeUndefined();
    expect(await charge(second, 50)).toBeDefined();
    first.addPoints(charged, 500, start);
    first.refund(charged, 400, start);
    await deliverAll();
    for (const budgets of [first, second]) expect(await charge(budgets, 1)).toBeUndefined();
    first.refund(charged, 110, start);
    await deliverAll();
    expect(await charge(second, 10)).toBeDefined();
    expect(await charge(first, 1)).toBeUndefined();
  });

  test('start full in the next window and ignore refunds of the previous one', async () => {
    const { workers, deliverAll } = startWorkers(2);
    const [first, second] = workers.map(({ budgets }) => budgets);
    if (first === undefined || second === undefined) throw new Error('There are no workers.');
    const [charge] = await Promise.all([tryCharge(first, 400, start), deliverAll()]);
    expect(await Promise.all([tryCharge(second, 400, start), deliverAll()])).toEqual([undefined, undefined]);
    const end = start + 60_000;
    const [next] = await Promise.all([tryCharge(second, 450, end), deliverAll()]);
    expect(next?.resetAt).toBe(end + 60_000);
    if (charge !== undefined) first.refund(charge, 400, end);
    expect(await Promise.all([tryCharge(first, 51, end + 1), deliverAll()])).toEqual([undefined, undefined]);
  });

  test('stay spent when more networks arrive than there is room for', async () => {
    const { workers, deliverAll } = startWorkers(2, 20);
    const [first, second] = workers.map(({ budgets }) => budgets);
    if (first === undefined || second === undefined) throw new Error('There are no workers.');
    const clients = (name: string, count: number): Client[] =>
      Array.from({ length: count }, (_, index) => ({ ...client, key: `${name} ${index}` }));
    const spenders = clients('spender', 30);
    for (const spender of spenders)
      await Promise.all([tryCharge(first, limit, start, spender), deliverAll()]);
    for (const other of clients('other', 500))
      await Promise.all([tryCharge(first, 1, start, other), deliverAll()]);
    for (const spender of spenders)
      expect(await Promise.all([tryCharge(second, 1, start + 1, spender), deliverAll()])).toEqual([
        undefined,
        undefined,
      ]);
  });

  test('charge most requests, and refuse a flood, without a message to the coordinator', async () => {
    const { workers, deliverAll, queues } = startWorkers(2);
    const budgets = workers[0]?.budgets;
    if (budgets === undefined) throw new Error('There is no worker.');
    await Promise.all([tryCharge(budgets, 1, start), deliverAll()]);
    for (let request = 0; request < 10; request += 1) budgets.charge(client, 1, start);
    expect(queues()).toEqual([]);
    await Promise.all([tryCharge(budgets, 400, start), deliverAll()]);
    await Promise.all([tryCharge(budgets, 400, start), deliverAll()]);
    for (let request = 0; request < 20; request += 1)
      expect(() => budgets.charge(client, 400, start + request)).toThrow('are left');
    expect(queues()).toEqual([]);
  });
});
