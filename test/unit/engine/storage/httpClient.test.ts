import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { Exchange } from '../../../../src/engine/storage/http/exchange.js';
import { HttpClient } from '../../../../src/engine/storage/http/httpClient.js';
import { Throttle, throttleMemory } from '../../../../src/engine/storage/throttle.js';
import { StorageError, UploadAborted } from '../../../../src/engine/storage/storage.js';
import { fakeServer, hastyServer, type FakeServer } from './fakeServer.js';

const client = new HttpClient({ silence: 200, noticedSilence: 100, smallRequest: 600 });

function get({ origin }: Pick<FakeServer, 'origin'>, more: Partial<Exchange> = {}): Exchange {
  return { method: 'GET', url: new URL(`${origin}/file`), bytesMax: 1000, ...more };
}

async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => new Error('it succeeded'),
    (error: unknown) => error as Error,
  );
}

describe('a server that means no good', () => {
  it('that never answers is given up, and may be asked again', async () => {
    const server = await fakeServer(() => undefined);
    const error = await failure(client.exchange(get(server)));
    expect(error).toMatchObject({ message: `${server.host} did not answer in time`, isTransient: true });
  });

  it('that keeps silent is told of once until it has answered, with since when and for how long it is waited for', async () => {
    let answers = false;
    const server = await fakeServer((_, response) => {
      if (answers) response.end('here');
    });
    const told: (readonly [string, number])[] = [];
    const limits = { silence: 200, noticedSilence: 50, smallRequest: 600 };
    const began = Date.now();
    const watched = new HttpClient(limits, (host, since, limit) => {
      expect(since).toBeGreaterThanOrEqual(began - 1);
      told.push([host, limit]);
    });
    await Promise.all([failure(watched.exchange(get(server))), failure(watched.exchange(get(server)))]);
    await failure(watched.exchange(get(server)));
    expect(told).toEqual([[server.host, 200]]);
    answers = true;
    await watched.exchange(get(server));
    answers = false;
    await failure(watched.exchange(get(server)));
    expect(told.length).toBe(2);
  });

  it('that never answers is given up a second after somebody begins to wait for the end', async () => {
    const server = await fakeServer(() => undefined);
    const ending = new AbortController();
    const patient = new HttpClient(
      { silence: 1e9, noticedSilence: 1e9, smallRequest: 1e9 },
      undefined,
      ending.signal,
    );
    const before = failure(patient.exchange(get(server)));
    await vi.waitUntil(() => server.asked.length > 0);
    ending.abort();
    const after = failure(patient.exchange(get(server, { movesFile: true })));
    for (const error of await Promise.all([before, after])) {
      expect(error.message).toBe(`${server.host} did not answer in time`);
    }
  });

  it('that stops in the middle of an answer is given up', async () => {
    const server = await fakeServer((_, response) => response.writeHead(200).write('some'));
    expect(await failure(client.exchange(get(server)))).toMatchObject({
      isTransient: true,
      message: expect.stringMatching(/in time/) as string,
    });
  });

  it('that answers a byte now and then for ever is given up', async () => {
    const server = await fakeServer((_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await failure(client.exchange(get(server)))).toMatchObject({
      message: expect.stringMatching(/in time/) as string,
    });
  });

  it('that sends without end is cut off', async () => {
    const server = await fakeServer((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    const error = await failure(client.exchange(get(server)));
    expect(error.message).toBe(`${server.host} answers with more than the 1000 bytes expected`);
    expect(error).toMatchObject({ isTransient: false });
  });

  it('that claims an answer too long is not even read', async () => {
    const server = await fakeServer((_, response) =>
      response.writeHead(200, { 'content-length': 1e15 }).write('x'),
    );
    expect(await failure(client.exchange(get(server)))).toMatchObject({
      message: expect.stringMatching(/more than the 1000 bytes/) as string,
    });
  });

  it('that ends an answer early has not answered', async () => {
    const server = await fakeServer((_, response) => {
      response.writeHead(200, { 'content-length': 500 });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await failure(client.exchange(get(server)))).toMatchObject({
      isTransient: true,
      message: expect.stringMatching(/cut/) as string,
    });
  });

  it('that does not speak HTTP is named as such', async () => {
    const server = await hastyServer((request) => request.socket.end('hello, I am a mail server\r\n'));
    const error = await failure(client.exchange(get(server)));
    expect(error).toMatchObject({
      message: `no answer from ${server.host}: it does not speak HTTP`,
      isTransient: false,
    });
  });

  it('that sends on elsewhere is not followed', async () => {
    const other = await fakeServer((_, response) => response.end('taken in'));
    const server = await fakeServer((_, response) =>
      response.writeHead(302, { location: other.origin }).end(),
    );
    expect(await client.exchange(get(server))).toMatchObject({ status: 302 });
    expect(other.asked).toEqual([]);
  });

  it('that is not there', async () => {
    const error = await failure(client.exchange(get({ origin: 'http://127.0.0.1:1' })));
    expect(error.message).toBe('no answer from 127.0.0.1:1: nothing listens there');
    const nowhere = await failure(client.exchange(get({ origin: 'http://nowhere.invalid' })));
    expect(nowhere.message).toMatch(/^no answer from nowhere\.invalid: (there is no host|its name cannot)/);
  });
});

describe('an upload', () => {
  const body = new Uint8Array(3 << 20).fill(7);
  const put = (server: FakeServer, more: Partial<Exchange> = {}): Exchange => ({
    method: 'PUT',
    url: new URL(`${server.origin}/file`),
    body,
    bytesMax: 1000,
    movesFile: true,
    ...more,
  });

  it('arrives whole, with its length, after an unasked 100', async () => {
    const server = await fakeServer(({ body: arrived }, response) => {
      response.writeContinue();
      response.writeHead(201).end(String(arrived.length));
    });
    const answer = await client.exchange(put(server));
    expect([answer.status, new TextDecoder().decode(answer.body)]).toEqual([201, String(body.length)]);
    expect(server.asked[0]!.headers['content-length']).toBe(String(body.length));
  });

  it('may take longer than a small request as long as bytes move, and its own waiting is not the server’s', async () => {
    const server = await fakeServer((_, response) => response.writeHead(201).end());
    const answer = await client.exchange(
      put(server, { body: body.subarray(0, 1 << 20), beforeBytes: () => delay(250) }),
    );
    expect(answer.status).toBe(201);
  });

  it('that is slowed goes evenly, not in steps of seconds', async () => {
    const server = await fakeServer(({ body: arrived }, response) => {
      response.writeHead(201).end(String(arrived.length));
    });
    const throttle = new Throttle(throttleMemory(), 200_000);
    const steps: number[] = [];
    const beforeBytes = (bytes: number): Promise<void> => {
      steps.push(bytes);
      return throttle.take(bytes);
    };
    const { stepBytes } = throttle;
    const answer = await client.exchange(
      put(server, { body: body.subarray(0, 100_000), beforeBytes, stepBytes }),
    );
    expect(new TextDecoder().decode(answer.body)).toBe('100000');
    expect(steps).toEqual(Array(10).fill(10_000));
  });

  it('that the server refuses early ends with its reason', async () => {
    const server = await hastyServer((request, response) => {
      request.on('error', () => undefined).resume();
      response.writeHead(403).end('no');
    });
    // Slow, so that the answer comes in the middle.
    const answer = await client.exchange(put(server, { beforeBytes: () => delay(30) }));
    expect([answer.status, new TextDecoder().decode(answer.body)]).toEqual([403, 'no']);
  });

  it('to a server that takes nothing is given up', async () => {
    const server = await hastyServer(() => undefined);
    const error = await failure(client.exchange(put(server, { body: new Uint8Array(64 << 20) })));
    expect(error).toMatchObject({
      isTransient: true,
      message: expect.stringMatching(/did not answer in time/) as string,
    });
  });

  it('ends at once when it is given up', async () => {
    const server = await fakeServer(() => undefined);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    expect(await failure(client.exchange(put(server, { signal: controller.signal })))).toBeInstanceOf(
      UploadAborted,
    );
    expect(await failure(client.exchange(put(server, { signal: controller.signal })))).toBeInstanceOf(
      UploadAborted,
    );
  });

  it('to a server that goes away may be tried again', async () => {
    const server = await hastyServer((request) => void request.once('data', () => request.socket.destroy()));
    const error = await failure(client.exchange(put(server)));
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ isTransient: true });
  });
});
