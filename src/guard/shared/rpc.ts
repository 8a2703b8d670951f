import type { Channel, Reply, Request } from './message.ts';

/** A worker's calls to the coordinator. */
export interface Rpc {
  /** Sends the request, which is built with an unused id, and resolves with its reply. */
  call: (request: (id: number) => Request) => Promise<Reply>;
  /** Sends a message that has no reply. */
  send: (message: Request) => void;
  /** Sets the listener for messages that are not replies to a call. */
  listen: (listener: (message: Reply) => void) => void;
}

export function createRpc(channel: Channel<Request, Reply>): Rpc {
  const pending = new Map<number, (reply: Reply) => void>();
  let onMessage: (message: Reply) => void = () => {};
  let lastId = 0;
  channel.listen((message) => {
    // The coordinator numbers its own `reclaim` messages, so their ids are not ids of calls.
    const resolve = message.kind === 'reclaim' ? undefined : pending.get(message.id);
    if (resolve === undefined) return onMessage(message);
    pending.delete(message.id);
    resolve(message);
  });
  return {
    call: (request) =>
      new Promise((resolve) => {
        lastId += 1;
        pending.set(lastId, resolve);
        channel.send(request(lastId));
      }),
    send: channel.send,
    listen: (listener) => {
      onMessage = listener;
    },
  };
}
