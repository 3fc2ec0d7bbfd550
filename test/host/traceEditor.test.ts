import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, viewTypes } from '../../src/host/manifest.js';
import { cleanUp, customEditors, eventually, inWorkspace, write, writeSample } from './workspace.js';

const open = (uri: vscode.Uri): Thenable<unknown> => vscode.commands.executeCommand('vscode.open', uri);

describe('the trace editor', () => {
  const trace = inWorkspace('sample.ckpt.json');
  before(() => writeSample(trace));
  afterEach(cleanUp);

  it('opens *.ckpt.json by itself', async () => {
    await open(trace);
    await eventually('the editor', () => customEditors().includes(`${viewTypes.trace} sample.ckpt.json`));
  });

  it('leaves other JSON to the text editor, and opens it when asked', async () => {
    const other = inWorkspace('spans.json');
    await writeSample(other);
    await open(other);
    await eventually('the text', () =>
      vscode.window.activeTextEditor?.document.uri.path.endsWith('spans.json'),
    );
    assert.deepEqual(customEditors(), []);
    await vscode.commands.executeCommand('vscode.openWith', other, viewTypes.anyFile);
    await eventually('the editor', () => customEditors().includes(`${viewTypes.anyFile} spans.json`));
  });

  it('opens a file that is no trace as well, to say what is wrong with it', async () => {
    const broken = inWorkspace('broken.ckpt.json');
    await write(broken, '{"format": "checkpoint-trace", "version": 1, "spans": [');
    await open(broken);
    await eventually('the editor', () => customEditors().includes(`${viewTypes.trace} broken.ckpt.json`));
  });

  it('goes to the text of the active trace', async () => {
    await open(trace);
    await eventually('the editor', () => customEditors().length === 1);
    await vscode.commands.executeCommand(commands.openAsText);
    const document = await eventually('the text', () => vscode.window.activeTextEditor?.document);
    assert.equal(document.uri.toString(), trace.toString());
  });

  it('shows one trace in two editors side by side', async () => {
    await open(trace);
    await vscode.commands.executeCommand('vscode.openWith', trace, viewTypes.trace, vscode.ViewColumn.Beside);
    await eventually('two editors', () => customEditors().length === 2);
  });

  it('outlives its file', async () => {
    const passing = inWorkspace('passing.ckpt.json');
    await writeSample(passing);
    await open(passing);
    await eventually('the editor', () => customEditors().length === 1);
    await vscode.workspace.fs.delete(passing);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(customEditors().length, 1);
  });
});
