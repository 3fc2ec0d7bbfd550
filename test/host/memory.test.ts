import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { commands } from '../../src/host/manifest.js';
import { hugeTrace } from '../fixtures/hugeTrace.js';
import { cleanUp, eventually, inWorkspace, write } from './workspace.js';

const spans = 100_000;
/** What one of them takes here at least, packed, in bytes. */
const least = spans * 4;

describe('memory', () => {
  const trace = inWorkspace('large.ckpt.json');
  before(() => write(trace, writeTrace(hugeTrace(spans, 40))));
  after(cleanUp);

  it('is given back when traces are closed', async () => {
    await openAndClose(3);
    const before = inUse();
    await openAndClose(20);
    const grown = inUse() - before;
    assert.ok(grown < 5 * least, `20 traces of ${spans} spans left ${Math.round(grown / 1000)} kB`);
  });

  async function openAndClose(times: number): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      await vscode.commands.executeCommand('vscode.open', trace);
      const summary = inWorkspace('large.md');
      await eventually('the trace', async () =>
        vscode.commands.executeCommand<vscode.Uri | undefined>(commands.export, trace, '.md', summary),
      );
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  }
});

/** Bytes that the extension host holds on to. */
function inUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
