import { type BudgetOptions, type Budgets, type Charge, clientsBy, takeBack } from '../budget.ts';
import { createWindows } from '../budget-windows.ts';
import type { Client } from '../client.ts';
import { rateLimited } from '../rate-limited.ts';
import type { Reply } from './message.ts';
import type { Rpc } from './rpc.ts';

/** What this process holds of a client's budget. */
interface Lease {
  /** Not spent yet. */
  points: number;
  /** Points that no process held when the lender last told. */
  left: number;
  resetAt: number;
  /** Whether what comes back goes to the lender: it has called the rest back, for somebody who needs it. */
  isRecalled: boolean;
  /** When the lender had too little; milliseconds since 1970. */
  refusedAt: number;
}

/** How long a budget that did not hold a request is not asked again for as much, in milliseconds: a flood costs the lender nothing. */
const believed = 100;

/**
 * Budgets that several processes share. Points are borrowed in portions, and most requests are charged without a word to the lender; one
 * that finds too little here waits until the lender has looked everywhere. How a budget stands is an estimate: what others hold is not seen.
 */
export function createLeasedBudgets(options: BudgetOptions, lender: Rpc): Budgets {
  const { windowSeconds } = options;
  const loans = createWindows<Lease>(options, () => 0);

  const state = (client: Client, now: number) => {
    const loan = loans.find(client, now);
    return {
      limit: client.limit,
      remaining: Math.max(0, Math.floor(loan === undefined ? client.limit : loan.points + loan.left)),
      resetAt: loan?.resetAt ?? now + windowSeconds * 1_000,
    };
  };

  const take = (client: Client, loan: Lease, points: number): Charge => {
    loan.points -= points;
    return { client, resetAt: loan.resetAt, points };
  };

  /** The loan of the window that the lender speaks of. */
  const loanOf = (client: Client, reply: { resetAt: number; left: number }, now: number): Lease => {
    const { left, resetAt } = reply;
    const open = loans.find(client, now);
    const loan =
      open?.resetAt === resetAt
        ? open
        : loans.put(client, { points: 0, left, resetAt, isRecalled: false, refusedAt: 0 }, now);
    loan.left = left;
    return loan;
  };

  const borrow = async (client: Client, points: number, now: number): Promise<Charge> => {
    const reply = await lender.ask((id) => ({ kind: 'borrow', id, client, points, now }));
    if (reply.kind !== 'lent' && reply.kind !== 'not lent') throw new Error(`Unexpected: ${reply.kind}`);
    const loan = loanOf(client, reply, now);
    if (reply.kind === 'not lent') {
      loan.refusedAt = now;
      throw rateLimited(state(client, now), points, windowSeconds, now);
    }
    loan.points += reply.points;
    loan.isRecalled = false;
    return take(client, loan, points);
  };

  lender.listen((message: Reply) => {
    if (message.kind !== 'recall') return;
    const { id, client, resetAt, now } = message;
    const loan = loans.find(client, now);
    const isSame = loan?.resetAt === resetAt;
    lender.tell({ kind: 'recalled', id, points: isSame ? loan.points : 0 });
    if (isSame) Object.assign(loan, { points: 0, isRecalled: true });
  });

  return {
    clientOf: clientsBy(options),
    charge: (client, points, now) => {
      if (client.limit === 0 || points === 0) return { client, resetAt: now + windowSeconds * 1_000, points };
      const loan = loans.find(client, now);
      if (loan === undefined) return borrow(client, points, now);
      if (loan.points >= points) return take(client, loan, points);
      if (now - loan.refusedAt < believed && loan.points + loan.left < points)
        throw rateLimited(state(client, now), points, windowSeconds, now);
      return borrow(client, points, now);
    },
    refund: (charge, points, now) => {
      const given = takeBack(charge, points);
      const { client, resetAt } = charge;
      const loan = loans.find(client, now);
      if (given === 0 || loan?.resetAt !== resetAt) return;
      if (loan.isRecalled) lender.tell({ kind: 'give back', client, resetAt, points: given, now });
      else loan.points += given;
    },
    state: (client, now) => (client.limit === 0 ? undefined : state(client, now)),
  };
}
