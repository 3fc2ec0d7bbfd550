import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Cluster } from '../../src/host/clusters/cluster.js';
import type { JobOfCluster } from '../../src/host/clusters/clusterNodes.js';
import { pollMs } from '../../src/host/clusters/clusterWatch.js';
import { commands, viewTypes, views } from '../../src/host/manifest.js';
import { Recording } from '../../src/host/recordings/recording.js';
import { findNode } from '../../src/host/runs/nodeRuntime.js';
import { FakeFlink } from '../fixtures/fakeFlink.js';
import { cleanUp, customEditors, eventually, extensionId, inWorkspace } from './workspace.js';

const repository = vscode.extensions.getExtension(extensionId)!.extensionPath;
const recorded = join(repository, 'test/fixtures/flink/2.3.0/hashmap-1m');
const id = '679d1dae00cb2104cd69f66d6ffad2cb';
const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

async function recordings(): Promise<readonly vscode.Uri[]> {
  const folder = inWorkspace('.checkpoint-lens');
  const entries = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => []);
  const names = entries.map(([name]) => name).filter((name) => name.endsWith('.flink.jsonl'));
  return names.map((name) => vscode.Uri.joinPath(folder, name));
}

describe('a running cluster', () => {
  let flink: FakeFlink;
  let cluster: Cluster;
  let job: JobOfCluster;

  before(async () => {
    flink = await FakeFlink.start({ recorded, state: 'RUNNING' });
    cluster = { url: flink.url, auth: 'none', insecure: false };
    job = { cluster, job: { id, name: 'count per customer', state: 'RUNNING' } };
  });
  after(async () => {
    await flink.stop();
    await cleanUp();
  });

  it('is connected to after it has said its version, and then the view asks it for its jobs', async () => {
    await run(commands.connect, flink.url);
    assert.deepEqual(flink.requests.slice(0, 2).toSorted(), ['GET /config', 'GET /overview']);
    await eventually('jobs and checkpoints', () =>
      ['GET /jobs/overview', `GET /jobs/${id}/checkpoints`].every((one) => flink.requests.includes(one)),
    );
  });

  it('is left alone while nobody sees the view', async () => {
    await run('workbench.view.explorer');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = flink.requests.length;
    await new Promise((resolve) => setTimeout(resolve, pollMs + 1000));
    assert.deepEqual(flink.requests.slice(before), []);
    await run(`${views.clusters}.focus`);
    await eventually('a look', () => flink.requests.length > before);
  });

  it('is recorded into the folder that is open, seen while it grows, until it is stopped', async () => {
    const ended = run(commands.recordJob, job);
    await eventually('the editor', () => customEditors().some((editor) => editor.endsWith('.flink.jsonl')));
    const [file] = await recordings();
    assert.ok(file);
    assert.match(file.path, /\/count-per-customer-\d{8}-\d{6}\.flink\.jsonl$/);
    assert.ok(customEditors().includes(`${viewTypes.trace} ${file.path.split('/').at(-1)}`));
    await eventually('recorded checkpoints', async () =>
      (await readFile(file.fsPath, 'utf8')).includes('/checkpoints/details/'),
    );
    await run(commands.recordJob, job);
    assert.equal((await recordings()).length, 1, 'one recording of a job at a time');
    await run(commands.stopRecording, job);
    await ended;
    const lines = (await readFile(file.fsPath, 'utf8')).trimEnd().split('\n');
    for (const line of lines) assert.doesNotThrow(() => JSON.parse(line) as unknown, line.slice(0, 200));
  });

  it('shows the checkpoints that it has now without a recording that lasts', async () => {
    await cleanUp();
    await run(commands.openCheckpoints, job);
    assert.ok(customEditors().includes(`${viewTypes.trace} count-per-customer-679d1dae.flink.jsonl`));
    assert.deepEqual(await recordings(), []);
  });

  it('takes a checkpoint when it is told to', async () => {
    await run(commands.triggerCheckpoint, job);
    assert.ok(flink.requests.includes(`POST /jobs/${id}/checkpoints`));
  });

  it('is forgotten when it is removed', async () => {
    await run(commands.removeCluster, { cluster });
    const before = flink.requests.length;
    await run(commands.refreshClusters);
    assert.equal(flink.requests.length, before);
  });
});

describe('a cluster that asks for a token', () => {
  const log = { info: () => undefined, warn: () => undefined };

  it('is recorded with it; nobody sees it among the arguments of the process', async () => {
    const flink = await FakeFlink.start({ recorded, authorization: 'Bearer t0ken' });
    const output = inWorkspace('secured.flink.jsonl');
    const lines: string[] = [];
    try {
      const recording = new Recording(
        {
          connection: { url: flink.url, auth: { kind: 'bearer', token: 't0ken' } },
          job: { id, name: 'count per customer' },
          output: output.fsPath,
          duration: '1s',
        },
        join(repository, 'dist/cli.js'),
        await findNode(process.execPath),
        { ...log, info: (line) => lines.push(line) },
      );
      assert.deepEqual(await recording.ended, { outcome: 'finished' });
      assert.ok(lines.some((line) => line.includes('record --flink')));
      assert.doesNotMatch(lines.join('\n'), /t0ken/);
      assert.doesNotMatch(await readFile(output.fsPath, 'utf8'), /t0ken/);
    } finally {
      await flink.stop();
      await vscode.workspace.fs.delete(output).then(undefined, () => undefined);
    }
  });
});
