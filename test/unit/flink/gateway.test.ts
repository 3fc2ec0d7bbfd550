import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { reasonIn } from '../../../src/flink/gateway/gatewayAnswers.js';
import { GatewayClient, SessionLostError, StatementError } from '../../../src/flink/gateway/gatewayClient.js';
import { GatewaySession } from '../../../src/flink/gateway/gatewaySession.js';
import { answerJson, TestServer } from './testServer.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Routes = Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>>;

const usual: Routes = {
  'GET /api_versions': (response) => answerJson(response, { versions: ['V1', 'V2', 'V3', 'V4'] }),
  'GET /info': (response) => answerJson(response, { productName: 'Apache Flink', version: '2.3.0' }),
  'POST /v2/sessions': (response) => answerJson(response, { sessionHandle: 's' }),
  'DELETE /v2/sessions/s': (response) => answerJson(response, { status: 'CLOSED' }),
  'POST /v2/sessions/s/statements': (response) => answerJson(response, { operationHandle: 'o' }),
};

/** A gateway that answers as given, else as a sound one does. */
async function gateway(routes: Routes = {}): Promise<{ client: GatewayClient; server: TestServer }> {
  const all = { ...usual, ...routes };
  const server = await TestServer.start((request, response) => {
    const answer = all[`${request.method!} ${request.url!.replace(/\?.*/, '')}`];
    if (answer) answer(response, request);
    else answerJson(response, { errors: ['Not found: /x'] }, 404);
  });
  const client = new GatewayClient({ url: server.url });
  closing.push(
    () => client.close(),
    () => server.stop(),
  );
  return { client, server };
}

const page = (token: number): string => `GET /v2/sessions/s/operations/o/result/${token}`;

const lost = {
  errors: [
    "org.apache.flink.table.gateway.api.utils.SqlGatewayException: Session 's' does not exist.\n\tat org.apache.flink.X",
  ],
};

describe('a SQL Gateway', () => {
  it('is asked for its version first', async () => {
    const { client } = await gateway();
    expect(await client.checkedVersion()).toBe('2.3.0');
  });

  it.each(['1.16.3', '1.20.5', '2.0.2'])(
    'of an older Flink, as %s, is refused with the version that is needed',
    async (version) => {
      const { client } = await gateway({
        'GET /info': (response) => answerJson(response, { version }),
      });
      await expect(client.checkedVersion()).rejects.toThrow(
        `is the SQL Gateway of Flink ${version}, whose SQL is another. Use one of Flink 2.1 or newer.`,
      );
    },
  );

  it.each(['2.1.0', '2.10.1', '3.0-SNAPSHOT'])('of a newer Flink, as %s, is taken', async (version) => {
    const { client } = await gateway({ 'GET /info': (response) => answerJson(response, { version }) });
    expect(await client.checkedVersion()).toBe(version);
  });

  it('that is something else is said to be none', async () => {
    const { client } = await gateway({
      'GET /api_versions': (response) =>
        answerJson(response, { errors: ['Unable to load requested file'] }, 404),
    });
    await expect(client.checkedVersion()).rejects.toThrow(/did not answer as a SQL Gateway.*:8083/);
  });

  it('that is the JobManager, whose address is easily taken for it, is said to be that', async () => {
    const { client } = await gateway({
      'GET /api_versions': (response) => answerJson(response, { errors: ['Not found: /api_versions'] }, 404),
      'GET /config': (response) => answerJson(response, { 'flink-version': '2.3.0' }),
    });
    await expect(client.checkedVersion()).rejects.toThrow(
      /is a JobManager of Flink 2\.3\.0, and no SQL Gateway\..*usually at port 8083/,
    );
  });

  it('that has left the REST API of these days behind is refused for that', async () => {
    const { client } = await gateway({
      'GET /api_versions': (response) => answerJson(response, { versions: ['V3', 'V4', 'V5'] }),
      'GET /info': (response) => answerJson(response, { version: '3.0.0' }),
    });
    await expect(client.checkedVersion()).rejects.toThrow(
      /Flink 3\.0\.0, which does not have version 2 of the REST API/,
    );
  });

  it('that is not there is said to be down', async () => {
    const client = new GatewayClient({ url: 'http://127.0.0.1:1' });
    closing.push(() => client.close());
    await expect(client.checkedVersion()).rejects.toThrow(
      /refused the connection.*that the SQL Gateway is running/,
    );
  });
});

describe('a session', () => {
  it('gives the job that a statement starts, from whichever page has it', async () => {
    let asked = 0;
    const { client } = await gateway({
      [page(0)]: (response) => {
        asked += 1;
        answerJson(
          response,
          asked < 3
            ? { resultType: 'NOT_READY', nextResultUri: '/next' }
            : {
                resultType: 'PAYLOAD',
                jobID: 'j',
                results: { data: [{ kind: 'INSERT', fields: ['j'] }] },
                nextResultUri: '/next',
              },
        );
      },
      [page(1)]: (response) => answerJson(response, { resultType: 'EOS', results: { data: [] } }),
    });
    const session = await GatewaySession.open(client, 'test');
    expect(await session.execute('INSERT INTO a SELECT * FROM b')).toEqual({ jobId: 'j', rows: [['j']] });
    await session.close();
  });

  it('is closed at the gateway too', async () => {
    const { client, server } = await gateway();
    await (await GatewaySession.open(client, 'test')).close();
    expect(server.requests.map(({ method, url }) => `${method!} ${url!}`)).toEqual([
      'POST /v2/sessions',
      'DELETE /v2/sessions/s',
    ]);
  });

  it('that the gateway has lost is said to be lost', async () => {
    const { client } = await gateway({
      'POST /v2/sessions/s/statements': (response) => answerJson(response, lost, 500),
    });
    const session = await GatewaySession.open(client, 'test');
    await expect(session.execute('SHOW JOBS')).rejects.toThrow(SessionLostError);
    await session.close();
  });

  it('says of a statement that fails what Flink says in the end', async () => {
    const { client } = await gateway({
      [page(0)]: (response) =>
        answerJson(
          response,
          {
            errors: [
              'Internal server error.',
              '<Exception on server side:\norg.apache.flink.SqlGatewayException: Failed.\n\tat a.B.c(B.java:1)\nCaused by: ' +
                "org.apache.calcite.runtime.CalciteException: Column 'x' not found in any table\n\t... 40 more\n\nEnd of exception on server side>",
            ],
          },
          500,
        ),
    });
    const session = await GatewaySession.open(client, 'test');
    const failing = session.execute('SELECT x FROM t');
    await expect(failing).rejects.toThrow(StatementError);
    await expect(failing).rejects.toThrow("Column 'x' not found in any table");
    await session.close();
  });
});

it('a reason of one word comes with what kind of failure it is', () => {
  const errors = ['Caused by: java.lang.ClassNotFoundException: nonsense\n\tat java.base/x(Y.java:1)'];
  expect(reasonIn({ errors })).toBe('ClassNotFoundException: nonsense');
});
