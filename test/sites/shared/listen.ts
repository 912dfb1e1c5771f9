import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';

export interface Listening {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Where a machine has no IPv6, or no ::1, there is nothing to listen on. */
const NO_IPV6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * Serves on this machine alone, under the same port on 127.0.0.1 and ::1: a browser may take either for *.localhost.
 *
 * @param make Makes one server of the pair. @param port 0 for any free one.
 */
export async function listen(make: () => Server, port: number): Promise<Listening> {
  const [four, six] = [make(), make()];
  await start(four, port, '127.0.0.1');
  const chosen = (four.address() as AddressInfo).port;
  try {
    await start(six, chosen, '::1');
  } catch (error) {
    if (!NO_IPV6.includes(codeOf(error))) {
      await stop(four);
      throw error;
    }
  }
  return {
    port: chosen,
    async stop() {
      await Promise.all([stop(four), stop(six)]);
    },
  };
}

function start(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = new Error(`Port ${port} is taken. End what uses it, or choose another.`, {
        cause: error,
      });
      reject(codeOf(error) === 'EADDRINUSE' ? taken : error);
    });
    server.listen(port, host, resolve);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
