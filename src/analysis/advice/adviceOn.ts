import type { Trace } from '../../trace/model.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';
import { criticalPath } from '../path/criticalPath.js';
import { allFindings, jobFindings, loudest } from '../verdict/jobFindings.js';
import { isFlink } from '../jobSource.js';
import { worstBlocked } from '../blockedTime.js';
import type { Advice, Case, Rule } from './advice.js';
import { alignment, backPressure, busySource, earlierLockHold, pointwiseEdge, skew } from './barrierRules.js';
import { firstOfRun, flush, lockHold, notAccountedFor } from './blockingRules.js';
import { declined, finalisation, lateAcknowledgement, timeout, tooOften } from './coordinatorRules.js';
import { copyTax, snapshotMode } from './engineRules.js';
import { fullUploads, slowTaskManager, stateGrowth, type RunRule } from './runRules.js';
import { inFlightData, queuedUpload, upload } from './uploadRules.js';

/** In the order in which their findings are told: what failed, what blocked, what held up barriers, what ran beside. */
const flinkRules: readonly Rule[] = [
  timeout,
  declined,
  earlierLockHold,
  firstOfRun,
  lockHold,
  flush,
  notAccountedFor,
  skew,
  alignment,
  busySource,
  backPressure,
  pointwiseEdge,
  inFlightData,
  upload,
  lateAcknowledgement,
  finalisation,
  tooOften,
];
const engineRules: readonly Rule[] = [timeout, snapshotMode, upload, queuedUpload, copyTax, finalisation];
const runRules: readonly RunRule[] = [slowTaskManager, stateGrowth, fullUploads];

/**
 * What the numbers of one checkpoint say could be tried. Empty where no rule has reached its threshold.
 *
 * @param now up to when a checkpoint under way is known, ms
 */
export function adviceOn(trace: Trace, checkpoint: CheckpointIndex, now: Ms): readonly Advice[] {
  const one = caseOf(trace, checkpoint, now);
  return (isFlink(trace) ? flinkRules : engineRules).flatMap((rule) => rule(one) ?? []);
}

/** What all checkpoints together say: trends, and machines. */
export function adviceOnRun(trace: Trace): readonly Advice[] {
  return runRules.flatMap((rule) => rule(trace) ?? []);
}

function caseOf(trace: Trace, checkpoint: CheckpointIndex, now: Ms): Case {
  const findings = jobFindings(trace, checkpoint);
  return { trace, findings, path: criticalPath(findings.shares, findings.edges, now) };
}

/** The checkpoint that the verdict on the whole trace is about; undefined where there is none to speak of. */
export function loudestOf(trace: Trace): CheckpointIndex | undefined {
  if (!isFlink(trace)) return worstBlocked(trace)?.checkpoint;
  return loudest(allFindings(trace));
}
