import { phases, type Phase, type Trace } from '../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../src/trace/units.js';
import { phaseOfWord } from './phaseWords.js';
import type { Row, TraceIndex } from './traceIndex.js';

/** What the filter box says, read: every term must hold for a row to be shown. */
export interface RowFilter {
  /** Parts of an operator's name or id, in lower case. */
  readonly names: readonly string[];
  readonly subtasks: readonly number[];
  readonly longer: readonly { readonly phase: Phase; readonly than: Ms }[];
}

const units: Readonly<Record<string, Ms>> = { µs: 0.001, us: 0.001, ms: 1, s: 1000, min: 60_000 };

/**
 * Reads a filter such as `count`, `op:count`, `subtask:2` (from 1, as people read them) or `sync>5ms`;
 * several words must all hold. A word that is no such term is part of an operator's name.
 */
export function parseFilter(text: string): RowFilter {
  const names: string[] = [];
  const subtasks: number[] = [];
  const longer: { phase: Phase; than: Ms }[] = [];
  for (const word of text.trim().toLowerCase().split(/\s+/).filter(Boolean)) {
    const duration = /^([a-z-]+)>([\d.]+)(µs|us|ms|s|min)?$/.exec(word);
    const phase = duration && phaseOfWord(duration[1]!);
    const subtask = /^subtask:(\d+)$/.exec(word);
    if (duration && phase) longer.push({ phase, than: Number(duration[2]) * units[duration[3] ?? 'ms']! });
    else if (subtask) subtasks.push(Number(subtask[1]) - 1);
    else names.push(word.replace(/^op:/, ''));
  }
  return { names, subtasks, longer };
}

export function matches(
  filter: RowFilter,
  index: TraceIndex,
  row: Row,
  checkpoint?: CheckpointIndex,
): boolean {
  return (
    filter.names.every((part) => namesInclude(index.trace, row, part)) &&
    filter.subtasks.every((subtask) => subtask === row.subtask) &&
    filter.longer.every(({ phase, than }) => hasLonger(index, row, phase, than, checkpoint))
  );
}

function namesInclude({ operators }: Trace, row: Row, part: string): boolean {
  const { name, id } = operators[row.operator]!;
  return name.toLowerCase().includes(part) || id.toLowerCase().includes(part);
}

function hasLonger(
  index: TraceIndex,
  row: Row,
  phase: Phase,
  than: Ms,
  checkpoint?: CheckpointIndex,
): boolean {
  const { spans } = index.trace;
  const wanted = phases.indexOf(phase);
  for (let i = row.first; i < row.last; i += 1) {
    if (spans.phase[i] !== wanted || (checkpoint !== undefined && spans.checkpoint[i] !== checkpoint)) {
      continue;
    }
    if (index.end[i]! - spans.start[i]! > than) return true;
  }
  return false;
}
