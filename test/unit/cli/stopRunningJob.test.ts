import { afterEach, describe, expect, it } from 'vitest';
import { JobEndedError, stopRunningJob } from '../../../src/cli/stopRunningJob.js';
import { FlinkClient } from '../../../src/flink/client.js';
import { answerJson, TestServer } from '../flink/testServer.js';

const job = '1'.repeat(32);
const request = '2'.repeat(32);

/** As Flink 2.3 says it. */
const withoutFolder =
  'org.apache.flink.runtime.rest.handler.RestHandlerException: Config key [execution.checkpointing.savepoint-dir] is not set. ' +
  'Property [targetDirectory] must be provided.';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Answers {
  readonly state?: string;
  readonly checkpoint?: string;
  /** How often there is none yet. */
  readonly checkpointAfter?: number;
  /** Where savepoints go that come without a folder. */
  readonly folder?: string;
  readonly cancelStatus?: number;
}

/** The JobManager of one job, or of none where there is no state. */
async function jobManager(answers: Answers): Promise<FlinkClient> {
  const { state, checkpoint, checkpointAfter = 0, folder, cancelStatus = 202 } = answers;
  let target: string | undefined;
  let asked = 0;
  const jobs =
    state === undefined ? [] : [{ jid: job, name: 'orders', state, 'start-time': 1, 'end-time': -1 }];
  const server = await TestServer.start((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const at = `${message.method!} ${message.url!}`;
      if (at === 'GET /jobs/overview') answerJson(response, { jobs });
      else if (at === `GET /jobs/${job}/checkpoints`) {
        const isThere = asked++ >= checkpointAfter;
        answerJson(response, {
          latest: { completed: isThere && checkpoint ? { external_path: checkpoint } : null },
        });
      } else if (at === `PATCH /jobs/${job}?mode=cancel`) {
        answerJson(response, { errors: ['Not found'] }, cancelStatus);
      } else if (at === `POST /jobs/${job}/stop`) {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as { readonly targetDirectory?: string };
        target = body.targetDirectory ?? folder;
        if (target === undefined) answerJson(response, { errors: [withoutFolder] }, 400);
        else answerJson(response, { 'request-id': request });
      } else {
        answerJson(response, {
          status: { id: 'COMPLETED' },
          operation: { location: `${target!}/savepoint-1` },
        });
      }
    });
  });
  const client = new FlinkClient({ url: server.url });
  closing.push(
    () => client.close(),
    () => server.stop(),
  );
  return client;
}

describe('the savepoint of a job that is stopped', () => {
  const checkpoint = `s3://flink/checkpoints/${job}/chk-7`;

  it('goes where the cluster keeps its savepoints', async () => {
    const client = await jobManager({ state: 'RUNNING', folder: 's3://flink/savepoints', checkpoint });
    const stopped = await stopRunningJob(client, job, { savepoint: true });
    expect(stopped).toEqual({ kind: 'savepoint', location: 's3://flink/savepoints/savepoint-1' });
  });

  it('goes where the job’s checkpoints are, on a cluster that has no folder for savepoints', async () => {
    const client = await jobManager({ state: 'RUNNING', checkpoint });
    const stopped = await stopRunningJob(client, job, { savepoint: true });
    expect(stopped).toEqual({ kind: 'savepoint', location: 's3://flink/checkpoints/savepoint-1' });
  });

  it('waits for the first checkpoint of a job that has just been submitted, which tells of the folder', async () => {
    const client = await jobManager({ state: 'RUNNING', checkpoint, checkpointAfter: 1 });
    const stopped = await stopRunningJob(client, job, { savepoint: true });
    expect(stopped).toEqual({ kind: 'savepoint', location: 's3://flink/checkpoints/savepoint-1' });
  });

  it('is not there, and what to do is said, where no checkpoint tells of a folder', async () => {
    const client = await jobManager({ state: 'RUNNING' });
    await expect(stopRunningJob(client, job, { savepoint: true }, 0)).rejects.toThrow(
      `Job ${job} was not stopped and goes on: its cluster has no folder for savepoints.`,
    );
  });
});

describe('a job that is to be stopped', () => {
  it('and has ended meanwhile is not said to go on', async () => {
    const client = await jobManager({ state: 'FINISHED', cancelStatus: 404 });
    const stopped = stopRunningJob(client, job, { savepoint: false });
    await expect(stopped).rejects.toThrow(JobEndedError);
    await expect(stopped).rejects.toThrow(`Job ${job} had ended before: FINISHED.`);
  });

  it('and that its JobManager does not know any more is not said to go on', async () => {
    const client = await jobManager({ cancelStatus: 404 });
    await expect(stopRunningJob(client, job, { savepoint: false })).rejects.toThrow(
      /does not know job .* any more: its JobManager was started anew/,
    );
  });

  it('by a JobManager that does not answer may stop or not', async () => {
    const client = new FlinkClient({ url: 'http://127.0.0.1:1' });
    closing.push(() => client.close());
    await expect(stopRunningJob(client, job, { savepoint: false })).rejects.toThrow(
      `Whether job ${job} stops is not known: `,
    );
  });
});
