import type { Phase } from '../../trace/model.js';
import { subtaskName } from '../names.js';
import type { Phrase, SpanTarget } from '../phrases.js';
import type { Share, Shares } from '../shares.js';

export function barOf({ checkpoint, operator, subtask }: Share, phase: Phase): SpanTarget {
  return { checkpoint, operator, subtask, phase };
}

export function named({ trace }: Shares, share: Share, phase: Phase): Phrase {
  return { text: subtaskName(trace, share), target: barOf(share, phase) };
}
