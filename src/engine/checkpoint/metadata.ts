import type { Acknowledgement } from './coordinator.js';

/** `_metadata`: the file that makes a checkpoint complete. JSON. */
export interface CheckpointMetadata {
  readonly format: 'checkpoint-lens-checkpoint';
  readonly version: 1;
  readonly job: string;
  readonly checkpoint: number;
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

/** `_run.json`: one for each run in a storage folder, so that “latest” means where the last run left off. */
export interface RunRecord {
  readonly job: string;
  /** Unix time in ms. */
  readonly started: number;
  readonly pid: number;
  /** The machine that `pid` is of; a storage may be shared by several. */
  readonly host?: string;
  /** Folder of the checkpoint that the run started from, relative to the storage. */
  readonly restoredFrom?: string;
}

export const runFile = '_run.json';

export function checkpointFolder(run: string, checkpoint: number): string {
  return `${run}/chk-${checkpoint}`;
}

export function stateFilePath(operator: number, subtask: number): string {
  return `operator-${operator}-subtask-${subtask}.state`;
}

/**
 * Reads `_metadata`.
 *
 * @throws Error that says what is wrong with it.
 */
export function parseMetadata(text: string): CheckpointMetadata {
  const value = JSON.parse(text) as Partial<CheckpointMetadata> | null;
  if (value?.format !== 'checkpoint-lens-checkpoint') {
    throw new Error('it is not a checkpoint of Checkpoint Lens');
  }
  if ((value.version as number) !== 1) {
    throw new Error(`it has version ${value.version}, this program reads version 1`);
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
  const value = JSON.parse(text) as Partial<RunRecord> | null;
  if (typeof value?.job !== 'string' || typeof value.started !== 'number' || typeof value.pid !== 'number') {
    throw new Error('it is incomplete');
  }
  return value as RunRecord;
}
