import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on this machine that answers as a test wants. */
export class TestServer {
  readonly requests: IncomingMessage[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(answer: RequestListener, port = 0): Promise<TestServer> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const started = new TestServer(server, (server.address() as AddressInfo).port);
    server.on('request', (request, response) => {
      started.requests.push(request);
      answer(request, response);
    });
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
