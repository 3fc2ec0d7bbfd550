import * as l10n from '@vscode/l10n';
import type { Row } from '../../trace/rowRange.js';
import { culpritOf, type Culprit } from './culprit.js';
import { stateWords } from './culpritWords.js';
import type { JobFindings } from './jobFindings.js';
import { failureKind, restoresOf } from '../jobSource.js';
import { checkpointName, subtaskName } from '../names.js';
import {
  clauses,
  paragraph,
  plain,
  reasonSentence,
  sentence,
  type Sentence,
  type Verdict,
} from '../phrases.js';
import { formatCount } from '../quantities.js';
import type { Shares } from '../shares.js';
import { subtaskCount } from '../subtaskCount.js';
import { endToEndMs, heldBackSentence, ms, shareMs, targetOf } from './verdictJobSentences.js';
import { savepointSentence } from './verdictJobCheckpoint.js';
import { stoodStill } from './stoodStill.js';

/** Below this, what went on until a checkpoint failed is no news, ms. */
const newsMs = 100;

/** The verdict on a checkpoint that failed: who did not report, and where it was. */
export function verdictOnFailed(findings: JobFindings): Verdict {
  const { shares, heldBack, stopped } = findings;
  const { trace } = shares;
  const culprit = culpritOf(shares, findings.edges, trace.checkpoints[shares.checkpoint]!.end);
  const held =
    heldBack !== undefined && heldBack.ms >= newsMs ? heldBackSentence(findings, heldBack) : undefined;
  const isNamed = stopped !== undefined && culprit !== undefined && sameRow(stopped, culprit.row);
  const isNews =
    stopped !== undefined && stopped.ms >= newsMs && !(isNamed && culprit.where?.phase === 'sync');
  return {
    headline: headlineOf(shares, culprit),
    meanwhile: paragraph([
      savepointSentence(shares),
      culprit && lateReport(shares, culprit),
      isNews ? stoodStill(trace, stopped, 'then') : undefined,
      held,
      unreported(findings, culprit),
      aborted(shares),
    ]),
    evidence: [],
  };
}

function headlineOf(shares: Shares, culprit: Culprit | undefined): Sentence {
  const { trace, checkpoint } = shares;
  const { failure, trigger, end } = trace.checkpoints[checkpoint]!;
  const named = checkpointName(trace.checkpoints[checkpoint]!);
  const of = { checkpoint: named, duration: end === undefined ? '' : ms(trace, end - trigger) };
  switch (failureKind(failure)) {
    case 'expired':
      return clauses(
        end === undefined
          ? l10n.t('{checkpoint} timed out', of)
          : l10n.t('{checkpoint} timed out after {duration}', of),
        culprit && whereWords(shares, culprit),
      );
    case 'jobEnded':
      return clauses(
        end === undefined
          ? l10n.t('{checkpoint} was given up', of)
          : l10n.t('{checkpoint} was given up after {duration}', of),
        jobWords(shares),
      );
    case 'declined':
      if (culprit?.hasDeclined === true) {
        const subtask = { text: subtaskName(trace, culprit.row), target: target(shares, culprit) };
        return sentence(l10n.t('{checkpoint} was declined by {subtask}.'), { checkpoint: named, subtask });
      }
      return plain(failedText(of, failure));
    case 'other':
      return plain(failedText(of, failure));
  }
}

/** @param of.duration empty where it is not known */
function failedText(
  of: { readonly checkpoint: string; readonly duration: string },
  failure: string | undefined,
): string {
  if (failure === undefined) {
    return of.duration === ''
      ? l10n.t('{checkpoint} failed.', of)
      : l10n.t('{checkpoint} failed after {duration}.', of);
  }
  const because = { ...of, reason: reasonSentence(failure) };
  return of.duration === ''
    ? l10n.t('{checkpoint} failed: {reason}', because)
    : l10n.t('{checkpoint} failed after {duration}: {reason}', because);
}

