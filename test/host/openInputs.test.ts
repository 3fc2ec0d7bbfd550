import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { mayBeAlive } from '../../src/engine/control/livingProcess.js';
import { inputListAddress } from '../../src/host/inputs/inputList.js';
import { commands, viewTypes } from '../../src/host/manifest.js';
import { JobChoices } from '../../src/host/trace/jobChoices.js';
import type { ReadableTrace } from '../../src/host/trace/parsedTrace.js';
import type { TraceInput } from '../../src/host/trace/traceInput.js';
import { nodeThread } from '../../src/host/trace/nodeThread.js';
import { TraceInputs } from '../../src/host/trace/traceInputs.js';
import { TraceParser } from '../../src/host/trace/traceParser.js';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import {
  cleanUp,
  customEditors,
  eventually,
  extensionId,
  inWorkspace,
  write,
  writeSample,
} from './workspace.js';

const repository = vscode.extensions.getExtension(extensionId)!.extensionPath;
const recording = (...path: string[]): vscode.Uri =>
  vscode.Uri.file(join(repository, 'test/fixtures/flink', ...path));
const archive = recording('1.20.5/rocksdb-aligned/archive/6f96be6950b3adb8de8050f7c25952fe');
const open = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

describe('what Flink left behind', () => {
  afterEach(cleanUp);

  it('opens by double click where it is a history archive', async () => {
    await open('vscode.open', archive);
    await eventually('the editor', () =>
      customEditors().includes(`${viewTypes.trace} ${basename(archive.path)}`),
    );
  });

  it('opens by double click where it is a recording', async () => {
    const live = inWorkspace('live.flink.jsonl');
    await write(live, '');
    await open('vscode.open', live);
    await eventually('the editor', () => customEditors().includes(`${viewTypes.trace} live.flink.jsonl`));
    await vscode.workspace.fs.delete(live);
  });

  it('opens from the explorer as a file, as several that are selected, and as a folder', async () => {
    const config = recording('2.3.0/savepoints/config.json');
    const overview = recording('2.3.0/savepoints/overview.json');
    const folder = recording('2.3.0/savepoints/jobs');
    await open(commands.openWith, config, [config]);
    await open(commands.openWith, config, [config, overview]);
    await open(commands.openWith, folder, [folder]);
    await eventually('three editors', () => customEditors().length === 3);
    assert.deepEqual(
      customEditors().map((editor) => editor.replace(`${viewTypes.anyFile} `, '')),
      ['config.json', 'config.json and 1 more', 'jobs'],
    );
  });

  it('opens from the title of a log that is shown as text', async () => {
    const log = inWorkspace('jobmanager.log');
    await write(log, 'no Flink here\n');
    await vscode.window.showTextDocument(log);
    await open(commands.openAsTrace, log);
    await eventually('the editor', () => customEditors().includes(`${viewTypes.anyFile} jobmanager.log`));
    await vscode.workspace.fs.delete(log);
  });
});

