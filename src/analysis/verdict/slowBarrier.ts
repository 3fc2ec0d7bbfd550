import { barrierPath } from '../path/barrierPath.js';
import { isSource } from '../path/edges.js';
import { slowMs, type Finding, type JobFindings } from './jobFindings.js';
import { restoresOf } from '../jobSource.js';
import { lengthOf, type Share, type Shares } from '../shares.js';
import type { OperatorIndex } from '../../trace/units.js';

/**
 * Why the slowest barrier of a checkpoint came so late, as far as the numbers carry it. `lateTrigger`: all sources began late
 * alike. `lateSource`: one did. `starting`: it is the first checkpoint after a start, whose tasks may not have been ready.
 * `backPressure`: barriers queued for long before the same operator in several checkpoints. One alone may have waited for
 * anything that kept the subtask busy.
 */
export type SlowCause = 'lateTrigger' | 'lateSource' | 'starting' | 'backPressure' | 'unknown';

/** All sources began late alike where the first of them began after this share of the last one's time, or more. */
const alikeShare = 0.5;

/** In so many completed checkpoints barriers must have queued before an operator for "likely back-pressure". */
const fewestQueued = 2;

export function slowCause(findings: JobFindings): SlowCause {
  const { shares, edges, slow } = findings;
  if (isFirstAfterStart(shares)) return 'starting';
  if (slow === undefined || !edges.areKnown) return 'unknown';
  if (lateSource(findings, slow.share) !== undefined) {
    return lateSources(shares) === undefined ? 'lateSource' : 'lateTrigger';
  }
  const at = queuedBefore(findings, shares, slow.share);
  if (at === undefined) return 'unknown';
  return countQueued(findings, at) >= fewestQueued ? 'backPressure' : 'unknown';
}

/** The source that a barrier came so late from because it began late itself. */
export function lateSource({ shares, edges }: JobFindings, share: Share): Finding | undefined {
  const { trace } = shares;
  if (isSource(trace, share.operator)) return { share, ms: lengthOf(trace, share.spans.startDelay) };
  const { lost } = barrierPath(shares, edges, share);
  const source = lost?.hop.from === undefined ? lost && shares.of(lost.hop.to) : undefined;
  if (lost === undefined || source === undefined || !isSource(trace, source.operator)) return undefined;
  return lost.ms * 2 > lengthOf(trace, share.spans.startDelay) ? { share: source, ms: lost.ms } : undefined;
}

/** The first and the last subtask of all sources to begin, where there are several and all began late alike. */
export function lateSources({ all, trace }: Shares): { first: Finding; last: Finding } | undefined {
  const began = all
    .filter(({ operator, outcome, spans }) => {
      return outcome !== 'finished' && spans.startDelay !== undefined && isSource(trace, operator);
    })
    .map((share): Finding => ({ share, ms: lengthOf(trace, share.spans.startDelay) }))
    .sort((a, b) => a.ms - b.ms);
  const [first] = began;
  const last = began.at(-1);
  if (first === undefined || last === undefined || began.length < 2) return undefined;
  return last.ms >= slowMs && first.ms >= alikeShare * last.ms ? { first, last } : undefined;
}

/** Class loading and opening state make the first checkpoint of a run an outlier (README of the recordings, 12). */
function isFirstAfterStart({ trace, checkpoint }: Shares): boolean {
  const { checkpoints, source, epoch } = trace;
  const { id, trigger } = checkpoints[checkpoint]!;
  const before = checkpoints[checkpoint - 1]?.trigger;
  return (
    id === 1 ||
    restoresOf(source).some(({ at = NaN }) => at - epoch <= trigger && (before ?? -Infinity) < at - epoch)
  );
}

/** The operator before which the barrier of a subtask queued for long: on the way, and not held by its sender. */
function queuedBefore({ edges }: JobFindings, shares: Shares, share: Share): OperatorIndex | undefined {
  const { lost } = barrierPath(shares, edges, share);
  if (lost?.on !== 'travel' || lost.hop.from === undefined || lost.ms < slowMs) return undefined;
  return lost.hop.to.operator;
}

function countQueued(findings: JobFindings, operator: OperatorIndex): number {
  const { trace } = findings.shares;
  return findings.history.filter((shares) => {
    if (trace.checkpoints[shares.checkpoint]!.status !== 'completed' || isFirstAfterStart(shares)) {
      return false;
    }
    return shares.all.some((share) => {
      if (share.operator !== operator || lengthOf(trace, share.spans.startDelay) < slowMs) return false;
      return queuedBefore(findings, shares, share) === operator;
    });
  }).length;
}
