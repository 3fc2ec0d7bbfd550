import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, viewTypes } from '../../src/host/manifest.js';
import { exportEndings } from '../../src/share/exportKinds.js';
import { cleanUp, customEditors, eventually, inWorkspace, writeSample } from './workspace.js';

const trace = inWorkspace('shared.ckpt.json');

async function textOf(uri: vscode.Uri): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();
}

/** Gives an export, as soon as the trace is read. */
function exported(ending: string, target: vscode.Uri): Promise<vscode.Uri> {
  return eventually(`the export as ${ending}`, async () =>
    vscode.commands.executeCommand<vscode.Uri | undefined>(commands.export, trace, ending, target),
  );
}

describe('sharing', () => {
  before(() => writeSample(trace));
  beforeEach(async () => {
    await vscode.commands.executeCommand('vscode.openWith', trace, viewTypes.trace);
    await eventually('the editor', () => customEditors().length === 1);
  });
  afterEach(cleanUp);

  it('exports the trace as everything that is offered', async () => {
    const begins: Readonly<Record<string, string>> = {
      '.html': '<!DOCTYPE html>',
      '.md': '## Checkpoints of orders',
      '.csv': 'checkpoint,operator_id',
      '.trace.json': '{"traceEvents":[',
      '.otlp.json': '{"resourceSpans":[',
      '.ckpt.json': '{',
      '.svg': '<svg xmlns="http://www.w3.org/2000/svg"',
      '.png': '\ufffdPNG',
    };
    for (const ending of [...exportEndings, '.svg', '.png']) {
      const target = inWorkspace(`exported${ending}`);
      await exported(ending, target);
      const text = await textOf(target);
      assert.equal(text.slice(0, begins[ending]!.length), begins[ending]);
      await vscode.workspace.fs.delete(target);
    }
    const entries = await vscode.workspace.fs.readDirectory(inWorkspace());
    assert.deepEqual(
      entries.filter(([name]) => name.endsWith('.tmp')),
      [],
    );
  });

  it('says what to do where an export cannot be written', async () => {
    await exported('.csv', inWorkspace('first.csv'));
    const nowhere = inWorkspace('no-such-folder', 'orders.csv');
    await assert.rejects(
      Promise.resolve(vscode.commands.executeCommand(commands.export, trace, '.csv', nowhere)),
      /orders\.csv could not be written: .*Export to another folder/,
    );
  });

  it('copies the summary as Markdown', async () => {
    await vscode.env.clipboard.writeText('');
    await exported('.csv', inWorkspace('first.csv'));
    await vscode.commands.executeCommand(commands.copyAsMarkdown, trace);
    assert.match(
      await vscode.env.clipboard.readText(),
      /^## Checkpoints of orders\n\n[^]*\*\*Processing stood still/,
    );
  });

  it('opens a copied link at the same place, in a closed editor and in an open one', async () => {
    const { uriScheme } = vscode.env;
    const [folder] = vscode.workspace.workspaceFolders!;
    const link = (place: string): string =>
      `${uriScheme}://checkpoint-lens.checkpoint-lens/open?file=${folder!.name}/shared.ckpt.json&${place}`;
    const copied = (): Thenable<unknown> => vscode.commands.executeCommand(commands.copyLink, trace);
    const places = [
      'checkpoint=1&from=-2.5&to=10&operator=count&subtask=1&phase=async',
      'checkpoint=2&operator=totals&subtask=0&filter=totals',
    ];
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const place of places) {
      await vscode.commands.executeCommand(commands.openLink, link(place));
      await eventually(place, async () => (await copied()) === link(place));
    }
  });

  it('opens no editor for a link to a file that is not there', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const file of [
      'file=somewhere/gone.ckpt.json',
      'uri=file:///no/such/gone.ckpt.json',
      'checkpoint=1',
    ]) {
      const text = `vscode://checkpoint-lens.checkpoint-lens/open?${file}`;
      await vscode.commands.executeCommand(commands.openLink, text);
    }
    assert.deepEqual(customEditors(), []);
  });
});