describe('several files in one editor', () => {
  const kept = new Map<string, unknown>();
  const choices = new JobChoices({
    get: (key) => kept.get(key),
    update: (key, value) => Promise.resolve(void kept.set(key, value)),
  });
  const folder = inWorkspace('several');
  const [orders, clicks] = [
    vscode.Uri.joinPath(folder, 'orders.ckpt.json'),
    vscode.Uri.joinPath(folder, 'deep/er/clicks.ckpt.json'),
  ];
  const list = (...uris: vscode.Uri[]): vscode.Uri =>
    vscode.Uri.from(inputListAddress({ label: 'several', uris: uris.map(String) }));
  let inputs: TraceInputs;

  beforeEach(async () => {
    inputs = new TraceInputs(
      new TraceParser(() => nodeThread(join(repository, 'dist/traceWorker.cjs'))),
      choices,
    );
    await writeSample(orders, { checkpoints: 3 });
    await writeSample(clicks, { checkpoints: 2 });
  });
  afterEach(async () => {
    inputs.dispose();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  const read = async (uri: vscode.Uri): Promise<{ input: TraceInput; trace: ReadableTrace }> => {
    const { value: input } = inputs.acquire(uri);
    await input.refresh();
    assert.equal(input.state.type, 'trace', JSON.stringify(input.state));
    return { input, trace: input.state };
  };

  it('are read together, the files of a folder at any depth', async () => {
    const { input } = await read(list(folder));
    assert.deepEqual(
      input.files.map(({ name }) => name),
      ['several/orders.ckpt.json', 'several/deep/er/clicks.ckpt.json'],
    );
  });

  it('show the job that a person chose, also in the next window', async () => {
    const { input, trace } = await read(list(orders, clicks));
    assert.deepEqual(
      trace.jobs.map(({ checkpoints }) => checkpoints),
      [3, 2],
    );
    assert.equal(trace.job, trace.jobs[0]?.id);
    await input.chooseJob(trace.jobs[1]!.id);
    await eventually('the other job', () => {
      const { state } = input;
      return state.type === 'trace' && state.packed.header.checkpoints.length === 2;
    });
    inputs.dispose();
    inputs = new TraceInputs(
      new TraceParser(() => nodeThread(join(repository, 'dist/traceWorker.cjs'))),
      choices,
    );
    assert.equal((await read(list(orders, clicks))).trace.job, trace.jobs[1]!.id);
  });

  it('are read again when one of them changes, in a folder also when one comes', async () => {
    const { input } = await read(list(folder));
    await writeSample(vscode.Uri.joinPath(folder, 'new/later.ckpt.json'), { checkpoints: 7 });
    await eventually('the new file', () => {
      const { state } = input;
      return state.type === 'trace' && state.jobs.some(({ checkpoints }) => checkpoints === 7);
    });
  });

  it('are shown without those that are gone, and it says which', async () => {
    const gone = vscode.Uri.joinPath(folder, 'gone.ckpt.json');
    const { trace } = await read(list(orders, gone));
    assert.deepEqual(
      trace.diagnostics.map(({ message }) => message),
      ['Not there any more: gone.ckpt.json.'],
    );
  });

  it('say where nothing can be read: what, where, and what to do', async () => {
    const broken = vscode.Uri.joinPath(folder, 'broken.ckpt.json');
    await write(broken, '{');
    for (const uri of [broken, list(vscode.Uri.joinPath(folder, 'none')), list(), folder]) {
      const { value: input } = inputs.acquire(uri);
      if (uri === folder) await vscode.workspace.fs.delete(folder, { recursive: true });
      if (uri === folder) await vscode.workspace.fs.createDirectory(folder);
      await input.refresh();
      const { state } = input;
      assert.equal(state.type, 'unreadable', uri.toString());
      assert.ok(state.diagnostics[0]?.message, uri.toString());
    }
  });
});

describe('the trace of a run that somebody kills', () => {
  afterEach(cleanUp);

  it('says that the run failed as soon as its process is gone, though nobody writes to it any more', async () => {
    const child = spawn('node', ['-e', 'setInterval(() => undefined, 1000)']);
    const file = inWorkspace('killed.ckpt.json');
    const trace = sampleTrace({ state: 'running' });
    const writer = { pid: child.pid!, host: hostname() };
    await write(file, writeTrace({ ...trace, source: { ...trace.source, writer } }));
    const inputs = new TraceInputs(
      new TraceParser(() => nodeThread(join(repository, 'dist/traceWorker.cjs'))),
      new JobChoices({ get: () => undefined, update: () => Promise.resolve() }),
      mayBeAlive,
    );
    try {
      const { value: input } = inputs.acquire(file);
      const source = () => (input.state.type === 'trace' ? input.state.packed.header.source : undefined);
      await eventually('a trace of a run', () => source()?.state === 'running');
      child.kill('SIGKILL');
      await eventually('its end', () => source()?.state === 'failed');
      assert.equal(source()?.failure, 'its process is gone, as when somebody kills it');
    } finally {
      child.kill('SIGKILL');
      inputs.dispose();
      await vscode.workspace.fs.delete(file);
    }
  });
});
