import type { Checkpoint, Trace, TraceSource } from '../trace/model.js';
import type { Ms } from '../trace/units.js';

/** How a Flink job takes its checkpoints, as far as its trace says. */
export interface Checkpointing {
  /** Whether the trace has the job's configuration at all. */
  readonly isKnown: boolean;
  readonly atLeastOnce: boolean;
  /** Undefined where it is not known. */
  readonly unaligned: boolean | undefined;
  /** How long after the trigger an aligned checkpoint becomes unaligned, ms; 0: it is unaligned from the start. */
  readonly alignedTimeout: Ms;
  readonly interval: Ms | undefined;
  readonly timeout: Ms | undefined;
  readonly minPause: Ms | undefined;
  readonly maxConcurrent: number | undefined;
  readonly tolerableFailures: number | undefined;
  /** Where state is kept, by the name of Flink's class; undefined where it is not known. */
  readonly stateBackend: string | undefined;
  /** Where checkpoints are kept, in the same way. */
  readonly storage: string | undefined;
}

export interface Restore {
  readonly checkpoint: number;
  /** Unix time, ms. */
  readonly at: number | undefined;
  readonly savepoint: boolean;
}

/** Kinds of evidence a trace was put together from; `log` is the one with moments. */
export type NumbersFrom = 'rest' | 'spans' | 'log';

export function isFlink({ source }: Trace): boolean {
  return source.kind === 'flink';
}

/** Whether more may come of the run; one that nothing is said of may go on. */
export function mayGoOn({ state }: TraceSource): boolean {
  return state === undefined || state === 'running';
}

/** Asked for every subtask of every checkpoint, so that it is read once. */
const read = new WeakMap<TraceSource, Checkpointing>();

export function checkpointingOf(source: TraceSource): Checkpointing {
  const checkpointing = read.get(source) ?? readCheckpointing(source);
  read.set(source, checkpointing);
  return checkpointing;
}

function readCheckpointing(source: TraceSource): Checkpointing {
  const fields = fieldsOf(source['checkpointing']);
  const { mode, unaligned, alignedTimeout, stateBackend, storage } = fields;
  return {
    isKnown: source['checkpointing'] !== undefined,
    atLeastOnce: mode === 'at_least_once',
    unaligned: typeof unaligned === 'boolean' ? unaligned : undefined,
    alignedTimeout: numberOr(alignedTimeout, 0),
    interval: numberOr(fields['interval'], undefined),
    timeout: numberOr(fields['timeout'], undefined),
    minPause: numberOr(fields['minPause'], undefined),
    maxConcurrent: numberOr(fields['maxConcurrent'], undefined),
    tolerableFailures: numberOr(fields['tolerableFailures'], undefined),
    stateBackend: typeof stateBackend === 'string' ? stateBackend : undefined,
    storage: typeof storage === 'string' ? storage : undefined,
  };
}

/** The checkpoints and savepoints that the job went back to, in the order in which it did. */
export function restoresOf(source: TraceSource): readonly Restore[] {
  const restores: unknown = source['restores'];
  if (!Array.isArray(restores)) return [];
  return restores.flatMap((restore: unknown): Restore[] => {
    const { checkpoint, at, savepoint } = fieldsOf(restore);
    if (typeof checkpoint !== 'number') return [];
    return [{ checkpoint, at: numberOr(at, undefined), savepoint: savepoint === true }];
  });
}

export function numbersFrom(source: TraceSource): readonly NumbersFrom[] {
  const from: unknown = source['from'];
  return Array.isArray(from) ? (['rest', 'spans', 'log'] as const).filter((one) => from.includes(one)) : [];
}

/** Triggers that failed before the checkpoint got an id. */
export function failedTriggersOf(source: TraceSource): number {
  return numberOr(source['failedTriggers'], 0);
}

/** Whether state is kept in RocksDB or ForSt: files on disk, of which a snapshot can upload the new ones only. */
export function isOnDisk({ stateBackend }: Checkpointing): boolean {
  return /rocksdb|forst/i.test(stateBackend ?? '');
}

export function isUnaligned({ type }: Checkpoint): boolean {
  return type === 'UNALIGNED_CHECKPOINT';
}

/** Whether the savepoint was taken to stop the job. */
export function isStop({ type }: Checkpoint): boolean {
  return type === 'SYNC_SAVEPOINT';
}

/** Why a checkpoint failed, by Flink's words for it, or by the embedded engine's. */
export type FailureKind = 'expired' | 'jobEnded' | 'declined' | 'other';

export function failureKind(failure: string | undefined): FailureKind {
  if (failure === undefined) return 'other';
  if (/expired before completing|^timed out after/i.test(failure)) return 'expired';
  if (/coordinator is suspending|coordinator (?:is )?shut/i.test(failure)) return 'jobEnded';
  return /task checkpoint failed|declined/i.test(failure) ? 'declined' : 'other';
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function numberOr<Otherwise>(value: unknown, otherwise: Otherwise): number | Otherwise {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
