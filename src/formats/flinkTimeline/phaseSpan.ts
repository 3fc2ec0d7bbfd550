import type { Origin, Phase } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import type { UnixMs } from '../evidence/model.js';

/** One phase of one subtask, not yet placed in a trace. */
export interface PhaseSpan {
  readonly phase: Phase;
  readonly start: UnixMs;
  readonly end: UnixMs;
  readonly origin: Origin;
  readonly uncertainty: Ms;
}
