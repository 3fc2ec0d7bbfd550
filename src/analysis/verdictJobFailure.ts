import type { Row } from '../trace/rowRange.js';
import { culpritOf, type Culprit } from './culprit.js';
import type { JobFindings } from './jobFindings.js';
import { failureKind, restoresOf } from './jobSource.js';
import { subtaskName } from './names.js';
import { paragraph, plain, reasonSentence, type Sentence, type Verdict } from './phrases.js';
import { formatCount } from './quantities.js';
import type { Shares } from './shares.js';
import { endToEndMs, heldBackSentence, ms, shareMs, targetOf } from './verdictJobSentences.js';
import { savepointSentence } from './verdictJobCheckpoint.js';
import { stoodStill } from './verdictSentences.js';

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
  const isNews = stopped !== undefined && stopped.ms > 0 && !(isNamed && culprit.where?.phase === 'sync');
  return {
    headline: headlineOf(shares, culprit),
    meanwhile: paragraph([
      savepointSentence(shares),
      culprit && lateReport(shares, culprit),
      isNews ? stoodStill(trace, stopped, 'Until then processing') : undefined,
      held,
      unreported(findings, culprit),
      aborted(shares),
    ]),
    evidence: [],
  };
}

function headlineOf(shares: Shares, culprit: Culprit | undefined): Sentence {
  const { trace, checkpoint } = shares;
  const { id, kind, failure, trigger, end } = trace.checkpoints[checkpoint]!;
  const named = kind === 'savepoint' ? `Savepoint #${id}` : `#${id}`;
  const took = end === undefined ? '' : ` after ${ms(trace, end - trigger)}`;
  switch (failureKind(failure)) {
    case 'expired':
      return [{ text: `${named} timed out${took}` }, ...whereWords(shares, culprit, ': ')];
    case 'jobEnded':
      return plain(`${named} was given up${took}${jobWords(shares)}.`);
    case 'declined':
      if (culprit?.hasDeclined === true) {
        const name = subtaskName(trace, culprit.row);
        return [
          { text: `${named} was declined by ` },
          { text: name, target: target(shares, culprit) },
          { text: '.' },
        ];
      }
      return plain(`${named} failed${took}: ${reasonSentence(failure!)}`);
    case 'other':
      return plain(`${named} failed${took}${failure === undefined ? '.' : `: ${reasonSentence(failure)}`}`);
  }
}

/** `: count per customer (2/2) was still in its lock hold.` */
function whereWords(shares: Shares, culprit: Culprit | undefined, joint: string): Sentence {
  if (culprit === undefined) return plain('.');
  const { where, row } = culprit;
  const isOpen = where?.phase === 'ack' && !where.isSure;
  const report = isOpen ? 'had not acknowledged' : 'sent no report';
  const words = where === undefined || isOpen ? report : `was ${where.isSure ? '' : 'likely '}${where.words}`;
  return [
    { text: joint },
    { text: subtaskName(shares.trace, row), target: target(shares, culprit) },
    { text: ` ${words}.` },
  ];
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
  if (restore !== undefined) return `: the job restarted from #${restore.checkpoint}`;
  if (next !== Infinity) return ': the job restarted, or was stopped';
  const words = new Map([
    ['cancelled', ': the job was cancelled'],
    ['failed', ': the job failed'],
    ['finished', ': the job ended'],
  ]);
  return words.get(trace.source.state ?? '') ?? ': the job restarted, or was stopped';
}

/** `The 6.00 s hold was reported at 8.30 s, too late to count.` */
function lateReport({ trace, checkpoint }: Shares, { share, where }: Culprit): Sentence | undefined {
  if (share?.outcome !== 'aborted' || where === undefined) return undefined;
  const { trigger, end = trigger } = trace.checkpoints[checkpoint]!;
  const reported = endToEndMs(trace, share);
  if (trigger + reported <= end) return undefined;
  const hold = `The ${ms(trace, shareMs(trace, share, 'sync'))} hold was reported`;
  const part = where.phase === 'sync' ? hold : `${subtaskName(trace, share)} reported`;
  return plain(`${part} at ${ms(trace, reported)}, too late to count.`);
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
    const likely = kind === 'declined' && named === undefined ? ': likely it declined' : '';
    return plain(`No report came from ${subtaskName(trace, first!)}${likely}.`);
  }
  const all = trace.operators.reduce((sum, { parallelism }) => sum + parallelism, 0);
  const more = named === undefined ? '' : ' more';
  return plain(`No report came from ${formatCount(missing.length)}${more} of ${formatCount(all)} subtasks.`);
}

/** How many reported too late, where they are more than the one that is named. */
function aborted({ all, trace }: Shares): Sentence | undefined {
  const late = all.filter(({ outcome }) => outcome === 'aborted').length;
  const count = trace.operators.reduce((sum, { parallelism }) => sum + parallelism, 0);
  return late > 1
    ? plain(`${formatCount(late)} of ${formatCount(count)} subtasks reported too late.`)
    : undefined;
}

function sameRow(one: Row, other: Row): boolean {
  return one.operator === other.operator && one.subtask === other.subtask;
}
