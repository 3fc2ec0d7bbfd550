import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import type { CriticalPath, PathPart } from './criticalPath.js';
import { isSource } from './edges.js';
import { isUnaligned } from '../jobSource.js';
import { subtaskName } from '../names.js';
import type { SpanTarget } from '../phrases.js';
import { formatBytes, formatCount } from '../quantities.js';
import { rowRange } from '../../trace/rowRange.js';
import { phases } from '../../trace/model.js';

/** One summand: `lock hold … 24 ms`, with the bar that it is. */
export interface PathLine {
  readonly label: string;
  /** In the unit of the sum. */
  readonly value: string;
  readonly target?: SpanTarget;
}

/** What one subtask, or the coordinator, had of the time. */
export interface PathStep {
  readonly who: string;
  readonly lines: readonly PathLine[];
}

/** A critical path as a sum that adds up as it is written. */
export interface PathSum {
  readonly steps: readonly PathStep[];
  readonly total: string;
  /** What the total is: `end to end`, `until it failed`, `so far`. */
  readonly totalLabel: string;
}

/** From here on whole milliseconds tell enough, and below this whole microseconds, ms. */
const wholeMs = 1000;
const microseconds = 10;

/** The parts of a critical path in words and numbers, those of one subtask under its name. */
export function pathSum(trace: Trace, path: CriticalPath): PathSum {
  const { checkpoint, parts, start, end, status } = path;
  const scale = scaleOf(end - start, trace.source.resolution);
  const steps: { who: string; lines: PathLine[] }[] = [];
  for (const part of parts) {
    const who = part.row === undefined ? l10n.t('coordinator') : subtaskName(trace, part.row);
    // Each border is rounded once, so that the rounded parts add up to the rounded whole.
    const value = scale.text(scale.units(part.to - start) - scale.units(part.from - start));
    const line = { label: labelOf(trace, path, part), value, ...targetOf(checkpoint, part) };
    const step = steps.at(-1);
    if (step?.who === who) step.lines.push(line);
    else steps.push({ who, lines: [line] });
  }
  const totalLabel = {
    completed: l10n.t('end to end'),
    failed: l10n.t('until it failed'),
    inProgress: l10n.t('so far'),
  }[status];
  return { steps, total: scale.text(scale.units(end - start)), totalLabel };
}

interface Scale {
  readonly units: (ms: Ms) => number;
  readonly text: (units: number) => string;
}

/** One unit for all parts: what the total needs, and what the numbers are known to. */
function scaleOf(total: Ms, resolution: Ms | undefined): Scale {
  if (resolution === undefined && total < microseconds) return scale(1000, 'µs', 0);
  return scale(1, 'ms', resolution !== undefined || total >= wholeMs ? 0 : 1);
}

function scale(perMs: number, unit: string, decimals: 0 | 1): Scale {
  const steps = perMs * 10 ** decimals;
  return {
    units: (ms) => Math.round(ms * steps),
    text: (units) => {
      if (units === 0) return `<${decimals === 0 ? '1' : '0.1'} ${unit}`;
      const whole = formatCount(Math.trunc(units / 10 ** decimals));
      return decimals === 0 ? `${whole} ${unit}` : `${whole}.${Math.abs(units) % 10} ${unit}`;
    },
  };
}

function targetOf(checkpoint: number, { row, bar }: PathPart): { readonly target?: SpanTarget } {
  return row === undefined || bar === undefined ? {} : { target: { checkpoint, ...row, phase: bar } };
}

/** What a part is called, for people. */
export function labelOf(trace: Trace, { checkpoint, status }: CriticalPath, part: PathPart): string {
  const unaligned = isUnaligned(trace.checkpoints[checkpoint]!);
  switch (part.kind) {
    case 'startDelay':
      if (isSource(trace, part.row!.operator)) return l10n.t('start delay');
      return part.sender === undefined
        ? l10n.t('waiting for its first barrier')
        : l10n.t('barrier on its way');
    case 'alignment':
      return unaligned ? l10n.t('alignment') : l10n.t('waiting for its last barrier');
    case 'preBarrier':
      return l10n.t('flush before the barrier');
    case 'sync':
      return l10n.t('lock hold');
    case 'async':
      return uploadLabel(trace, checkpoint, part, unaligned ? l10n.t('async') : l10n.t('upload'));
    case 'ack':
      return l10n.t('acknowledging');
    case 'completion':
      return status === 'failed' ? l10n.t('last ack until it failed') : l10n.t('last ack to completed');
    case 'notKnown':
      if (part.bar === 'ack') return l10n.t('after the upload, not split');
      return {
        completed: l10n.t('not known'),
        failed: l10n.t('no report'),
        inProgress: l10n.t('no report yet'),
      }[status];
  }
}

function uploadLabel({ spans }: Trace, checkpoint: number, { row }: PathPart, word: string): string {
  const { from, to } = rowRange(spans, row!);
  for (let i = from; i < to; i++) {
    if (spans.checkpoint[i] !== checkpoint || phases[spans.phase[i]!] !== 'async') continue;
    const bytes = spans.bytes[i]!;
    return bytes > 0 ? l10n.t('{phase}, {bytes}', { phase: word, bytes: formatBytes(bytes) }) : word;
  }
  return word;
}
