import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { pipelineTemplate } from '../../src/host/commands/pipelineTemplate.js';
import { commands, settings, viewTypes, type SnapshotMode } from '../../src/host/manifest.js';
import {
  cleanUp,
  customEditors,
  eventually,
  extensionId,
  inWorkspace,
  isOldest,
  lensesOf,
  write,
} from './workspace.js';

async function source(name: string): Promise<{ state?: string }> {
  const text = await readFile(inWorkspace('.checkpoint-lens', name).fsPath, 'utf8').catch(
    () => '{"source":{}}',
  );
  return (JSON.parse(text) as { source: { state?: string } }).source;
}

async function configure(checkpoints: number | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const target = vscode.ConfigurationTarget.Workspace;
  await configuration.update(settings.runCheckpoints, checkpoints, target);
  await configuration.update(settings.runInterval, checkpoints && '500ms', target);
}

const run = (definition: vscode.Uri, mode: SnapshotMode): Thenable<unknown> =>
  vscode.commands.executeCommand(commands.runPipeline, definition, mode);
async function running(name: string): Promise<void> {
  await eventually('a running trace', async () => (await source(name)).state === 'running');
}

describe('a run', () => {
  const orders = inWorkspace('orders.pipeline.ts');
  beforeEach(async () => {
    await vscode.window.showTextDocument(orders);
  });
  afterEach(async () => {
    await configure(undefined);
    await cleanUp();
  });

  it('of the example ends after its checkpoints, with its chart open and its numbers above the operators', async () => {
    await configure(2);
    await run(orders, 'copy-on-write');
    assert.equal((await source('orders.copy-on-write.ckpt.json')).state, 'finished');
    await eventually('the chart', () =>
      customEditors().includes(`${viewTypes.trace} orders.copy-on-write.ckpt.json`),
    );
    await eventually('numbers above every operator', async () => {
      const lenses = await lensesOf(orders);
      return lenses.filter(({ title }) => /^lock hold p99 .+ · 2 checkpoints$/.test(title)).length === 3;
    });
  });

  it('takes the definition as it stands in the editor, saved or not', async () => {
    await configure(1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(orders, new vscode.Position(0, 0), '// unsaved\n');
    await vscode.workspace.applyEdit(edit);
    await run(orders, 'blocking');
    assert.equal((await vscode.workspace.openTextDocument(orders)).isDirty, false);
  });

  it('stops when asked and leaves a readable trace', async () => {
    await configure(1000);
    const ended = run(orders, 'copy-on-write');
    await running('orders.copy-on-write.ckpt.json');
    const lenses = await lensesOf(orders);
    assert.ok(lenses.some(({ title }) => title.endsWith('Stop')));
    await vscode.commands.executeCommand(commands.stop, orders);
    await ended;
    assert.equal((await source('orders.copy-on-write.ckpt.json')).state, 'cancelled');
  });

  // In the oldest VS Code they would ask for no more than those above.
  if (!isOldest) {
    it('of a new pipeline works as it is', async () => {
      await configure(1);
      const definition = inWorkspace('clicks.pipeline.ts');
      await write(definition, pipelineTemplate('clicks'));
      await run(definition, 'full-copy');
      assert.equal((await source('clicks.full-copy.ckpt.json')).state, 'finished');
    });

    it('gives a savepoint beside its checkpoints, and stops with one', async () => {
      await configure(1000);
      const ended = run(orders, 'copy-on-write');
      await running('orders.copy-on-write.ckpt.json');
      await vscode.commands.executeCommand(commands.takeSavepoint, orders);
      await vscode.commands.executeCommand(commands.stopWithSavepoint, orders);
      await ended;
      const { state } = await source('orders.copy-on-write.ckpt.json');
      assert.equal(state, 'finished');
      const storage = inWorkspace('.checkpoint-lens', 'checkpoints', 'orders');
      const savepoints = (await readdir(storage.fsPath)).filter((name) => name.startsWith('savepoint-'));
      assert.equal(savepoints.length, 2);
      for (const name of savepoints) {
        assert.ok((await readdir(join(storage.fsPath, name))).includes('_metadata'));
      }
    });
  }

  it('ends with the extension', async () => {
    await configure(1000);
    const ended = run(orders, 'copy-on-write');
    await running('orders.copy-on-write.ckpt.json');
    const main = join(vscode.extensions.getExtension(extensionId)!.extensionPath, 'dist/extension.cjs');
    await (createRequire(main)(main) as { deactivate(): Promise<void> }).deactivate();
    await ended;
    assert.notEqual((await source('orders.copy-on-write.ckpt.json')).state, 'running');
  });
});
