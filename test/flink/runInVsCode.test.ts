import { afterAll, beforeAll, describe, expect } from 'vitest';
import { FlinkCluster } from '../../scripts/testing/flink/cluster.js';
import { SqlGateway } from '../../scripts/testing/flink/sqlGateway.js';
import { FlinkClient } from '../../src/flink/client.js';
import { fieldsIn } from '../../src/flink/clusterAnswers.js';
import { calmOrders } from '../ui/calmOrders.js';
import { test } from '../ui/session.js';
import type { Workbench } from '../ui/workbench.js';

const patience = { timeout: 300_000 };

let cluster: FlinkCluster;
let gateway: SqlGateway;

beforeAll(async () => {
  cluster = await FlinkCluster.start({ isBrief: true });
  gateway = await SqlGateway.start(cluster);
});

afterAll(async () => {
  await gateway.kill();
  await cluster.stop();
});

describe('a definition that is run on a real Flink from VS Code', () => {
  test.scoped({
    options: {
      files: { 'orders.pipeline.ts': calmOrders },
      settings: {
        'checkpointLens.run.interval': '1s',
        'workbench.colorTheme': process.env['COLOR_THEME'] ?? 'Default Dark Modern',
      },
    },
  });

  test('is watched, stopped with a savepoint, and goes on from it', async ({ workbench }) => {
    await workbench.open('orders.pipeline.ts');
    await workbench.lens('more…').click();
    await workbench.pick('Run on Flink…', 'Run on Flink…');
    await workbench.quickInput.fill(gateway.url);
    await workbench.page.keyboard.press('Enter');
    await workbench.pick('', 'None');
    await seeCheckpoints(workbench);
    await workbench
      .lens(/on Flink: lock hold .* checkpoints/)
      .first()
      .waitFor(patience);
    await workbench.screenshot('lenses of a job on Flink');
    await stop(workbench, 'Stop with Savepoint');
    await workbench.notification(/The savepoint of orders is/).waitFor(patience);
    await workbench.screenshot('savepoint of a job on Flink');

    await workbench.run('Checkpoint Lens: Run on Flink from Savepoint…');
    await expect.poll(() => workbench.quickInput.inputValue()).toMatch(/\/savepoint-/);
    await workbench.screenshot('from which savepoint on Flink');
    await workbench.page.keyboard.press('Enter');
    await workbench.pick('', '127.0.0.1');
    await expect.poll(restored, patience).toMatchObject({ is_savepoint: true });
    expect(workbench.opened.errors).toEqual([]);
  });
});

async function seeCheckpoints({ chart }: Workbench): Promise<void> {
  await chart.row('count per customer').first().waitFor(patience);
  await chart.frame.getByText(/^[1-9]\d* of \d+ completed/).waitFor(patience);
}

async function stop(workbench: Workbench, how: string): Promise<void> {
  await workbench.run('Checkpoint Lens: Stop');
  const dialog = workbench.dialog('Stop orders on Flink?');
  await dialog.waitFor();
  await workbench.screenshot(`how a job on Flink is to end, ${how}`);
  await dialog.getByRole('button', { name: how }).click();
}

/** What the running job was restored from. */
async function restored(): Promise<unknown> {
  const client = new FlinkClient({ url: cluster.url, insecure: false });
  try {
    const running = (await client.jobs()).find(({ state }) => state === 'RUNNING');
    if (running === undefined) return undefined;
    return fieldsIn(fieldsIn(await client.get(`/jobs/${running.id}/checkpoints`), 'latest'), 'restored');
  } finally {
    await client.close();
  }
}
