import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordInto } from '../../../src/cli/recordJob.js';
import { RecordProgress } from '../../../src/cli/recordProgress.js';
import { FlinkClient } from '../../../src/flink/client.js';
import { answerJson, TestServer } from '../flink/testServer.js';

let folder: string;
let server: TestServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  server = await TestServer.start((_, response) => answerJson(response, { jobs: [] }));
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function recorded(url: string): Promise<void> {
  const client = new FlinkClient({ url });
  const settings = { follows: () => true, pollMs: 100, durationMs: Infinity };
  const progress = new RecordProgress({ write: () => undefined });
  const { signal } = new AbortController();
  return recordInto(client, join(folder, 'orders.ckpt.json'), settings, progress, signal).finally(() =>
    client.close(),
  );
}

describe('a trace of which nothing could be recorded', () => {
  it('says that the cluster is not reached, not that the trace is empty', async () => {
    await expect(recorded('http://127.0.0.1:1')).rejects.toThrow('refused the connection');
  });

  it('says that the cluster does not know the job', async () => {
    await expect(recorded(server.url)).rejects.toThrow(`${server.url}: does not know the job.`);
  });
});
