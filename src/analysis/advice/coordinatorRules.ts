import { culpritOf } from '../culprit.js';
import { checkpointingOf, failureKind, isFlink } from '../jobSource.js';
import { subtaskName } from '../names.js';
import { formatShare } from '../quantities.js';
import { provenLateness, unaccounted } from '../unaccounted.js';
import { endToEndMs, ms } from '../verdictJobSentences.js';
import { isDerived } from '../shares.js';
import type { Advice, Case } from './advice.js';
import { engineOptions } from './engineOptions.js';
import { flinkOptions } from './flinkOptions.js';
import { linked, named, barOf } from './wording.js';

/** What the coordinator does after its subtasks is worth a word from so long on, ms, and from this share of the checkpoint on. */
export const longCoordinationMs = 100;
export const largeShare = 0.25;

/** Acknowledgements came long after the uploads, and not because of work before the barrier. */
export function lateAcknowledgement({ trace, findings, path }: Case): Advice | undefined {
  if (path.status !== 'completed') return undefined;
  const { shares, edges } = findings;
  const whole = path.end - path.start;
  const acks = path.parts.filter(({ bar }) => bar === 'ack');
  const share = acks[0]?.row && shares.of(acks[0].row);
  const span = share?.spans.ack;
  if (share === undefined || span === undefined) return undefined;
  const taken = acks.reduce((sum, { from, to }) => sum + to - from, 0);
  const derived = isDerived(trace, span);
  // What is left over may be work before the barrier as well; what is too much for that was lateness.
  const own = unaccounted(shares, edges).filter(
    (open) => open.operator === share.operator && open.subtask === share.subtask,
  );
  const late = derived ? Math.min(taken, edges.areKnown ? provenLateness(own) : 0) : taken;
  if (late < longCoordinationMs || late < largeShare * whole) return undefined;
  const lasted = { text: ms(trace, late), target: barOf(share, 'ack') };
  return {
    rule: 'lateAcknowledgement',
    found: linked`The acknowledgement of ${named(shares, share, 'ack')} was ${{ text: derived ? 'at least ' : '' }}${lasted} on its way, or waited for the coordinator.`,
    compared: `${ms(trace, late)}, against ${ms(trace, longCoordinationMs)} and ${formatShare(largeShare)} of the ${ms(trace, whole)} that the checkpoint took.`,
    tries: [
      {
        text: 'See whether the JobManager is short of processor time, or pauses for garbage collection: a thread dump and its GC metrics tell.',
      },
      { text: 'Send less in the acknowledgements.', option: flinkOptions.inlineThreshold },
    ],
  };
}

/** The coordinator took long after the last acknowledgement: it writes the metadata then. */
export function finalisation({ trace, path }: Case): Advice | undefined {
  const part = path.parts.find(({ kind }) => kind === 'completion');
  const whole = path.end - path.start;
  if (part === undefined || path.status !== 'completed') return undefined;
  const took = part.to - part.from;
  if (took < longCoordinationMs || took < largeShare * whole) return undefined;
  const tries = [
    { text: 'The metadata is written then: see how long the storage takes for one small file.' },
  ];
  return {
    rule: 'finalisation',
    found: linked`After the last acknowledgement ${{ text: ms(trace, took) }} went by until the checkpoint was complete.`,
    compared: `${ms(trace, took)}, against ${ms(trace, longCoordinationMs)} and ${formatShare(largeShare)} of the ${ms(trace, whole)} that it took.`,
    tries: isFlink(trace)
      ? [...tries, { text: 'Write less into the metadata.', option: flinkOptions.inlineThreshold }]
      : tries,
  };
}

/** It timed out: what would have been needed, where a late report says so. */
export function timeout({ trace, findings, path }: Case): Advice | undefined {
  const { shares, edges } = findings;
  const { failure, trigger, end = path.end, status } = trace.checkpoints[path.checkpoint]!;
  if (status !== 'failed' || failureKind(failure) !== 'expired') return undefined;
  const culprit = culpritOf(shares, edges, end);
  const late = shares.all.reduce((most, share) => Math.max(most, endToEndMs(trace, share)), 0);
  const isLate = late > end - trigger;
  const haveAll = shares.unacknowledged().every((row) => shares.of(row)?.outcome === 'aborted');
  const configured = checkpointingOf(trace.source).timeout;
  const limit = configured === undefined ? '' : `, against the ${ms(trace, configured)} that are set`;
  const option = isFlink(trace) ? flinkOptions.timeout : engineOptions.timeout;
  return {
    rule: 'timeout',
    found: linked`It was given up after ${{ text: ms(trace, end - trigger) }}${{ text: isLate ? `; the last report came after ${ms(trace, late)}` : '' }}.`,
    compared: `${ms(trace, end - trigger)}${limit}.`,
    tries: [
      {
        text:
          culprit === undefined
            ? 'First see what took so long: the critical path says.'
            : `First see what ${subtaskName(trace, culprit.row)} did: the others may have waited for it.`,
      },
      {
        text:
          isLate && haveAll
            ? `All reports had come after ${ms(trace, late)}: a limit above that would have been enough for this one.`
            : 'A higher limit helps only if it would have got through.',
        option,
      },
      ...(isFlink(trace)
        ? [{ text: 'See how many failures the job survives.', option: flinkOptions.tolerable }]
        : []),
    ],
  };
}

/** A subtask refused it. */
export function declined({ trace, findings, path }: Case): Advice | undefined {
  const { failure, status } = trace.checkpoints[path.checkpoint]!;
  if (status !== 'failed' || failureKind(failure) !== 'declined') return undefined;
  const culprit = culpritOf(findings.shares, findings.edges, path.end);
  const who = culprit?.hasDeclined === true ? ` by ${subtaskName(trace, culprit.row)}` : '';
  return {
    rule: 'declined',
    found: linked`It was declined${{ text: who }}: a snapshot failed, and Flink gave the checkpoint up at once.`,
    compared: `Flink’s reason: ${(failure ?? '').split('\n', 1)[0]!.trim()}`,
    tries: [
      {
        text: 'The TaskManager’s log has the exception of the subtask that declined, at the moment when the checkpoint failed.',
      },
      { text: 'See how many failures the job survives.', option: flinkOptions.tolerable },
    ],
  };
}

/** Checkpoints take longer than the time between them. */
export function tooOften({ trace, path }: Case): Advice | undefined {
  const { interval } = checkpointingOf(trace.source);
  const { kind, status } = trace.checkpoints[path.checkpoint]!;
  const took = path.end - path.start;
  if (interval === undefined || kind === 'savepoint' || status !== 'completed' || took < interval) {
    return undefined;
  }
  return {
    rule: 'tooOften',
    found: linked`It took ${{ text: ms(trace, took) }}, and one is due every ${{ text: ms(trace, interval) }}: the next is due before this one has ended.`,
    compared: `${ms(trace, took)} from trigger to end, against the interval of ${ms(trace, interval)}.`,
    tries: [
      { text: 'Leave time for processing between them.', option: flinkOptions.minPause },
      { text: 'Take them less often.', option: flinkOptions.interval },
    ],
  };
}
