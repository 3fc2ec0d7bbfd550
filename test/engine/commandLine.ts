import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';
import { watchStorage, type StoredRun } from './storedRuns.js';
import { readTrace } from '../../src/trace/ckptReader.js';
import type { Trace } from '../../src/trace/model.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(repository, 'dist/cli.js');

/** One thread an operator, where more would make no difference to what is tested. */
export const alone = ['--parallelism', '1'];

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A fresh folder with a copy of the examples, gone after the test. */
export async function examplesFolder(): Promise<string> {
  const folder = await newFolder();
  onTestFinished(() => remove(folder));
  await copyExamples(folder);
  return folder;
}

/**
 * Gives fresh folders, gone after their test, with what a run has left in the first of them: for tests that begin after the same
 * run. Called beside the tests of a file, not in one.
 */
export function folderAfter(run: (folder: string) => Promise<void>): () => Promise<string> {
  let made: Promise<string> | undefined;
  const make = async (): Promise<string> => {
    const folder = await newFolder();
    await copyExamples(folder);
    await run(folder);
    return folder;
  };
  afterAll(async () => {
    if (made !== undefined) await remove(await made);
  });
  return async () => {
    const original = await (made ??= make());
    const folder = await newFolder();
    onTestFinished(() => remove(folder));
    await cp(original, folder, { recursive: true });
    return folder;
  };
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'checkpoint-lens-'));
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

function copyExamples(folder: string): Promise<void> {
  return cp(join(repository, 'examples'), folder, {
    recursive: true,
    filter: (path) => !path.includes('.checkpoint-lens') && !path.includes('results'),
  });
}

/** Starts the built command line in a folder. */
export function start(
  folder: string,
  ...args: readonly string[]
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()));
  // Not `close`: a channel that the parent has disconnected never counts as closed.
  const texts = [child.stdout!, child.stderr!].map((stream) => once(stream, 'end'));
  const ended = Promise.all([once(child, 'exit'), ...texts]).then(([[code, signal]]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout,
    stderr,
  }));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended };
}

/** Runs the built command line to its end. */
export async function checkpointLens(folder: string, ...args: readonly string[]): Promise<Ended> {
  return start(folder, ...args).ended;
}

/**
 * Starts a pipeline and kills it with no warning so many ms after its first checkpoint is complete, again and again, restored
 * from the latest checkpoint each time but the first; gives what the run did that was let go on.
 */
export async function killedAfterCheckpoint(
  delays: readonly number[],
  folder: string,
  run: readonly string[],
  watch: () => Promise<Pick<StoredRun, 'completed'>> = () => watchStorage(folder),
): Promise<Ended> {
  let restore: readonly string[] = [];
  for (const ms of delays) {
    const stored = await watch();
    const { child, ended } = start(folder, ...run, ...restore);
    await stored.completed(ended);
    await Promise.race([delay(ms), ended]);
    child.kill('SIGKILL');
    await ended;
    restore = ['--restore', 'latest'];
  }
  return checkpointLens(folder, ...run, ...restore);
}

/** Reads a trace that must be sound. @throws Error that names the first thing wrong with it. */
export async function soundTrace(...path: readonly string[]): Promise<Trace> {
  const { trace, diagnostics } = readTrace(await readFile(join(...path), 'utf8'));
  if (diagnostics[0]) throw new Error(diagnostics[0].message);
  return trace;
}
