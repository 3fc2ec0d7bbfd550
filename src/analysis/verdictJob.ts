import type { Trace } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';
import { edgesOf } from './edges.js';
import { jobFindings, loudest, type JobFindings } from './jobFindings.js';
import { checkpointingOf, failedTriggersOf, failureKind, restoresOf } from './jobSource.js';
import { paragraph, plain, reasonSentence, type Sentence, type Verdict } from './phrases.js';
import { formatCount } from './quantities.js';
import { sharesByCheckpoint } from './shares.js';
import { evidence, meanwhile, verdictOnCompleted } from './verdictJobCheckpoint.js';
import { verdictOnFailed } from './verdictJobFailure.js';
import { verdictOnUnderWay } from './verdictJobProgress.js';
import { headlineOf, ms } from './verdictJobSentences.js';

/** The verdict on a Flink job: on one checkpoint, or on all by that of which the numbers say most. */
export function verdictOnJob(trace: Trace, checkpoint?: CheckpointIndex): Verdict {
  if (trace.checkpoints.length === 0) return withoutCheckpoints(trace);
  const shares = sharesByCheckpoint(trace);
  const edges = edgesOf(trace);
  if (checkpoint !== undefined) return onCheckpoint(jobFindings(shares, checkpoint, edges));
  return onAll(
    trace,
    shares.map((_, index) => jobFindings(shares, index, edges)),
  );
}

function onCheckpoint(findings: JobFindings): Verdict {
  const { trace, checkpoint } = findings.shares;
  switch (trace.checkpoints[checkpoint]!.status) {
    case 'completed':
      return verdictOnCompleted(findings);
    case 'failed':
      return verdictOnFailed(findings);
    case 'inProgress':
      return verdictOnUnderWay(findings);
  }
}

function withoutCheckpoints(trace: Trace): Verdict {
  const { source } = trace;
  const { interval, isKnown } = checkpointingOf(source);
  const failed = failedTriggersOf(source);
  const tried =
    failed > 0 ? plain(`${triggers(failed)} failed before the checkpoint had a number.`) : undefined;
  const cause = source.failure === undefined ? undefined : plain(reasonSentence(source.failure));
  const headline = interval === undefined && failed === 0 ? noneTaken(isKnown) : beforeFirst(trace);
  return { headline: plain(headline), meanwhile: paragraph([tried, cause]), evidence: [] };
}

function noneTaken(isConfigurationKnown: boolean): string {
  return isConfigurationKnown ? 'This job takes no checkpoints.' : 'No checkpoint is recorded here.';
}

function beforeFirst({ source }: Trace): string {
  const headlines = new Map([
    ['finished', 'The job ended before its first checkpoint.'],
    ['cancelled', 'The job was cancelled before its first checkpoint.'],
    ['failed', 'The job failed before its first checkpoint.'],
  ]);
  return headlines.get(source.state ?? '') ?? 'No checkpoint has been taken yet.';
}

function onAll(trace: Trace, all: readonly JobFindings[]): Verdict {
  const { checkpoints, source } = trace;
  const worst = loudest(all);
  const completed = checkpoints.filter(({ status }) => status === 'completed').length;
  const goesOn = source.state === 'running' || checkpoints.some(({ status }) => status === 'inProgress');
  const outcome = [failures(trace), state(trace), restored(trace)];
  const triggersFailed = failedTriggers(trace);
  if (completed === 0 && !goesOn) {
    const last = verdictOnFailed(all.at(-1)!);
    const headline =
      checkpoints.length === 1
        ? 'The only checkpoint did not complete.'
        : `None of ${formatCount(checkpoints.length)} checkpoints completed.`;
    return {
      headline: plain(headline),
      meanwhile: paragraph([last.headline, ...outcome.slice(1)]),
      evidence: paragraph([triggersFailed]),
    };
  }
  if (worst === undefined) {
    if (checkpoints.length === 1) return onCheckpoint(all[0]!);
    const known = all.some(({ shares }) => shares.all.length > 0);
    const headline = known ? 'No lock hold was recorded.' : 'Of the subtasks nothing is known.';
    return { headline: plain(headline), meanwhile: paragraph(outcome), evidence: [] };
  }
  const findings = all[worst]!;
  const where = checkpoints.length === 1 ? '' : ` in #${checkpoints[worst]!.id}`;
  return {
    headline: headlineOf(findings),
    meanwhile: paragraph([...meanwhile(findings, where), ofAll(trace, all, worst), ...outcome]),
    evidence: paragraph([...evidence(findings, where), triggersFailed]),
  };
}

/** Which checkpoint it was, and how it was in the others. */
function ofAll(trace: Trace, all: readonly JobFindings[], worst: CheckpointIndex): Sentence | undefined {
  const { checkpoints } = trace;
  if (checkpoints.length === 1) return undefined;
  const findings = all[worst]!;
  const which = `It was in #${checkpoints[worst]!.id}, the longest of ${formatCount(checkpoints.length)} checkpoints`;
  return plain(`${which}${usually(trace, all, findings)}.`);
}

/** What the usual number of this kind is. */
function usually(trace: Trace, all: readonly JobFindings[], { about }: JobFindings): string {
  if (about !== 'stopped') return '';
  const usual = all
    .filter(({ shares }) => trace.checkpoints[shares.checkpoint]!.status === 'completed')
    .map(({ stopped }) => stopped?.ms ?? 0)
    .sort((a, b) => a - b);
  const median = usual[usual.length >>> 1];
  return median === undefined ? '' : `; the median of their longest stops is ${ms(trace, median)}`;
}

/** Checkpoints that failed of themselves; that one is given up when the job ends is no news. */
function failures({ checkpoints }: Trace): Sentence | undefined {
  const failed = checkpoints.filter(
    ({ status, failure }) => status === 'failed' && failureKind(failure) !== 'jobEnded',
  );
  const last = failed.at(-1);
  if (last === undefined) return undefined;
  const counted = `${formatCount(failed.length)} of ${formatCount(checkpoints.length)} checkpoints`;
  if (failed.every(({ failure }) => failureKind(failure) === 'expired')) {
    return plain(
      `${counted} timed out${failed.length > 1 ? `, the last was #${last.id}` : `: #${last.id}`}.`,
    );
  }
  const reason = last.failure === undefined ? '' : ` #${last.id}: ${reasonSentence(last.failure)}`;
  return plain(`${counted} failed.${reason}`);
}

function state({ source }: Trace): Sentence | undefined {
  if (source.state !== 'failed') return undefined;
  return plain(
    source.failure === undefined ? 'The job failed.' : `The job failed: ${reasonSentence(source.failure)}`,
  );
}

function restored({ source }: Trace): Sentence | undefined {
  const restores = restoresOf(source);
  const last = restores.at(-1);
  if (last === undefined) return undefined;
  const what = last.savepoint ? `savepoint #${last.checkpoint}` : `#${last.checkpoint}`;
  if (restores.length === 1) return plain(`The job was restored from ${what}.`);
  return plain(`The job was restored ${formatCount(restores.length)} times, last from ${what}.`);
}

/** One at the start of a job is usual: its tasks are not running yet. */
function failedTriggers({ source }: Trace): Sentence | undefined {
  const failed = failedTriggersOf(source);
  return failed > 1 ? plain(`${triggers(failed)} failed before the checkpoint had a number.`) : undefined;
}

function triggers(count: number): string {
  return count === 1 ? '1 trigger' : `${formatCount(count)} triggers`;
}
