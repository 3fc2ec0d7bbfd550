import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import { culpritOf } from '../verdict/culprit.js';
import { checkpointingOf, failureKind, isFlink } from '../jobSource.js';
import { subtaskName } from '../names.js';
import { plain, sentence } from '../phrases.js';
import { formatShare } from '../quantities.js';
import { provenLateness, unaccounted } from '../unaccounted.js';
import { endToEndMs, ms } from '../verdict/verdictJobSentences.js';
import { isDerived } from '../shares.js';
import type { Advice, Case, Suggestion } from './advice.js';
import { engineOptions } from './engineOptions.js';
import { flinkOptions } from './flinkOptions.js';
import { barOf, named } from './wording.js';

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
    found: sentence(
      derived
        ? l10n.t(
            'The acknowledgement of {subtask} was at least {duration} on its way, or waited for the coordinator.',
          )
        : l10n.t(
            'The acknowledgement of {subtask} was {duration} on its way, or waited for the coordinator.',
          ),
      { subtask: named(shares, share, 'ack'), duration: lasted },
    ),
    compared: l10n.t(
      '{duration}, against {threshold} and {share} of the {whole} that the checkpoint took.',
      thresholds(trace, late, whole),
    ),
    tries: [
      {
        text: l10n.t(
          'See whether the JobManager is short of processor time, or pauses for garbage collection: a thread dump and its GC metrics tell.',
        ),
      },
      { text: l10n.t('Send less in the acknowledgements.'), option: flinkOptions.inlineThreshold },
    ],
  };
}

function thresholds(trace: Trace, took: Ms, whole: Ms) {
  return {
    duration: ms(trace, took),
    threshold: ms(trace, longCoordinationMs),
    share: formatShare(largeShare),
    whole: ms(trace, whole),
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
    { text: l10n.t('The metadata is written then: see how long the storage takes for one small file.') },
  ];
  return {
    rule: 'finalisation',
    found: plain(
      l10n.t(
        'After the last acknowledgement {0} went by until the checkpoint was complete.',
        ms(trace, took),
      ),
    ),
    compared: l10n.t(
      '{duration}, against {threshold} and {share} of the {whole} that it took.',
      thresholds(trace, took, whole),
    ),
    tries: isFlink(trace)
      ? [...tries, { text: l10n.t('Write less into the metadata.'), option: flinkOptions.inlineThreshold }]
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
  const of = { duration: ms(trace, end - trigger), late: ms(trace, late) };
  const option = isFlink(trace) ? flinkOptions.timeout : engineOptions.timeout;
  return {
    rule: 'timeout',
    found: plain(
      isLate
        ? l10n.t('It was given up after {duration}; the last report came after {late}.', of)
        : l10n.t('It was given up after {duration}.', of),
    ),
    compared:
      configured === undefined
        ? l10n.t('{duration}.', of)
        : l10n.t('{duration}, against the {limit} that are set.', { ...of, limit: ms(trace, configured) }),
    tries: [
      {
        text:
          culprit === undefined
            ? l10n.t('First see what took so long: the critical path says.')
            : l10n.t(
                'First see what {0} did: the others may have waited for it.',
                subtaskName(trace, culprit.row),
              ),
      },
      {
        text:
          isLate && haveAll
            ? l10n.t(
                'All reports had come after {0}: a limit above that would have been enough for this one.',
                of.late,
              )
            : l10n.t('A higher limit helps only if it would have got through.'),
        option,
      },
      ...(isFlink(trace) ? [tolerateMore()] : []),
    ],
  };
}

function tolerateMore(): Suggestion {
  return { text: l10n.t('See how many failures the job survives.'), option: flinkOptions.tolerable };
}

/** A subtask refused it. */
export function declined({ trace, findings, path }: Case): Advice | undefined {
  const { failure, status } = trace.checkpoints[path.checkpoint]!;
  if (status !== 'failed' || failureKind(failure) !== 'declined') return undefined;
  const culprit = culpritOf(findings.shares, findings.edges, path.end);
  return {
    rule: 'declined',
    found: plain(
      culprit?.hasDeclined === true
        ? l10n.t(
            'It was declined by {0}: a snapshot failed, and Flink gave the checkpoint up at once.',
            subtaskName(trace, culprit.row),
          )
        : l10n.t('It was declined: a snapshot failed, and Flink gave the checkpoint up at once.'),
    ),
    compared: l10n.t('Flink’s reason: {0}', (failure ?? '').split('\n', 1)[0]!.trim()),
    tries: [
      {
        text: l10n.t(
          'The TaskManager’s log has the exception of the subtask that declined, at the moment when the checkpoint failed.',
        ),
      },
      tolerateMore(),
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
  const of = { duration: ms(trace, took), interval: ms(trace, interval) };
  return {
    rule: 'tooOften',
    found: plain(
      l10n.t(
        'It took {duration}, and one is due every {interval}: the next is due before this one has ended.',
        of,
      ),
    ),
    compared: l10n.t('{duration} from trigger to end, against the interval of {interval}.', of),
    tries: [
      { text: l10n.t('Leave time for processing between them.'), option: flinkOptions.minPause },
      { text: l10n.t('Take them less often.'), option: flinkOptions.interval },
    ],
  };
}
