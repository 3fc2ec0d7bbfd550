import type { RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { FlinkClient } from '../../../src/flink/client.js';
import { FlinkError, type FlinkErrorKind } from '../../../src/flink/flinkError.js';
import type { TransportLimits } from '../../../src/flink/transport.js';
import { TestServer } from './testServer.js';

/** As the real ones, but so that a test need not wait. */
const limits: TransportLimits = {
  connectMs: 1000,
  silenceMs: 300,
  answerMs: 1500,
  bodyBytes: 1 << 20,
  headerBytes: 16 << 10,
};

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function failureAt(url: string): Promise<FlinkError> {
  const client = new FlinkClient({ url, auth: { kind: 'bearer', token: 'SECRET' } }, limits);
  closing.push(() => client.close());
  const failure = await client.jobs().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FlinkError);
  return failure as FlinkError;
}

async function failureOf(answer: RequestListener): Promise<FlinkError> {
  const server = await TestServer.start(answer);
  closing.push(() => server.stop());
  return failureAt(server.url);
}

/** Sends bytes to whoever connects, whatever they say. */
async function rawServer(talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => talk(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    return once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const json = { 'content-type': 'application/json' };

/** Writes until the other side has enough. */
function endless(piece: string): RequestListener {
  return (_request, response) => {
    response.writeHead(200, json);
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
}

const cases: readonly (readonly [what: string, FlinkErrorKind, RegExp, RequestListener])[] = [
  ['never answers', 'timeout', /did not answer in time/, () => undefined],
  [
    'stops in the middle of an answer',
    'timeout',
    /stopped in the middle/,
    (_request, response) => void response.writeHead(200, json).write('{"jobs":['),
  ],
  [
    'sends a byte now and then',
    'timeout',
    /did not finish its answer/,
    (_request, response) => {
      response.writeHead(200, json);
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(timer));
    },
  ],
  ['sends a body without end', 'tooLarge', /above the limit/, endless('x'.repeat(65_536))],
  [
    'announces a body beyond measure',
    'tooLarge',
    /announced too large/,
    (_request, response) =>
      response.writeHead(200, { ...json, 'content-length': '99999999999' }).flushHeaders(),
  ],
  [
    'sends on to another host',
    'redirect',
    /sends requests on to http:\/\/evil\.example:1\/steal, another server/,
    (_request, response) =>
      response.writeHead(302, { location: 'http://user:pass@evil.example:1/steal?token=1' }).end(),
  ],
  [
    'sends on and on',
    'redirect',
    /sent a request on 3 times/,
    (request, response) => response.writeHead(302, { location: `${request.url!}x` }).end(),
  ],
  [
    'shows a page to log in',
    'notFlink',
    /a web page \(200\), perhaps one to log in/,
    (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('\n<!doctype html><form>'),
  ],
  [
    'does not know the password',
    'unauthorized',
    /did not let the request in \(401\)/,
    (_request, response) => response.writeHead(401).end('who are you?'),
  ],
  [
    'is a proxy without a JobManager behind it',
    'server',
    /502, and not in Flink’s JSON/,
    (_request, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>'),
  ],
  [
    'sends text that is no JSON',
    'notFlink',
    /not JSON/,
    (_request, response) => response.writeHead(200, json).end('{"jobs":'),
  ],
  [
    'sends JSON of the wrong shape',
    'notFlink',
    /without a list of jobs/,
    (_request, response) => response.writeHead(200, json).end('{"jobs":{"0":1}}'),
  ],
  [
    'nests its JSON without end',
    'notFlink',
    /nested more than/,
    (_request, response) => response.writeHead(200, json).end('['.repeat(500_000)),
  ],
  [
    'compresses though not asked',
    'notFlink',
    /encoding that was not asked for/,
    (_request, response) =>
      response
        .writeHead(200, { ...json, 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(50 << 20, 0x20))),
  ],
  [
    'cuts the connection',
    'unreachable',
    /cut the connection/,
    (_request, response) => {
      response.writeHead(200, { ...json, 'transfer-encoding': 'chunked' }).write('{');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  [
    'says what is wrong in Flink’s words',
    'server',
    /answered 503: Service temporarily unavailable due to an ongoing leader election\. /,
    (_request, response) =>
      response
        .writeHead(503, json)
        .end(
          '{"errors":["Service temporarily unavailable due to an ongoing leader election. Please refresh.\\n\\tat a.B"]}',
        ),
  ],
];

describe('a server that', () => {
  it.each(cases)('%s costs no more than a message', async (_what, kind, message, answer) => {
    const failure = await failureOf(answer);
    expect(failure.message).toMatch(message);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    expect(failure.message).not.toMatch(/SECRET|token=|user:pass|\n/);
  });

  it('sends headers of megabytes costs no more than a message', async () => {
    const url = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const header = `x-filler: ${'y'.repeat(65_536)}\r\n`;
      for (let sent = 0; sent < 160; sent++) socket.write(header);
    });
    expect(await failureAt(url)).toMatchObject({ kind: 'tooLarge' });
  });

  it('speaks something else than HTTP costs no more than a message', async () => {
    const url = await rawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(await failureAt(url)).toMatchObject({ kind: 'notFlink' });
  });

  it('ends a chunked body too early costs no more than a message', async () => {
    const url = await rawServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"jobs":'),
    );
    expect(await failureAt(url)).toMatchObject({ kind: 'unreachable' });
  });

  it('is not there costs no more than a message', async () => {
    const server = await TestServer.start(() => undefined);
    await server.stop();
    expect(await failureAt(server.url)).toMatchObject({ kind: 'refused' });
  });

  it('has a name that nobody knows costs no more than a message', async () => {
    expect((await failureAt('http://nowhere.invalid:8081')).kind).toBe('unreachable');
  });

  it('is asked for https and speaks http costs no more than a message', async () => {
    const server = await TestServer.start((_request, response) => response.end('{}'));
    closing.push(() => server.stop());
    expect((await failureAt(server.url.replace('http', 'https'))).kind).toBe('certificate');
  });

  it('sends a body without end leaves no more memory in use than the limit', async () => {
    const before = process.memoryUsage().arrayBuffers;
    await failureOf(endless('x'.repeat(65_536)));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * limits.bodyBytes);
  });
});
