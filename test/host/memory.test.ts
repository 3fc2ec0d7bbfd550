import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { packTrace } from '../../src/trace/transfer.js';
import { commands } from '../../src/host/manifest.js';
import { hugeTrace } from '../fixtures/hugeTrace.js';
import { cleanUp, eventually, inWorkspace, write, writeSample } from './workspace.js';

describe('memory', () => {
  const large = inWorkspace('large.ckpt.json');
  const small = inWorkspace('small.ckpt.json');
  // An editor takes a second whatever it shows: so these are few traces, each far larger than all else that comes and goes.
  const trace = hugeTrace(100_000, 40);
  const times = 5;
  before(async () => {
    await write(large, writeTrace(trace));
    await writeSample(small);
  });
  after(cleanUp);

  it('is given back when traces are closed', async () => {
    const each = packTrace(trace).columns.byteLength;
    await openAndClose(small);
    const before = outsideHeap();
    for (let n = 0; n < times; n += 1) await openAndClose(large);
    // VS Code itself keeps the last one until something else is shown.
    const kept = (): number => (outsideHeap() - before) / each;
    await eventually(`fewer than half of ${times} closed traces in memory`, () => kept() < times / 2);
  });

  async function openAndClose(file: vscode.Uri): Promise<void> {
    await vscode.commands.executeCommand('vscode.open', file);
    const summary = inWorkspace('summary.md');
    const read = await eventually('the trace', async () =>
      vscode.commands.executeCommand<vscode.Uri | undefined>(commands.export, file, '.md', summary),
    );
    assert.equal(read.path, summary.path);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }
});

/**
 * Bytes outside of its heap that the extension host holds on to: the columns of traces, which come from another thread. The heap itself
 * shrinks while code ages.
 */
function outsideHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().external;
}
