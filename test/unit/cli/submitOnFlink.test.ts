import { afterEach, describe, expect, it } from 'vitest';
import { submitOnFlink, type Submitted } from '../../../src/cli/onFlink/submitOnFlink.js';
import { FlinkClient } from '../../../src/flink/client.js';
import type { SqlScript } from '../../../src/flinkSql/translation/translate.js';
import { answerJson, TestServer } from '../flink/testServer.js';

const script: SqlScript = {
  job: 'orders',
  statements: [{ sql: 'INSERT INTO results SELECT 1', operator: 'results', line: 9 }],
  operators: [],
  notes: [],
};
const id = (digit: number): string => String(digit).repeat(32);

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** A gateway that dies when it is asked to submit, before a cluster that has these jobs then. */
async function submitted(
  jobs: readonly string[],
  options: { readonly flink?: string; readonly detach?: true } = {},
): Promise<{ outcome: Promise<Submitted>; gateway: TestServer }> {
  let isSubmitted = false;
  const overview = (ids: readonly string[]): object => ({
    jobs: ids.map((jid) => ({ jid, name: 'orders', state: 'RUNNING', 'start-time': 1, 'end-time': -1 })),
  });
  const cluster = await TestServer.start((_, response) => {
    answerJson(response, overview(isSubmitted ? [id(1), ...jobs] : [id(1)]));
  });
  const gateway = await TestServer.start((request, response) => {
    const answers: Readonly<Record<string, object>> = {
      'GET /api_versions': { versions: ['V1', 'V2'] },
      'GET /info': { version: '2.3.0' },
      'POST /v2/sessions': { sessionHandle: 's' },
      'DELETE /v2/sessions/s': { status: 'CLOSED' },
    };
    const answer = answers[`${request.method!} ${request.url!}`];
    if (answer !== undefined) {
      answerJson(response, answer);
      return;
    }
    isSubmitted = true;
    request.socket.destroy();
  });
  servers.push(cluster, gateway);
  const outcome = submitOnFlink({
    pipeline: '/work/orders.pipeline.ts',
    script,
    options: { on: gateway.url, flink: cluster.url, ...options },
    wishes: { signal: new AbortController().signal, last: undefined, onWish: () => () => undefined },
    connect: (url) => Promise.resolve(new FlinkClient({ url })),
    say: () => undefined,
  });
  return { outcome, gateway };
}

describe('a gateway that is lost while it submits', () => {
  it('is no loss where the cluster has the one new job of that name', async () => {
    const { outcome, gateway } = await submitted([id(2)]);
    const { job, client } = await outcome;
    expect(job).toBe(id(2));
    expect(gateway.requests.at(-1)!.method).toBe('DELETE');
    await client!.close();
  });

  it('leaves it to a person which job it is where there are several', async () => {
    const { outcome } = await submitted([id(2), id(3)]);
    await expect(outcome).rejects.toThrow(`which one is this is not known: ${id(2)}, ${id(3)}.`);
  });
});

describe('a cluster that is not reached from here', () => {
  const flink = 'http://127.0.0.1:1';

  it('is said before anything is submitted, as nobody could watch the job', async () => {
    const { outcome, gateway } = await submitted([], { flink });
    await expect(outcome).rejects.toThrow(/127\.0\.0\.1:1 refused .*Nothing was submitted: give --flink/);
    expect(gateway.requests.map(({ url }) => url)).not.toContain('/v2/sessions/s/statements');
  });

  it('is no hindrance for a job that is not to be watched', async () => {
    const { outcome, gateway } = await submitted([], { flink, detach: true });
    await expect(outcome).rejects.toThrow('Whether orders was submitted is not known');
    expect(gateway.requests.map(({ url }) => url)).toContain('/v2/sessions/s/statements');
  });
});
