import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/host/manifest.js';
import { cleanUp, inWorkspace, write } from './workspace.js';

const activeName = (): string | undefined =>
  vscode.window.activeTextEditor?.document.uri.path.split('/').at(-1);

describe('Open Example', () => {
  afterEach(cleanUp);

  it('never writes over what is there', async () => {
    const mine = inWorkspace('orders.pipeline.ts');
    const text = (await vscode.workspace.openTextDocument(mine)).getText();
    await write(mine, `${text}// mine\n`);
    await vscode.commands.executeCommand(commands.openExample, 'orders');
    assert.equal(activeName(), 'orders-2.pipeline.ts');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), text);
    assert.match(Buffer.from(await vscode.workspace.fs.readFile(mine)).toString(), /\/\/ mine\n$/);
    await write(mine, text);
  });

  it('brings the data that the example reads', async () => {
    await vscode.workspace.fs.delete(inWorkspace('data'), { recursive: true });
    await vscode.workspace.fs.delete(inWorkspace('flights.pipeline.ts'));
    await vscode.commands.executeCommand(commands.openExample, 'flights');
    assert.equal(activeName(), 'flights.pipeline.ts');
    assert.ok((await vscode.workspace.fs.readDirectory(inWorkspace('data'))).length > 0);
  });
});
