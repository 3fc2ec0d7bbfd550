import { origins, phases, type Outcome, type Phase, type Spans } from '../../trace/model.js';
import { toNanoseconds } from '../../trace/nanoseconds.js';
import type { Ms, OperatorIndex, SubtaskIndex } from '../../trace/units.js';

/** One phase; where a trace has several spans of it, from the first start to the last end. */
export interface PartPhase {
  readonly start: Ms;
  readonly end: Ms;
  readonly isMeasured: boolean;
  readonly uncertainty: Ms;
  readonly bytes: number;
}

/** What a trace says of one subtask in one checkpoint. */
export class SubtaskPart {
  readonly phases = new Map<Phase, PartPhase>();
  outcome: Outcome | undefined;

  constructor(
    readonly operator: OperatorIndex,
    readonly subtask: SubtaskIndex,
  ) {}

  /** Takes one of the spans of a trace. */
  add(spans: Spans, index: number): void {
    const phase = phases[spans.phase[index]!]!;
    const start = spans.start[index]!;
    const end = spans.end[index]!;
    const known = this.phases.get(phase);
    this.phases.set(phase, {
      start: Math.min(start, known?.start ?? start),
      end: Math.max(end, known?.end ?? end),
      isMeasured: origins[spans.origin[index]!] === 'measured' && (known?.isMeasured ?? true),
      uncertainty: Math.max(spans.uncertainty[index]!, known?.uncertainty ?? 0),
      bytes: spans.bytes[index]! + (known?.bytes ?? 0),
    });
  }

  duration(phase: Phase): Ms | undefined {
    const found = this.phases.get(phase);
    return found === undefined ? undefined : toNanoseconds(found.end - found.start);
  }

  /** The first start and the last end of its phases; undefined where it has none. */
  extent(): { readonly start: Ms; readonly end: Ms } | undefined {
    const all = [...this.phases.values()];
    if (all.length === 0) return undefined;
    return {
      start: Math.min(...all.map(({ start }) => start)),
      end: Math.max(...all.map(({ end }) => end)),
    };
  }
}
