import { createHash } from 'node:crypto';
import type { Checkpoint } from '../../trace/model.js';
import type { Acknowledgement } from './coordinator.js';

/** Of `_metadata` and `_run.json`. Files of version 1 have no seal, files of versions 2 and 3 other checksums. */
export const version = 4;

/** `_metadata`: the file that makes a checkpoint complete. JSON, sealed: see {@link seal}. */
export interface CheckpointMetadata {
  readonly format: 'checkpoint-lens-checkpoint';
  readonly version: typeof version;
  readonly job: string;
  readonly checkpoint: number;
  /** `checkpoint` where it is absent. */
  readonly kind?: Checkpoint['kind'];
  /** When it was triggered, Unix time in ms. */
  readonly triggered: number;
  readonly operators: readonly OperatorMetadata[];
}

export interface OperatorMetadata {
  readonly id: string;
  readonly name: string;
  /** One for each subtask, in their order. */
  readonly subtasks: readonly Acknowledgement[];
}

export const metadataFile = '_metadata';

/** `_run.json`: one for each run in a storage folder, so that “latest” means where the last run left off. Sealed. */
export interface RunRecord {
  readonly job: string;
  /** Unix time in ms. */
  readonly started: number;
  readonly pid: number;
  /** The machine that `pid` is of; a storage may be shared by several. */
  readonly host?: string;
  /** Folder of the checkpoint that the run started from: relative to the storage, or path or URI where it is in another. */
  readonly restoredFrom?: string;
}

export const runFile = '_run.json';

export function checkpointFolder(run: string, checkpoint: number): string {
  return `${run}/chk-${checkpoint}`;
}

/** Of which checkpoint a folder in a run's is; `undefined` for what is none. */
export function checkpointOf(name: string): number | undefined {
  const id = /^chk-(\d+)$/.exec(name)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** Of which run a checkpoint's folder is; `undefined` for a savepoint's. */
export function inRun(folder: string): { readonly run: string; readonly checkpoint: number } | undefined {
  const [run = '', name = '', ...deeper] = folder.split('/');
  const checkpoint = checkpointOf(name);
  return run === '' || checkpoint === undefined || deeper.length > 0 ? undefined : { run, checkpoint };
}

export function stateFilePath(operator: number, subtask: number): string {
  return `operator-${operator}-subtask-${subtask}.state`;
}

export function channelStatePath(operator: number, subtask: number): string {
  return `operator-${operator}-subtask-${subtask}.channels`;
}

/** The path of a file of another checkpoint of the run, seen from a checkpoint's folder. */
export function besideCheckpoint(checkpoint: number, path: string): string {
  return `../chk-${checkpoint}/${path}`;
}

/** The checkpoint that such a path is of. */
export function checkpointBeside(path: string): number | undefined {
  const id = /^\.\.\/chk-(\d+)\//.exec(path)?.[1];
  return id === undefined ? undefined : Number(id);
}

/**
 * Reads `_metadata`.
 *
 * @throws Error that says what is wrong with it.
 */
export function parseMetadata(text: string): CheckpointMetadata {
  const value = unsealed(text) as Partial<CheckpointMetadata> | null;
  if (value?.format !== 'checkpoint-lens-checkpoint') {
    throw new Error('it is not a checkpoint of Checkpoint Lens');
  }
  if (!Array.isArray(value.operators) || typeof value.checkpoint !== 'number') {
    throw new Error('it is incomplete');
  }
  return value as CheckpointMetadata;
}

/**
 * Reads `_run.json`.
 *
 * @throws Error that says what is wrong with it.
 */
export function parseRunRecord(text: string): RunRecord {
  const value = unsealed(text) as Partial<RunRecord> | null;
  if (typeof value?.job !== 'string' || typeof value.started !== 'number' || typeof value.pid !== 'number') {
    throw new Error('it is incomplete');
  }
  return value as RunRecord;
}

/** The text of a file that says what other files there are: JSON in a line, and a line with its SHA-256. */
export function seal(value: CheckpointMetadata | RunRecord): string {
  const json = JSON.stringify({ ...value, version });
  return `${json}\n${sha256(json)}\n`;
}

/** @throws Error for a text that is not as it was sealed. */
function unsealed(text: string): unknown {
  const [json, sum] = text.split('\n');
  const isSealed = sum !== undefined && sum !== '';
  if (isSealed && sha256(json!) !== sum) throw new Error('it is damaged');
  const value = JSON.parse(json!) as { readonly version?: number } | null;
  const found = value?.version ?? 1;
  if (found > version) {
    throw new Error(`it has version ${found}, this program reads ${version} and older ones`);
  }
  if (!isSealed && found !== 1) throw new Error('its end is missing');
  return value;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
