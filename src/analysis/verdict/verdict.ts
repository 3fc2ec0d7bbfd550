import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import type { CheckpointIndex } from '../../trace/units.js';
import { worstBlocked, type Blocked } from '../blockedTime.js';
import {
  oneAfterTheOther,
  paragraph,
  plain,
  reasonSentence,
  textOf,
  type Sentence,
  type Verdict,
} from '../phrases.js';
import { formatCount, formatDuration } from '../quantities.js';
import { restartSentence } from '../restarts.js';
import { medianMs } from '../statistics.js';
import { jobFindings } from './jobFindings.js';
import { isFlink, mayGoOn } from '../jobSource.js';
import { verdictOnJob } from './verdictJob.js';
import { stoodStill } from './stoodStill.js';
import { acknowledged, besides, mechanism, nothingRecorded } from './verdictSentences.js';

export type { Phrase, SpanTarget, Verdict } from '../phrases.js';

/** The verdict on one checkpoint, or on the whole trace by its longest standstill. */
export function verdict(trace: Trace, checkpoint?: CheckpointIndex): Verdict {
  if (isFlink(trace)) return verdictOnJob(trace, checkpoint);
  if (checkpoint !== undefined) return onCheckpoint(trace, checkpoint);
  return trace.checkpoints.length === 0 ? withoutCheckpoints(trace) : onTrace(trace);
}

/** Works out what verdicts on a trace are drawn from, a checkpoint a step; those asked for afterwards are told at once, and are the same. */
export function* verdictSteps(trace: Trace): Generator<void, void> {
  if (!isFlink(trace)) return;
  for (const checkpoint of trace.checkpoints.keys()) {
    jobFindings(trace, checkpoint);
    yield;
  }
}

/** All of a verdict in one line. */
export function verdictText({ headline, meanwhile, evidence }: Verdict): string {
  return oneAfterTheOther([headline, meanwhile, evidence].map(textOf));
}

function withoutCheckpoints(trace: Trace): Verdict {
  const { source } = trace;
  const headlines = new Map([
    ['running', l10n.t('No checkpoint has been taken yet.')],
    ['finished', l10n.t('The run ended before its first checkpoint.')],
    ['cancelled', l10n.t('The run was cancelled before its first checkpoint.')],
    ['failed', l10n.t('The run failed before its first checkpoint.')],
  ]);
  const headline = headlines.get(source.state ?? '') ?? l10n.t('This job takes no checkpoints.');
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
    const standstill = stoodStill(trace, worst, 'then');
    return {
      headline: plain(noneCompleted(trace)),
      meanwhile: paragraph([...outcome, standstill]),
      evidence: [],
    };
  }
  return {
    headline: stoodStill(trace, worst, goesOn(trace) ? 'now' : 'theEnd'),
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
  const median = medianMs(trace, operator, 'sync');
  const of = { count: formatCount(checkpoints.length), id: checkpoints[checkpoint]!.id };
  return plain(
    median === undefined
      ? l10n.t('It was the longest in {count} checkpoints, in #{id}.', of)
      : l10n.t(
          'It was the longest in {count} checkpoints, in #{id}; the median lock hold there was {duration}.',
          { ...of, duration: formatDuration(median) },
        ),
  );
}

function onCheckpoint(trace: Trace, checkpoint: CheckpointIndex): Verdict {
  const worst = worstBlocked(trace, { checkpoint });
  const { id, status, failure } = trace.checkpoints[checkpoint]!;
  if (status === 'failed' || (status === 'inProgress' && !goesOn(trace))) {
    const headline = status === 'failed' ? failedText(id, failure) : l10n.t('#{0} was not completed.', id);
    const standstill = worst && stoodStill(trace, worst, 'then');
    return { headline: plain(headline), meanwhile: paragraph([standstill, runState(trace)]), evidence: [] };
  }
  const underWay = status === 'inProgress';
  return {
    headline: worst
      ? stoodStill(trace, worst, underWay ? 'now' : 'theEnd')
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
  if (source.state !== undefined) return mayGoOn(source);
  return checkpoints.some(({ status }) => status === 'inProgress');
}

function noneCompleted({ checkpoints }: Trace): string {
  if (checkpoints.length > 1) {
    return l10n.t('None of {0} checkpoints completed.', formatCount(checkpoints.length));
  }
  return l10n.t('The only checkpoint did not complete.');
}

function failedText(id: number, failure: string | undefined): string {
  if (failure === undefined) return l10n.t('#{0} failed.', id);
  return l10n.t('#{id} failed: {reason}', { id, reason: reasonSentence(failure) });
}

function failedCheckpoints({ checkpoints }: Trace): Sentence | undefined {
  const failed = checkpoints.filter(({ status }) => status === 'failed');
  const last = failed.findLast(({ failure }) => failure !== undefined);
  const counts = { count: formatCount(failed.length), all: formatCount(checkpoints.length) };
  const isNews = failed.length > 0 && failed.length < checkpoints.length;
  return paragraph([
    isNews ? plain(l10n.t('{count} of {all} checkpoints failed.', counts)) : undefined,
    last && plain(failedText(last.id, last.failure)),
  ]);
}

function runState({ source }: Trace): Sentence | undefined {
  if (source.state === 'cancelled') return plain(l10n.t('The run was cancelled.'));
  if (source.state !== 'failed') return undefined;
  if (source.failure === undefined) return plain(l10n.t('The run failed.'));
  return plain(l10n.t('The run failed: {0}', reasonSentence(source.failure)));
}
