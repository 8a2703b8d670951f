import type { Line, Reply, Request } from './message.ts';

/** The line to the process that counts, as one that serves uses it. */
export interface Rpc {
  /** Sends a request under a number that is free, and resolves with the reply to it. */
  ask: (request: (id: number) => Request) => Promise<Reply>;
  /** Sends what needs no reply. */
  tell: (request: Request) => void;
  /** Is told of each message that is no reply. */
  listen: (listener: (message: Reply) => void) => void;
}

export function createRpc(line: Line<Request, Reply>): Rpc {
  const waiting = new Map<number, (reply: Reply) => void>();
  let heard: (message: Reply) => void = () => {};
  let lastId = 0;
  line.listen((message) => {
    const resolve = message.kind === 'recall' ? undefined : waiting.get(message.id);
    if (resolve === undefined) return heard(message);
    waiting.delete(message.id);
    resolve(message);
  });
  return {
    ask: (request) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        line.send(request(lastId));
      }),
    tell: line.send,
    listen: (listener) => {
      heard = listener;
    },
  };
}
