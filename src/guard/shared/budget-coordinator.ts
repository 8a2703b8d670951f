import { createWindows, type WindowOptions } from '../budget-windows.ts';
import type { Reply, Request } from './message.ts';

type Asked = Extract<Request, { kind: 'borrow' }>;

/** A process that serves. */
export interface BudgetWorker {
  send: (reply: Reply) => void;
}

interface Account {
  /** Points that were lent and did not come back. */
  lent: number;
  resetAt: number;
  /** Who may hold points that are not spent. */
  holders: Set<BudgetWorker>;
  waiting: { borrower: BudgetWorker; asked: Asked }[];
  /** The holders that have not said yet what they did not spend. */
  recalled: Set<BudgetWorker> | undefined;
}

export interface BudgetCoordinator {
  receive: (borrower: BudgetWorker, request: Request) => void;
  /** Forgets a process that is gone. What it held counts as spent. */
  leave: (borrower: BudgetWorker) => void;
}

/** A loan beyond what was asked for is this part of the limit, so that most requests need not ask. */
const loanPart = 50;

/**
 * Holds the budgets of all processes, which spend what they borrowed without asking. Nothing is refused while any of them holds points that
 * it has not spent: those are called back first. So nothing is ever spent twice, and nothing is lost but what a process held when it died.
 */
export function createBudgetCoordinator(options: WindowOptions): BudgetCoordinator {
  const length = options.windowSeconds * 1_000;
  const accounts = createWindows<Account>(options, ({ lent }) => lent);
  const recalls = new Map<number, { account: Account; borrower: BudgetWorker }>();
  let lastRecall = 0;

  const lend = (account: Account, { borrower, asked }: Account['waiting'][number]): void => {
    const { id, client, points } = asked;
    const left = client.limit - account.lent;
    // A budget that runs low is not tied up in loans.
    const spare = left > client.limit / 4 ? Math.ceil(client.limit / loanPart) : 0;
    const loan = Math.min(left, points + spare);
    account.lent += loan;
    account.holders.add(borrower);
    borrower.send({ kind: 'lent', id, points: loan, left: left - loan, resetAt: account.resetAt });
  };

  const recall = (account: Account, { client, now }: Asked): void => {
    account.recalled = account.holders;
    account.holders = new Set();
    for (const borrower of [...account.recalled]) {
      lastRecall += 1;
      recalls.set(lastRecall, { account, borrower });
      borrower.send({ kind: 'recall', id: lastRecall, client, resetAt: account.resetAt, now });
    }
  };

  const serve = (account: Account): void => {
    while (account.recalled === undefined) {
      const [next] = account.waiting;
      if (next === undefined) return;
      const { borrower, asked } = next;
      const left = asked.client.limit - account.lent;
      if (left < asked.points && account.holders.size > 0) {
        recall(account, asked);
        return;
      }
      account.waiting.shift();
      if (left >= asked.points) lend(account, next);
      else
        borrower.send({ kind: 'not lent', id: asked.id, left: Math.max(0, left), resetAt: account.resetAt });
    }
  };

  const settle = (id: number, points: number): void => {
    const { account, borrower } = recalls.get(id) ?? {};
    if (account === undefined || borrower === undefined) return;
    recalls.delete(id);
    account.lent -= points;
    account.recalled?.delete(borrower);
    if (account.recalled?.size === 0) account.recalled = undefined;
    serve(account);
  };

  return {
    receive: (borrower, request) => {
      if (request.kind === 'recalled') settle(request.id, request.points);
      if (request.kind === 'give back') {
        const account = accounts.find(request.client, request.now);
        if (account?.resetAt === request.resetAt) account.lent -= request.points;
      }
      if (request.kind === 'borrow') {
        const { client, now } = request;
        const account =
          accounts.find(client, now) ??
          accounts.put(
            client,
            {
              lent: accounts.spentBefore(client, now),
              resetAt: now + length,
              holders: new Set(),
              waiting: [],
              recalled: undefined,
            },
            now,
          );
        account.waiting.push({ borrower, asked: request });
        serve(account);
      }
    },
    leave: (borrower) => {
      for (const [id, recalled] of [...recalls]) if (recalled.borrower === borrower) settle(id, 0);
    },
  };
}
