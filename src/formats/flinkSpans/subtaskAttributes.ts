import type { Phase } from '../../trace/model.js';
import { toNanoseconds } from '../../trace/nanoseconds.js';
import type { EpochMs, Ms } from '../../trace/units.js';
import { lensAttribute } from './lensAttributes.js';
import type { WrittenSpan } from './otlpRequest.js';
import type { SubtaskPart } from './subtaskPart.js';
import { nanosecondsAsMsText, unixNanoseconds } from './unixNanoseconds.js';

type WrittenAttributes = WrittenSpan['attributes'];

/** Durations and sizes. The start delay is counted from the trigger, wherever the trace's own span of it begins. */
export function subtaskNumbers(part: SubtaskPart, trigger: Ms): WrittenAttributes {
  const firstBarrier = part.phases.get('startDelay')?.end;
  const startDelay = firstBarrier === undefined ? undefined : toNanoseconds(firstBarrier - trigger);
  const sync = part.phases.get('sync');
  const alignment = part.phases.get('alignment');
  const bytes = (part.phases.get('async')?.bytes ?? 0) || (sync?.bytes ?? 0);
  const uncertainty = Math.max(0, ...[...part.phases.values()].map((phase) => phase.uncertainty));
  const isUnaligned = sync !== undefined && alignment !== undefined && sync.start < alignment.end;
  return {
    CheckpointStartDelayMs: startDelay !== undefined && startDelay >= 0 ? startDelay : undefined,
    AlignmentDurationMs: part.duration('alignment'),
    SyncCheckpointDurationMs: part.duration('sync'),
    AsyncCheckpointDurationMs: part.duration('async'),
    CheckpointedSizeBytes: bytes === 0 ? undefined : bytes,
    [lensAttribute.preBarrier]: part.duration('preBarrier'),
    [lensAttribute.uncertainty]: uncertainty === 0 ? undefined : uncertainty,
    [lensAttribute.unaligned]: isUnaligned ? 'true' : undefined,
  };
}

/** The borders of what was measured: one that was derived would come back as a fact. */
export function subtaskMoments(part: SubtaskPart, epoch: EpochMs): WrittenAttributes {
  const border = (phase: Phase, side: 'start' | 'end'): string | undefined => {
    const found = part.phases.get(phase);
    return found?.isMeasured === true ? nanosecondsAsMsText(unixNanoseconds(epoch, found[side])) : undefined;
  };
  return {
    [lensAttribute.firstBarrier]: border('startDelay', 'end'),
    [lensAttribute.lastBarrier]: border('alignment', 'end'),
    [lensAttribute.started]: border('preBarrier', 'start'),
    [lensAttribute.barrierSent]: border('preBarrier', 'end'),
    [lensAttribute.syncEnd]: border('sync', 'end'),
    [lensAttribute.asyncEnd]: border('async', 'end'),
  };
}
