import type { Phase } from '../../trace/model.js';
import { phaseOfWait } from '../waitStatistics.js';
import type { CostKind } from './costSamples.js';
import type { ComparedPhase } from './samples.js';

/** What is compared at an operator: a phase, or what checkpoints cost it beyond its phases. */
export type ComparedKind = ComparedPhase | CostKind;

/** The phase that it is, or is a part of; time without room in an output lies beside all phases. */
export function phaseOf(kind: ComparedKind): Phase | undefined {
  if (kind === 'backPressured') return undefined;
  return kind === 'heldInput' || kind === 'queuedUpload' ? phaseOfWait[kind] : kind;
}

export function isBlockingKind(kind: ComparedKind): boolean {
  return kind === 'sync' || kind === 'preBarrier';
}
