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

/** Processes with lines between them on which messages wait until they are delivered, in their order. */
function processes(count: number, maximumBudgets?: number) {
  const lender = createBudgetCoordinator({ ...options, maximumBudgets });
  const lines = Array.from({ length: count }, () => {
    const waiting: (() => void)[] = [];
    let hear: (message: Reply) => void = () => {};
    const borrower: BudgetWorker = { send: (reply) => back.push(() => hear(structuredClone(reply))) };
    const back: (() => void)[] = [];
    const send = (request: Request) => waiting.push(() => lender.receive(borrower, structuredClone(request)));
    const budgets = createLeasedBudgets(
      options,
      createRpc({
        send,
        listen: (listener) => {
          hear = listener;
        },
      }),
    );
    return { budgets, queues: [waiting, back], die: () => lender.leave(borrower) };
  });
  const queues = () => lines.flatMap((line) => line.queues).filter(({ length }) => length > 0);
  const deliver = async (place: number): Promise<void> => {
    const full = queues();
    full[place % full.length]?.shift()?.();
    // What was waiting for the message goes on.
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  };
  const settle = async (): Promise<void> => {
    while (queues().length > 0) await deliver(0);
  };
  return { lines, queues, deliver, settle };
}

/** The charge, or undefined when it was refused for want of points. */
async function charged(
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
  line: fc.nat(2),
  points: fc.integer({ min: 1, max: 200 }),
  back: fc.integer({ min: 0, max: 200 }),
  deliveries: fc.array(fc.nat(5), { maxLength: 6 }),
});

describe('budgets that several processes share', () => {
  test('take and refuse, request by request, what those of one process would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const own = createBudgets(options);
        const { lines, settle } = processes(3);
        for (const [index, { line, points, back }] of steps.entries()) {
          const now = start + 200 * index;
          const shared = lines[line]?.budgets;
          if (shared === undefined) throw new Error('There is no such line.');
          const [asked] = await Promise.all([charged(shared, points, now), settle()]);
          const expected = await charged(own, points, now);
          expect(asked !== undefined).toBe(expected !== undefined);
          if (asked === undefined || expected === undefined) continue;
          shared.refund(asked, back, now);
          own.refund(expected, back, now);
          await settle();
        }
      }),
    );
  });

  test('are never overspent, in whatever order messages arrive, and whoever dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(60), async (steps, death) => {
        const { lines, deliver, settle } = processes(3);
        let spent = 0;
        const pending: Promise<unknown>[] = [];
        for (const [index, { line, points, back, deliveries }] of steps.entries()) {
          const process = lines[index > death && line === 2 ? 1 : line];
          if (process === undefined) throw new Error('There is no such line.');
          if (index === death) lines[2]?.die();
          pending.push(
            charged(process.budgets, points, start + index).then((charge) => {
              if (charge === undefined) return;
              spent += points;
              expect(spent).toBeLessThanOrEqual(limit);
              const given = Math.min(back, charge.points);
              process.budgets.refund(charge, given, start + index);
              spent -= given;
            }),
          );
          for (const place of deliveries) await deliver(place);
        }
        await settle();
        await Promise.all(pending);
      }),
    );
  });

  test('begin anew when the window is over, and take nothing back into it from the one before', async () => {
    const { lines, settle } = processes(2);
    const [first, second] = lines.map(({ budgets }) => budgets);
    if (first === undefined || second === undefined) throw new Error('There are no lines.');
    const [charge] = await Promise.all([charged(first, 400, start), settle()]);
    expect(await Promise.all([charged(second, 400, start), settle()])).toEqual([undefined, undefined]);
    const end = start + 60_000;
    const [anew] = await Promise.all([charged(second, 450, end), settle()]);
    expect(anew?.resetAt).toBe(end + 60_000);
    if (charge !== undefined) first.refund(charge, 400, end);
    expect(await Promise.all([charged(first, 51, end + 1), settle()])).toEqual([undefined, undefined]);
  });

  test('that are spent stay spent, however many networks come', async () => {
    const { lines, settle } = processes(2, 20);
    const [first, second] = lines.map(({ budgets }) => budgets);
    if (first === undefined || second === undefined) throw new Error('There are no lines.');
    const clients = (name: string, count: number): Client[] =>
      Array.from({ length: count }, (_, index) => ({ ...client, key: `${name} ${index}` }));
    const spenders = clients('spender', 30);
    for (const spender of spenders) await Promise.all([charged(first, limit, start, spender), settle()]);
    for (const other of clients('other', 500)) await Promise.all([charged(first, 1, start, other), settle()]);
    for (const spender of spenders)
      expect(await Promise.all([charged(second, 1, start + 1, spender), settle()])).toEqual([
        undefined,
        undefined,
      ]);
  });

  test('let most requests through without a message, and do not bother the lender with a flood', async () => {
    const { lines, settle, queues } = processes(2);
    const budgets = lines[0]?.budgets;
    if (budgets === undefined) throw new Error('There is no line.');
    await Promise.all([charged(budgets, 1, start), settle()]);
    for (let request = 0; request < 10; request += 1) budgets.charge(client, 1, start);
    expect(queues()).toEqual([]);
    await Promise.all([charged(budgets, 400, start), settle()]);
    await Promise.all([charged(budgets, 400, start), settle()]);
    for (let request = 0; request < 20; request += 1)
      expect(() => budgets.charge(client, 400, start + request)).toThrow('are left');
    expect(queues()).toEqual([]);
  });
});
