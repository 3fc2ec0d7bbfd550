import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FakeServer {
  readonly origin: string;
  readonly host: string;
  /** What it was asked, in order; only what came whole. */
  readonly asked: Asked[];
}

export type Reply = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void;

/** A server on this machine that answers as a test likes; gone after the test. */
export async function fakeServer(reply: Reply): Promise<FakeServer> {
  const asked: Asked[] = [];
  return listening(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const one = { method, url, headers, body: Buffer.concat(chunks) };
        asked.push(one);
        reply(one, response, request);
      });
    }),
    asked,
  );
}

/** One that gets to answer before it has read anything. */
export async function hastyServer(
  reply: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FakeServer> {
  return listening(createServer(reply), []);
}

async function listening(server: Server, asked: Asked[]): Promise<FakeServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin: `http://${host}`, host, asked };
}
