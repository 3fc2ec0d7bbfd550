import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { contributedCommands } from '../../src/host/manifest.js';
import { cleanUp, eventually, exists, extensionId, inWorkspace, write } from './workspace.js';

const threadsAndProcesses = (): readonly string[] =>
  process.getActiveResourcesInfo().filter((resource) => /Process|Worker|MessagePort/.test(resource));

describe('activation', () => {
  const extension = vscode.extensions.getExtension(extensionId);
  after(cleanUp);

  it('waits until it is asked: an open folder with definitions in it and an open text do not ask', async () => {
    assert.ok(extension);
    // Not JSON or Markdown: for those VS Code starts language servers, which the next test would count.
    const other = inWorkspace('notes.txt');
    await write(other, 'notes');
    await vscode.window.showTextDocument(other);
    assert.equal(extension.isActive, false);
  });

  it('starts no thread and no process, and writes nothing', async () => {
    // Other extensions search the folder with processes of their own when it opens.
    await eventually('quiet', () => threadsAndProcesses().length === 0);
    await extension?.activate();
    assert.deepEqual(threadsAndProcesses(), []);
    assert.equal(await exists(inWorkspace('.checkpoint-lens')), false);
  });

  it('brings every contributed command', async () => {
    const commands = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributedCommands.filter((command) => !commands.has(command)),
      [],
    );
  });
});
