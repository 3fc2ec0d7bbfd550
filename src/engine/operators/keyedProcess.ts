import type { Key } from '../pipeline/functions.js';
import type { AnyRecord, KeyedFunctions } from '../pipeline/graph.js';
import { KeyedState } from '../state/keyedState.js';
import type { MemoryCut } from '../state/memoryPool.js';
import { subtaskOfKey } from '../state/keyHash.js';
import { restoreState } from '../state/restoreState.js';
import { KeyedContext } from './keyedContext.js';
import { KeyedSnapshots } from './keyedSnapshots.js';
import { KeyedTimers, timerStates } from './keyedTimers.js';
import type {
  Emit,
  StreamOperator,
  OperatorSnapshot,
  OperatorState,
  OperatorTime,
  RestoredState,
  SnapshotMode,
} from './operator.js';

export interface KeyedProcessParts {
  readonly name: string;
  readonly functions: KeyedFunctions;
  readonly subtask: number;
  readonly parallelism: number;
  readonly emit: Emit;
  readonly restored: RestoredState | undefined;
  /** Whether a snapshot has only what has changed since the last completed checkpoint, where its mode allows. */
  readonly incremental: boolean;
  /** Bytes of keyed state from which on it is read ahead of the records: less is in the processor's cache as it is. */
  readonly prefetchFrom: number;
  /** How the memory of the state is cut. */
  readonly cut: MemoryCut;
  /** Small state that is kept beside that of the keys. */
  readonly ownState: () => OperatorState;
  readonly time: OperatorTime;
}

/** A user's process functions, one for each input, with state and timers for each key. */
export class KeyedProcessOperator implements StreamOperator {
  readonly kind = 'operator';
  readonly timers: KeyedTimers | undefined;
  readonly keyed: KeyedState;
  private readonly snapshots: KeyedSnapshots;
  private prepared: OperatorSnapshot = {};
  private readonly calls: readonly ((record: unknown) => void)[];
  private readonly context: KeyedContext;

  constructor(private readonly parts: KeyedProcessParts) {
    const { name, functions, subtask, parallelism, restored } = parts;
    const { state, expectedKeys, inputs, onTimer } = functions;
    const states = onTimer ? { ...state, ...timerStates } : state;
    this.keyed = new KeyedState(states, Math.ceil(expectedKeys / parallelism), parts.cut);
    this.snapshots = new KeyedSnapshots(this.keyed, parts.incremental);
    if (restored) {
      const isRescaled = restored.states.length !== parallelism;
      const isOwn = (owned: Key): boolean => subtaskOfKey(owned, parallelism) === subtask;
      restoreState(restored.files, this.keyed, name, isRescaled ? isOwn : undefined);
    }
    if (onTimer) this.timers = this.createTimers(onTimer);
    const context = new KeyedContext(this.keyed, this.timers, parts.time, parts.emit);
    this.context = context;
    this.calls = inputs.map(({ key, process }) => (record) => {
      this.keyed.seek(key(record));
      process(record, context);
    });
  }

  process(record: unknown, side: 0 | 1): void {
    this.calls[side]!(record);
  }

  get wantsPrefetch(): boolean {
    return this.keyed.usedBytes >= this.parts.prefetchFrom;
  }

  prefetch(records: readonly unknown[], count: number, side: 0 | 1): void {
    const { keyed } = this;
    const { key } = this.parts.functions.inputs[side]!;
    for (let i = 0; i < count; i++) keyed.expect(i, key(records[i] as AnyRecord));
    keyed.prefetch(count);
  }

  processPrefetched(nth: number, record: unknown, side: 0 | 1): void {
    this.keyed.seekExpected(nth);
    this.parts.functions.inputs[side]!.process(record as AnyRecord, this.context);
  }

  prepareSnapshot(mode: SnapshotMode, checkpoint: number): void {
    const keyed = this.snapshots.prepare(mode, checkpoint);
    const state = { ...this.parts.ownState(), ...watermarkState(this.timers) };
    this.prepared = { ...keyed, ...(Object.keys(state).length > 0 ? { state } : {}) };
  }

  snapshot(mode: SnapshotMode): OperatorSnapshot {
    const keyed = this.snapshots.take(mode);
    return keyed ? { ...this.prepared, keyed } : this.prepared;
  }

  get bytesCopied(): number {
    return this.keyed.bytesCopied;
  }

  get openSnapshots(): number {
    return this.keyed.openSnapshots;
  }

  snapshotReleased(checkpoint: number): void {
    this.snapshots.released(checkpoint);
  }

  checkpointCompleted(checkpoint: number): void {
    this.snapshots.completed(checkpoint);
  }

  buildAnew(): void {
    this.snapshots.buildAnew();
  }

  private createTimers(onTimer: NonNullable<KeyedFunctions['onTimer']>): KeyedTimers {
    const { restored, subtask, parallelism, time } = this.parts;
    const { record, hasEventTime, now, epochMs } = time;
    return new KeyedTimers({
      keyed: this.keyed,
      watermark: restored ? restoredWatermark(restored.states, subtask, parallelism) : -Infinity,
      hasEventTime,
      now,
      epochMs,
      onTimer: (at, domain) => {
        this.context.timeDomain = domain;
        record.timestamp = domain === 'event' ? at : Number.NaN;
        onTimer(at, this.context);
      },
    });
  }
}

/**
 * How far event time had come is kept, unlike in Flink, so that a record which came too late does not come in time after a
 * restore. The end of all is not: where there is more to read after a restore, time goes on.
 */
function watermarkState(timers: KeyedTimers | undefined): OperatorState {
  return timers && timers.lastWatermark !== -Infinity ? { watermark: timers.lastWatermark } : {};
}

/**
 * Subtasks that took an aligned snapshot saw the same watermarks before the same barriers. Where others share the keys out
 * anew and it was not aligned, nobody's record is to be late that was not.
 */
function restoredWatermark(
  states: readonly (OperatorState | undefined)[],
  subtask: number,
  parallelism: number,
): number {
  const before = states.length === parallelism ? [states[subtask]] : states;
  return Math.min(...before.map((state) => Number(state?.['watermark'] ?? -Infinity)));
}
