import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a server that can be cut: all connections over it break. */
export interface CuttableWay {
  origin: string;
  cut: () => void;
}

/** Leads to the server at this origin until the test is over. */
export async function cuttableWay(origin: string): Promise<CuttableWay> {
  const sockets = new Set<Socket>();
  const { hostname, port } = new URL(origin);
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  // A TCP server's address is always an AddressInfo.
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}
