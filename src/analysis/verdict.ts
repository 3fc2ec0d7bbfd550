import type { Checkpoint, Trace } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';
import { worstBlocked, type Blocked } from './blockedTime.js';
import { paragraph, plain, reasonSentence, type Sentence, type Verdict } from './phrases.js';
import { formatCount, formatDuration } from './quantities.js';
import { restartSentence } from './restarts.js';
import { statisticsOf } from './statistics.js';
import { isFlink } from './jobSource.js';
import { verdictOnJob } from './verdictJob.js';
import { acknowledged, besides, mechanism, nothingRecorded, stoodStill } from './verdictSentences.js';

export type { Phrase, SpanTarget, Verdict } from './phrases.js';

/** The verdict on one checkpoint, or on the whole trace by its longest standstill. */
export function verdict(trace: Trace, checkpoint?: CheckpointIndex): Verdict {
  if (isFlink(trace)) return verdictOnJob(trace, checkpoint);
  if (checkpoint !== undefined) return onCheckpoint(trace, checkpoint);
  return trace.checkpoints.length === 0 ? withoutCheckpoints(trace) : onTrace(trace);
}

/** All of a verdict in one line. */
export function verdictText({ headline, meanwhile, evidence }: Verdict): string {
  return [headline, meanwhile, evidence]
    .map((phrases) => phrases.map(({ text }) => text).join(''))
    .filter((text) => text !== '')
    .join(' ');
}

function withoutCheckpoints(trace: Trace): Verdict {
  const { source } = trace;
  const headlines = new Map([
    ['running', 'No checkpoint has been taken yet.'],
    ['finished', 'The run ended before its first checkpoint.'],
    ['cancelled', 'The run was cancelled before its first checkpoint.'],
    ['failed', 'The run failed before its first checkpoint.'],
  ]);
  const headline = headlines.get(source.state ?? '') ?? 'This job takes no checkpoints.';
  const failure = source.failure === undefined ? undefined : plain(reasonSentence(source.failure));
  return {
    headline: plain(headline),
    meanwhile: paragraph([restartSentence(trace), failure]),
    evidence: [],
  };
}

function onTrace(trace: Trace): Verdict {
  const worst = worstBlocked(trace);
  const completed = trace.checkpoints.filter(({ status }) => status === 'completed').length;
  const outcome = [failedCheckpoints(trace), restartSentence(trace), runState(trace)];
  if (worst === undefined) {
    const headline = completed > 0 ? nothingRecorded(trace, {}) : plain(noneCompleted(trace));
    return { headline, meanwhile: paragraph(outcome), evidence: [] };
  }
  if (completed === 0 && !goesOn(trace)) {
    const standstill = stoodStill(trace, worst, 'Until then processing');
    return {
      headline: plain(noneCompleted(trace)),
      meanwhile: paragraph([...outcome, standstill]),
      evidence: [],
    };
  }
  const opening = goesOn(trace) ? 'So far processing' : 'Processing';
  return {
    headline: stoodStill(trace, worst, opening),
    meanwhile: paragraph([
      longestOfAll(trace, worst),
      ...besides(trace, worst.checkpoint, worst),
      ...outcome,
    ]),
    evidence: paragraph([mechanism(trace, worst.checkpoint)]),
  };
}

/** Which checkpoint it was, of how many, and how long a lock hold of the operator usually is. */
function longestOfAll(trace: Trace, { checkpoint, operator }: Blocked): Sentence | undefined {
  const { checkpoints } = trace;
  if (checkpoints.length === 1) return undefined;
  const median = statisticsOf(trace, operator).lockHold?.median;
  const usual = median === undefined ? '' : `; the median lock hold there was ${formatDuration(median)}`;
  return plain(
    `It was the longest in ${formatCount(checkpoints.length)} checkpoints, in #${checkpoints[checkpoint]!.id}${usual}.`,
  );
}

function onCheckpoint(trace: Trace, checkpoint: CheckpointIndex): Verdict {
  const worst = worstBlocked(trace, { checkpoint });
  const { id, status, failure } = trace.checkpoints[checkpoint]!;
  if (status === 'failed' || (status === 'inProgress' && !goesOn(trace))) {
    const headline =
      status === 'failed'
        ? `#${id} failed${failure === undefined ? '.' : `: ${reasonSentence(failure)}`}`
        : `#${id} was not completed.`;
    const standstill = worst && stoodStill(trace, worst, 'Until then processing');
    return { headline: plain(headline), meanwhile: paragraph([standstill, runState(trace)]), evidence: [] };
  }
  const underWay = status === 'inProgress';
  return {
    headline: worst
      ? stoodStill(trace, worst, underWay ? 'So far processing' : 'Processing')
      : nothingRecorded(trace, { checkpoint }),
    meanwhile: paragraph([
      underWay ? acknowledged(trace, checkpoint) : undefined,
      ...besides(trace, checkpoint, worst),
    ]),
    evidence: paragraph([worst && mechanism(trace, checkpoint)]),
  };
}

/** Whether more may come; a trace that says nothing of its run may be of a job that goes on. */
function goesOn({ source, checkpoints }: Trace): boolean {
  if (source.state !== undefined) return source.state === 'running';
  return checkpoints.some(({ status }) => status === 'inProgress');
}

function noneCompleted({ checkpoints }: Trace): string {
  if (checkpoints.length > 1) return `None of ${formatCount(checkpoints.length)} checkpoints completed.`;
  return 'The only checkpoint did not complete.';
}

function failedCheckpoints({ checkpoints }: Trace): Sentence | undefined {
  const failed = checkpoints.filter(({ status }) => status === 'failed');
  const last = failed.findLast(({ failure }) => failure !== undefined);
  if (failed.length === 0) return undefined;
  const count = failed.length === checkpoints.length ? '' : `${ofAll(failed, checkpoints)} failed.`;
  const reason = last?.failure === undefined ? '' : `#${last.id} failed: ${reasonSentence(last.failure)}`;
  return plain([count, reason].filter((text) => text !== '').join(' '));
}

function ofAll(some: readonly Checkpoint[], all: readonly Checkpoint[]): string {
  return `${formatCount(some.length)} of ${formatCount(all.length)} checkpoints`;
}

function runState({ source }: Trace): Sentence | undefined {
  if (source.state === 'cancelled') return plain('The run was cancelled.');
  return source.state === 'failed' ? (failureOf(source.failure) ?? plain('The run failed.')) : undefined;
}

function failureOf(failure: string | undefined): Sentence | undefined {
  return failure === undefined ? undefined : plain(`The run failed: ${reasonSentence(failure)}`);
}
