import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunError } from '../errors.js';

/** A run of this user on this machine, as others find it. */
export interface RunningRun {
  readonly job: string;
  /** Absolute path of its definition. */
  readonly definition: string;
  /** Its checkpoint storage, a path or URI. */
  readonly storage: string;
  readonly pid: number;
  /** Unix time in ms. */
  readonly started: number;
  /** Of the Unix socket or named pipe on which it answers. */
  readonly address: string;
}

const ending = '.json';

/** A folder that is this user's alone: what is in it may be asked. A socket's path has room for about a hundred bytes. */
function privateFolder(): string {
  return join(tmpdir(), `ckpt-lens-${process.getuid?.() ?? 'runs'}`);
}

/** The address for a run that begins: in the private folder, or, on Windows, a pipe that nobody guesses. */
export function addressFor(pid: number): string {
  const name = `${pid}-${randomBytes(4).toString('hex')}`;
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\checkpoint-lens-${name}`
    : join(makeFolder(), `${name}.sock`);
}

/** Makes a run known that answers at its address. @returns what makes it unknown again. */
export function announce(run: RunningRun): () => void {
  const file = join(makeFolder(), `${run.pid}-${run.started}${ending}`);
  writeFileSync(file, JSON.stringify(run), { mode: 0o600 });
  return () => {
    rmSync(file, { force: true });
    if (process.platform !== 'win32') rmSync(run.address, { force: true });
  };
}

/** The runs that have been made known, newest first. What a process left behind that was killed goes. */
export function runningRuns(): RunningRun[] {
  const folder = privateFolder();
  if (!isPrivate(folder)) return [];
  const runs = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .flatMap((name) => {
      const run = readRun(join(folder, name));
      if (run && isAlive(run.pid)) return [run];
      rmSync(join(folder, name), { force: true });
      if (run && process.platform !== 'win32') rmSync(run.address, { force: true });
      return [];
    });
  return runs.sort((a, b) => b.started - a.started);
}

function readRun(file: string): RunningRun | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunningRun;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @throws RunError when it is another user's, or others may write to it. */
function makeFolder(): string {
  const folder = privateFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isPrivate(folder)) {
    throw new RunError(`${folder} is not this user's alone: remove it, or set TMPDIR to another folder`);
  }
  return folder;
}

function isPrivate(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return false;
  // On Windows the folder for temporary files is the user's own.
  return process.platform === 'win32' || (found.uid === process.getuid!() && (found.mode & 0o077) === 0);
}
