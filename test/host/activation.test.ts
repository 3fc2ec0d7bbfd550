import assert from 'node:assert/strict';
import { execFile, type ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { contributedCommands } from '../../src/host/manifest.js';
import { cleanUp, exists, extensionId, inWorkspace, write } from './workspace.js';

/** Threads that were started, and processes that the extension had a hand in: others start some when a folder opens. */
function watchStarts(built: string): () => readonly string[] {
  const processes: ChildProcess[] = [];
  let threads = 0;
  subscribe('child_process', (message) => processes.push((message as { process: ChildProcess }).process));
  subscribe('worker_threads', () => threads++);
  return () => [
    ...Array.from({ length: threads }, () => 'a thread'),
    ...processes
      .map(({ spawnargs }) => spawnargs.join(' '))
      .filter((line) => line.includes(built) || line.startsWith('node ')),
  ];
}

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
    assert.ok(extension);
    // Not the extension's whole folder: from the sources, the server's own programs lie in it too.
    const started = watchStarts(join(extension.extensionPath, 'dist'));
    await extension.activate();
    assert.deepEqual(started(), []);
    new Worker('', { eval: true });
    execFile('node', ['--version']);
    assert.deepEqual(started(), ['a thread', 'node --version'], 'what is started would have been seen');
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
