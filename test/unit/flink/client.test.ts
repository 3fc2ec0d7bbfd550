import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { FlinkClient } from '../../../src/flink/client.js';
import type { FlinkConnection } from '../../../src/flink/connection.js';
import { FlinkError } from '../../../src/flink/flinkError.js';
import { answerJson, TestServer } from './testServer.js';

const jobId = 'a'.repeat(32);
const requestId = 'b'.repeat(32);
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(answer: Parameters<typeof TestServer.start>[0]): Promise<TestServer> {
  const server = await TestServer.start(answer);
  closing.push(() => server.stop());
  return server;
}

function clientOf(connection: FlinkConnection): FlinkClient {
  const client = new FlinkClient(connection);
  closing.unshift(() => client.close());
  return client;
}

/** A cluster that answers with the bodies of a recorded case. */
async function recordedCluster(name: string): Promise<{ client: FlinkClient; job: string }> {
  const folder = new URL(`../../fixtures/flink/${name}/`, import.meta.url);
  const job = readdirSync(new URL('jobs/', folder)).find((entry) => /^[0-9a-f]{32}\.json$/.test(entry))!;
  const server = await serve((request, response) => {
    response.end(readFileSync(new URL(`.${request.url!}.json`, folder)));
  });
  return { client: clientOf({ url: server.url }), job: job.replace('.json', '') };
}

describe('a real cluster’s answers', () => {
  it.each(['2.3.0/savepoints', '1.20.5/rocksdb-aligned'])('of %s are understood', async (name) => {
    const { client, job } = await recordedCluster(name);
    expect((await client.overview()).version).toBe(name.split('/')[0]);
    const jobs = await client.jobs();
    expect(jobs.map(({ id }) => id)).toContain(job);
    const checkpoints = await client.checkpoints(job);
    expect(checkpoints.length).toBeGreaterThan(5);
    for (const { status, trigger, end } of checkpoints) {
      if (status === 'completed') expect(end).toBeGreaterThan(trigger);
    }
  });

  it('list checkpoints newest first, savepoints among them', async () => {
    const { client, job } = await recordedCluster('2.3.0/savepoints');
    const checkpoints = await client.checkpoints(job);
    expect(checkpoints.map(({ id }) => id)).toEqual(
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].slice(0, checkpoints.length),
    );
    expect(checkpoints.flatMap(({ id, isSavepoint }) => (isSavepoint ? id : []))).toEqual([10, 5, 2]);
  });

  it('say why a checkpoint failed', async () => {
    const { client, job } = await recordedCluster('2.3.0/declined');
    const failed = (await client.checkpoints(job)).filter(({ status }) => status === 'failed');
    expect(failed.map(({ failure }) => failure)).toContain('Asynchronous task checkpoint failed.');
  });
});

describe('a cluster behind a reverse proxy', () => {
  it.each(['/proxy/flink', '/proxy/flink/', '', '/'])('is asked below the base path %j', async (basePath) => {
    const server = await serve((_request, response) => answerJson(response, { jobs: [] }));
    await clientOf({ url: `${server.url}${basePath}` }).jobs();
    expect(server.requests[0]!.url).toBe(`${basePath.replace(/\/$/, '')}/jobs/overview`);
  });

  it('is followed where it sends on within itself', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/jobs/overview') response.writeHead(307, { location: '/elsewhere' }).end();
      else answerJson(response, { jobs: [] });
    });
    expect(await clientOf({ url: server.url }).jobs()).toEqual([]);
  });
});

