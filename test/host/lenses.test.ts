import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { settings } from '../../src/host/manifest.js';
import { cleanUp, eventually, inWorkspace, lensesOf, write, writeSample } from './workspace.js';

const definition = inWorkspace('lenses.pipeline.ts');
const trace = (mode: string): vscode.Uri => inWorkspace('.checkpoint-lens', `lenses.${mode}.ckpt.json`);

const text = `import { blackholeSink, pipeline } from 'checkpoint-lens';

export default pipeline('lenses', ({ env }) => {
  const orders = env.source(Order, orderSource).name('orders');
  orders
    .keyBy((order) => order.customer)
    .process(Total, count).name('renamed since').uid('count')
    .sinkTo(blackholeSink()).name('totals');
});
`;

async function numbers(): Promise<readonly string[]> {
  const lenses = await lensesOf(definition);
  return lenses
    .filter(({ title }) => title.includes('lock hold'))
    .map(({ line, title }) => `${line} ${title}`);
}

describe('code lenses', () => {
  beforeEach(async () => {
    await write(definition, text);
    await vscode.window.showTextDocument(definition);
    await eventually('nothing left of the test before', async () => (await numbers()).length === 0);
  });
  afterEach(cleanUp);

  it('offer the ways to run above the pipeline, to compare them, and what else there is', async () => {
    const lenses = await lensesOf(definition);
    assert.deepEqual(
      lenses.map(({ line, title }) => `${line} ${title.replace(/\$\(\w+\)\s/, '')}`),
      ['Run with checkpoints', 'full copy', 'blocking', 'compare', 'more…'].map((title) => `3 ${title}`),
    );
  });

  it('show above each operator its numbers of the newest trace, as soon as there is one', async () => {
    await writeSample(trace('copy-on-write'), { checkpoints: 3 });
    const shown = await eventually('numbers', async () => {
      const now = await numbers();
      return now.length === 3 && now;
    });
    assert.deepEqual(
      shown.map((line) => line.replace(/[\d.]+ (µs|ms)/g, '…')),
      [4, 7, 8].map((line) => `${line} lock hold p99 … · upload … · 3 checkpoints`),
    );
    await writeSample(trace('blocking'), { checkpoints: 1, snapshot: 'blocking' });
    await eventually('the newer numbers', async () =>
      (await numbers())[1]?.startsWith('7 blocking: lock hold p99'),
    );
  });

  it('follow the text while it is edited', async () => {
    await writeSample(trace('copy-on-write'));
    await eventually('numbers', async () => (await numbers()).length === 3);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(definition, new vscode.Position(0, 0), '\n\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(
      (await numbers()).map((line) => line.split(' ')[0]),
      ['6', '9', '10'],
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('are gone when they are switched off', async () => {
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update(settings.codeLensEnabled, false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await lensesOf(definition), []);
    } finally {
      await configuration.update(settings.codeLensEnabled, undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('are not shown in TypeScript that is no definition', async () => {
    const other = inWorkspace('other.ts');
    await write(other, text);
    await vscode.window.showTextDocument(other);
    assert.deepEqual(await lensesOf(other), []);
  });
});