/** `count per customer (2/2) was still in its lock hold`. */
function whereWords(shares: Shares, culprit: Culprit): Sentence {
  const { where, row } = culprit;
  const subtask = { text: subtaskName(shares.trace, row), target: target(shares, culprit) };
  if (where === undefined) return sentence(l10n.t('{subtask} sent no report'), { subtask });
  if (where.phase === 'ack' && !where.isSure) {
    return sentence(l10n.t('{subtask} had not acknowledged'), { subtask });
  }
  return sentence(where.isSure ? l10n.t('{subtask} was {state}') : l10n.t('{subtask} was likely {state}'), {
    subtask,
    state: stateWords(where),
  });
}

function target({ checkpoint }: Shares, { row, share, where }: Culprit): ReturnType<typeof targetOf> {
  if (share !== undefined) return targetOf(share, where?.phase ?? 'startDelay');
  return { checkpoint, operator: row.operator, subtask: row.subtask, phase: 'startDelay' };
}

/** Flink gives up what is under way when a job ends, fails or restarts, with the same words. */
function jobWords({ trace, checkpoint }: Shares): string {
  const { end = 0 } = trace.checkpoints[checkpoint]!;
  const next = trace.checkpoints[checkpoint + 1]?.trigger ?? Infinity;
  const restore = restoresOf(trace.source).find(
    ({ at }) => at !== undefined && at - trace.epoch >= end && at - trace.epoch <= next,
  );
  if (restore !== undefined) return l10n.t('the job restarted from #{0}', restore.checkpoint);
  const unclear = l10n.t('the job restarted, or was stopped');
  if (next !== Infinity) return unclear;
  const words = new Map([
    ['cancelled', l10n.t('the job was cancelled')],
    ['failed', l10n.t('the job failed')],
    ['finished', l10n.t('the job ended')],
  ]);
  return words.get(trace.source.state ?? '') ?? unclear;
}

/** `The 6.00 s hold was reported at 8.30 s, too late to count.` */
function lateReport({ trace, checkpoint }: Shares, { share, where }: Culprit): Sentence | undefined {
  if (share?.outcome !== 'aborted' || where === undefined) return undefined;
  const { trigger, end = trigger } = trace.checkpoints[checkpoint]!;
  const reported = endToEndMs(trace, share);
  if (trigger + reported <= end) return undefined;
  const moment = ms(trace, reported);
  return plain(
    where.phase === 'sync'
      ? l10n.t('The {duration} hold was reported at {moment}, too late to count.', {
          duration: ms(trace, shareMs(trace, share, 'sync')),
          moment,
        })
      : l10n.t('{subtask} reported at {moment}, too late to count.', {
          subtask: subtaskName(trace, share),
          moment,
        }),
  );
}

/** Those of which nothing came, as far as the headline has not named them. */
function unreported({ shares }: JobFindings, culprit: Culprit | undefined): Sentence | undefined {
  const { trace, checkpoint } = shares;
  const { failure } = trace.checkpoints[checkpoint]!;
  const kind = failureKind(failure);
  const named = kind === 'expired' || culprit?.hasDeclined === true ? culprit?.row : undefined;
  if (shares.all.length === 0) return undefined;
  const missing = shares
    .unacknowledged()
    .filter((row) => shares.of(row)?.outcome !== 'aborted' && !(named && sameRow(row, named)));
  if (missing.length === 0) return undefined;
  const [first] = missing;
  if (missing.length === 1) {
    const name = subtaskName(trace, first!);
    return plain(
      kind === 'declined' && named === undefined
        ? l10n.t('No report came from {0}: likely it declined.', name)
        : l10n.t('No report came from {0}.', name),
    );
  }
  const of = { count: formatCount(missing.length), all: formatCount(subtaskCount(trace)) };
  return plain(
    named === undefined
      ? l10n.t('No report came from {count} of {all} subtasks.', of)
      : l10n.t('No report came from {count} more of {all} subtasks.', of),
  );
}

/** How many reported too late, where they are more than the one that is named. */
function aborted({ all, trace }: Shares): Sentence | undefined {
  const late = all.filter(({ outcome }) => outcome === 'aborted').length;
  if (late < 2) return undefined;
  const of = { count: formatCount(late), all: formatCount(subtaskCount(trace)) };
  return plain(l10n.t('{count} of {all} subtasks reported too late.', of));
}

function sameRow(one: Row, other: Row): boolean {
  return one.operator === other.operator && one.subtask === other.subtask;
}