describe('credentials', () => {
  it.each([
    [{ auth: { kind: 'bearer', token: 'SECRET' } }, 'Bearer SECRET'],
    [{ auth: { kind: 'basic', user: 'me', password: 'SECRET' } }, `Basic ${btoa('me:SECRET')}`],
    [{ inUrl: 'me:SECR%45T@' }, `Basic ${btoa('me:SECRET')}`],
  ] as const)('are sent, and shown nowhere: %j', async (given, header) => {
    const server = await serve((_request, response) => response.writeHead(403).end('no'));
    const inUrl = 'inUrl' in given ? given.inUrl : '';
    const client = clientOf({ url: server.url.replace('//', `//${inUrl}`), ...('auth' in given && given) });
    const failure = await client.jobs().catch((error: unknown) => error);
    expect(server.requests[0]!.headers.authorization).toBe(header);
    for (const shown of [
      inspect(failure, { depth: 9 }),
      inspect(client, { depth: 9, showHidden: true }),
      client.url,
    ]) {
      expect(shown).not.toMatch(/SECR|Basic|Bearer/);
    }
  });

  it('that no header can carry are refused without being repeated', () => {
    const make = (): FlinkClient =>
      new FlinkClient({ url: 'http://x', auth: { kind: 'bearer', token: 'SEC\nRET' } });
    expect(make).toThrow(TypeError);
    expect(make).not.toThrow(/RET/);
  });

  it('are not in what is said about a URL that is none', () => {
    expect(() => new FlinkClient({ url: 'ftp://me:SECRET@host' })).toThrow(/begins with http/);
    expect(() => new FlinkClient({ url: 'ftp://me:SECRET@host' })).not.toThrow(/SECRET/);
  });
});

describe('a triggered checkpoint', () => {
  it('is waited for and gives its id', async () => {
    let polls = 0;
    const server = await serve((request, response) => {
      if (request.method === 'POST') answerJson(response, { 'request-id': requestId }, 202);
      else if (polls++ < 1) answerJson(response, { status: { id: 'IN_PROGRESS' }, operation: null });
      else answerJson(response, { status: { id: 'COMPLETED' }, operation: { checkpointId: 7 } });
    });
    expect(await clientOf({ url: server.url }).triggerCheckpoint(jobId)).toBe(7);
    expect(server.requests.map(({ method, url }) => `${method!} ${url!}`)).toEqual([
      `POST /jobs/${jobId}/checkpoints`,
      `GET /jobs/${jobId}/checkpoints/${requestId}`,
      `GET /jobs/${jobId}/checkpoints/${requestId}`,
    ]);
  });
});

describe('a triggered savepoint', () => {
  it('goes where it is told and gives its place', async () => {
    let sent = '';
    const server = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => (sent += text));
      const operation = { location: 's3://here/savepoint-1' };
      if (request.method === 'POST') answerJson(response, { 'request-id': requestId }, 202);
      else answerJson(response, { status: { id: 'COMPLETED' }, operation });
    });
    const options = { targetDirectory: 's3://here', format: 'native' } as const;
    expect(await clientOf({ url: server.url }).triggerSavepoint(jobId, options)).toBe(
      's3://here/savepoint-1',
    );
    expect(JSON.parse(sent)).toEqual({
      'cancel-job': false,
      'target-directory': 's3://here',
      formatType: 'NATIVE',
    });
  });

  it('that failed says why, in one line', async () => {
    const trace =
      'java.util.concurrent.CompletionException: no space left\n\tat org.apache.Flink(Flink.java:1)';
    const server = await serve((request, response) => {
      const operation = { 'failure-cause': { class: 'x', 'stack-trace': trace } };
      if (request.method === 'POST') answerJson(response, { 'request-id': requestId }, 202);
      else answerJson(response, { status: { id: 'COMPLETED' }, operation });
    });
    const failure = await clientOf({ url: server.url })
      .triggerSavepoint(jobId, {})
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FlinkError);
    expect((failure as Error).message).toMatch(/failed: no space left\. /);
  });

  it('can be given up', async () => {
    const stop = new AbortController();
    const server = await serve((request, response) => {
      if (request.method === 'POST') answerJson(response, { 'request-id': requestId }, 202);
      else answerJson(response, { status: { id: 'IN_PROGRESS' }, operation: null });
    });
    const waiting = clientOf({ url: server.url }).triggerSavepoint(jobId, {}, stop.signal);
    const reason = new Error('given up');
    setTimeout(() => stop.abort(reason), 50);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('a cluster through a proxy', () => {
  it('that cannot be reached says so without the proxy’s password', async () => {
    const failure = await clientOf({ url: 'http://flink.example', proxy: 'http://me:SECRET@127.0.0.1:1' })
      .jobs()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FlinkError);
    expect(inspect(failure, { depth: 9 })).not.toMatch(/SECRET/);
  });
});
