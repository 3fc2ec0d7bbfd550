import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import type { CheckpointIndex } from '../../trace/units.js';
import { overriddenSettings } from '../askedSettings.js';
import { allFindings, jobFindings, loudest, type JobFindings } from './jobFindings.js';
import { amongAll } from './verdictJobAll.js';
import { checkpointingOf, failedTriggersOf, failureKind, restoresOf } from '../jobSource.js';
import { paragraph, plain, reasonSentence, type Sentence, type Verdict } from '../phrases.js';
import { formatCount } from '../quantities.js';
import { evidence, meanwhile, verdictOnCompleted } from './verdictJobCheckpoint.js';
import { verdictOnFailed } from './verdictJobFailure.js';
import { verdictOnUnderWay } from './verdictJobProgress.js';
import { headlineOf } from './verdictJobSentences.js';

/** The verdict on a Flink job: on one checkpoint, or on all by that of which the numbers say most. */
export function verdictOnJob(trace: Trace, checkpoint?: CheckpointIndex): Verdict {
  if (trace.checkpoints.length === 0) return withoutCheckpoints(trace);
  if (checkpoint !== undefined) return onCheckpoint(jobFindings(trace, checkpoint));
  return onAll(trace, allFindings(trace));
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
  const tried = failed > 0 ? triggersFailed(failed) : undefined;
  const cause = source.failure === undefined ? undefined : plain(reasonSentence(source.failure));
  const headline = interval === undefined && failed === 0 ? noneTaken(isKnown) : beforeFirst(trace);
  return {
    headline: plain(headline),
    meanwhile: paragraph([tried, cause]),
    evidence: paragraph(overridden(trace)),
  };
}

function noneTaken(isConfigurationKnown: boolean): string {
  return isConfigurationKnown
    ? l10n.t('This job takes no checkpoints.')
    : l10n.t('No checkpoint is recorded here.');
}

function beforeFirst({ source }: Trace): string {
  const headlines = new Map([
    ['finished', l10n.t('The job ended before its first checkpoint.')],
    ['cancelled', l10n.t('The job was cancelled before its first checkpoint.')],
    ['failed', l10n.t('The job failed before its first checkpoint.')],
  ]);
  return headlines.get(source.state ?? '') ?? l10n.t('No checkpoint has been taken yet.');
}

function onAll(trace: Trace, all: readonly JobFindings[]): Verdict {
  const { checkpoints, source } = trace;
  const worst = loudest(all);
  const completed = checkpoints.filter(({ status }) => status === 'completed').length;
  const goesOn = source.state === 'running' || checkpoints.some(({ status }) => status === 'inProgress');
  const outcome = [failures(trace), state(trace), restored(trace)];
  if (completed === 0 && !goesOn) {
    const last = verdictOnFailed(all.at(-1)!);
    const headline =
      checkpoints.length === 1
        ? l10n.t('The only checkpoint did not complete.')
        : l10n.t('None of {0} checkpoints completed.', formatCount(checkpoints.length));
    return {
      headline: plain(headline),
      meanwhile: paragraph([last.headline, ...outcome.slice(1)]),
      evidence: paragraph([failedTriggers(trace), ...overridden(trace)]),
    };
  }
  if (worst === undefined) {
    if (checkpoints.length === 1) return onCheckpoint(all[0]!);
    const known = all.some(({ shares }) => shares.all.length > 0);
    const headline = known
      ? l10n.t('No lock hold was recorded.')
      : l10n.t('Of the subtasks nothing is known.');
    return {
      headline: plain(headline),
      meanwhile: paragraph(outcome),
      evidence: paragraph(overridden(trace)),
    };
  }
  const findings = all[worst]!;
  const isOneOfMany = checkpoints.length > 1;
  return {
    headline: headlineOf(findings),
    meanwhile: paragraph([...meanwhile(findings, isOneOfMany), amongAll(all, findings), ...outcome]),
    evidence: paragraph([...evidence(findings, isOneOfMany), failedTriggers(trace), ...overridden(trace)]),
  };
}

/** Checkpoints that failed of themselves; that one is given up when the job ends is no news. */
function failures({ checkpoints }: Trace): Sentence | undefined {
  const failed = checkpoints.filter(
    ({ status, failure }) => status === 'failed' && failureKind(failure) !== 'jobEnded',
  );
  const last = failed.at(-1);
  if (last === undefined) return undefined;
  const of = { count: formatCount(failed.length), all: formatCount(checkpoints.length), id: last.id };
  if (failed.every(({ failure }) => failureKind(failure) === 'expired')) {
    return plain(
      failed.length > 1
        ? l10n.t('{count} of {all} checkpoints timed out, the last was #{id}.', of)
        : l10n.t('{count} of {all} checkpoints timed out: #{id}.', of),
    );
  }
  return plain(
    last.failure === undefined
      ? l10n.t('{count} of {all} checkpoints failed.', of)
      : l10n.t('{count} of {all} checkpoints failed. #{id}: {reason}', {
          ...of,
          reason: reasonSentence(last.failure),
        }),
  );
}

function state({ source }: Trace): Sentence | undefined {
  if (source.state !== 'failed') return undefined;
  return plain(
    source.failure === undefined
      ? l10n.t('The job failed.')
      : l10n.t('The job failed: {0}', reasonSentence(source.failure)),
  );
}

function restored({ source }: Trace): Sentence | undefined {
  const restores = restoresOf(source);
  const last = restores.at(-1);
  if (last === undefined) return undefined;
  const from = last.savepoint ? l10n.t('savepoint #{0}', last.checkpoint) : `#${last.checkpoint}`;
  return plain(
    restores.length === 1
      ? l10n.t('The job was last restored from {from}.', { from })
      : l10n.t('The job was restored {count} times, last from {from}.', {
          count: formatCount(restores.length),
          from,
        }),
  );
}

/** What the run asked for and the cluster has otherwise. */
function overridden(trace: Trace): readonly Sentence[] {
  return overriddenSettings(trace).map(plain);
}

/** One at the start of a job is usual: its tasks are not running yet. */
function failedTriggers({ source }: Trace): Sentence | undefined {
  const failed = failedTriggersOf(source);
  return failed > 1 ? triggersFailed(failed) : undefined;
}

function triggersFailed(count: number): Sentence {
  return plain(
    count === 1
      ? l10n.t('1 trigger failed before the checkpoint had a number.')
      : l10n.t('{0} triggers failed before the checkpoint had a number.', formatCount(count)),
  );
}
