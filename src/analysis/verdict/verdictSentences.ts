import * as l10n from '@vscode/l10n';
import { origins, phases, type Trace, type Wait } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';
import { longestSpan, type Blocked, type Where } from '../blockedTime.js';
import { bytesCopied, waitMs, waitsOf } from '../checkpointCosts.js';
import { isUnaligned } from '../jobSource.js';
import { subtaskName } from '../names.js';
import { processorWaitBeside } from '../processorWait.js';
import { overtakenSentence } from '../path/overtaken.js';
import { clauses, plain, sentence, type Sentence, type SpanTarget } from '../phrases.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRecordRate,
  formatRatePart,
  formatShare,
} from '../quantities.js';
import { subtaskCount } from '../subtaskCount.js';
import { operatorRecordsPerSecond, stretchesBefore } from '../throughput.js';

/** Below this, inputs held back and barriers on their way are no news. */
const newsMs = 1;
const slowBarrierMs = 1000;
/** An upload that waited for less than this share of its time began soon enough. */
const newsShare = 0.1;

/** How many buckets a lock hold must span before the counters say something about the records beside it. */
const bucketsBeside = 5;

/** The headline where there is no lock hold and no flush to speak of. */
export function nothingRecorded(trace: Trace, where: Where): Sentence {
  const heldBack = heldBackSentence(trace, where, 0);
  if (heldBack !== undefined) return heldBack;
  return where.checkpoint === undefined
    ? plain(l10n.t('No lock hold was recorded.'))
    : noneRecordedIn(trace, where.checkpoint);
}

export function noneRecordedIn({ checkpoints }: Trace, checkpoint: CheckpointIndex): Sentence {
  return plain(l10n.t('No lock hold was recorded in #{0}.', checkpoints[checkpoint]!.id));
}

/** What went on beside the standstill of a checkpoint. */
export function besides(
  trace: Trace,
  checkpoint: CheckpointIndex,
  blocked: Blocked | undefined,
): readonly (Sentence | undefined)[] {
  const upload =
    trace.source.snapshot === 'blocking' ? undefined : longestSpan(trace, 'async', { checkpoint });
  return [
    blocked && heldBackSentence(trace, { checkpoint }, blocked.ms),
    blocked && trace.source.snapshot === 'blocking' ? whileBlocked(trace, blocked) : undefined,
    overtakenSentence(trace, checkpoint),
    upload === undefined ? undefined : uploadSentence(trace, upload, blocked),
    upload === undefined ? undefined : withoutProcessor(trace, upload),
    slowBarrier(
      trace,
      checkpoint,
      Math.max(blocked?.ms ?? 0, upload === undefined ? 0 : durationOf(trace, upload)),
    ),
  ];
}

/** Why the embedded engine's snapshot mode shows what it shows. */
export function mechanism(trace: Trace, checkpoint: CheckpointIndex): Sentence | undefined {
  switch (trace.source.snapshot) {
    case 'copy-on-write': {
      const upload = longestSpan(trace, 'async', { checkpoint });
      const rates = upload === undefined ? undefined : ratesOf(trace, upload);
      if (upload === undefined || (rates?.before !== undefined && rates.during >= rates.before)) {
        return undefined;
      }
      const copied = copiedBeside(trace, upload);
      return plain(
        copied === undefined
          ? l10n.t(
              'Old slots are saved before their first overwrite, which slows processing while the upload runs.',
            )
          : l10n.t(
              'Old slots are saved before their first overwrite, {bytes} at {subtask}, which slows processing while the upload runs.',
              { bytes: formatBytes(copied), subtask: subtaskName(trace, targetOf(trace, upload)) },
            ),
      );
    }
    case 'full-copy':
      return plain(l10n.t('The whole state was copied under the lock.'));
    case 'blocking':
      return plain(l10n.t('The state was uploaded under the lock.'));
    case undefined:
    default:
      return undefined;
  }
}

/** How far a checkpoint under way has come. */
export function acknowledged(trace: Trace, checkpoint: CheckpointIndex): Sentence {
  const ack = phases.indexOf('ack');
  const { checkpoints, spans } = trace;
  let done = 0;
  for (let i = 0; i < spans.length; i++) {
    if (spans.checkpoint[i] === checkpoint && spans.phase[i] === ack) done += 1;
  }
  return plain(
    l10n.t('#{id} is under way: {done} of {all} subtasks have acknowledged it.', {
      id: checkpoints[checkpoint]!.id,
      done: formatCount(done),
      all: formatCount(subtaskCount(trace)),
    }),
  );
}

function heldBackSentence(trace: Trace, where: Where, thanMs: Ms): Sentence | undefined {
  const longest = longestSpan(trace, 'alignment', where);
  if (longest === undefined) return undefined;
  const ms = durationOf(trace, longest);
  if (ms < newsMs || ms <= thanMs) return undefined;
  const target = targetOf(trace, longest);
  const [held] = waitsOf(trace, 'heldInput', target);
  if (held?.from !== undefined) return heldInputSentence(trace, target, held, held.from);
  if (isUnaligned(trace.checkpoints[target.checkpoint]!)) return undefined;
  const { uncertainty, origin } = trace.spans;
  const duration =
    origins[origin[longest]!] === 'measured'
      ? l10n.t('up to {0}', formatDuration(ms))
      : l10n.t('at most {0}', formatDuration(ms + uncertainty[longest]!));
  return sentence(l10n.t('Inputs were held back for {duration} at {subtask}.'), {
    duration: { text: duration, target },
    subtask: { text: subtaskName(trace, target), target },
  });
}

/** `Input orders (1/2) was held back for 12 ms at count per customer (2/2).` */
function heldInputSentence(trace: Trace, target: SpanTarget, held: Wait, from: Row): Sentence {
  return sentence(l10n.t('Input {input} was held back for {duration} at {subtask}.'), {
    input: subtaskName(trace, from),
    duration: { text: formatDuration(waitMs(held)), target },
    subtask: { text: subtaskName(trace, target), target },
  });
}

/** `The 412 ms upload ran beside it: 0.76 of 1.12 M records/s went on (68 %).` */
function uploadSentence(trace: Trace, upload: number, blocked: Blocked | undefined): Sentence {
  const target = targetOf(trace, upload);
  const duration = formatDuration(durationOf(trace, upload));
  const sameRow = blocked?.operator === target.operator && blocked.subtask === target.subtask;
  const waited = waitedToBegin(trace, upload);
  const clause = sentence(uploadTemplate(sameRow, waited !== undefined, blocked !== undefined), {
    upload: { text: l10n.t('{0} upload', duration), target },
    duration: { text: duration, target },
    subtask: { text: subtaskName(trace, target), target },
    wait: waited ?? '',
  });
  return clauses(clause, wentOn(trace, upload));
}

/** `upload` is of the subtask that is spoken of; `duration` and `subtask` are for any other. */
function uploadTemplate(isOwn: boolean, hasWaited: boolean, isBesideIt: boolean): string {
  if (isOwn) {
    return hasWaited
      ? l10n.t('The {upload}, {wait} of it waiting to begin, ran beside it')
      : l10n.t('The {upload} ran beside it');
  }
  if (isBesideIt) {
    return hasWaited
      ? l10n.t('The longest upload, {duration} at {subtask}, {wait} of it waiting to begin, ran beside it')
      : l10n.t('The longest upload, {duration} at {subtask}, ran beside it');
  }
  return hasWaited
    ? l10n.t(
        'The longest upload, {duration} at {subtask}, {wait} of it waiting to begin, ran beside processing',
      )
    : l10n.t('The longest upload, {duration} at {subtask}, ran beside processing');
}

/** How long it waited, only where that is much of the upload. */
function waitedToBegin(trace: Trace, upload: number): string | undefined {
  const [queued] = waitsOf(trace, 'queuedUpload', targetOf(trace, upload));
  const ms = queued === undefined ? 0 : waitMs(queued);
  const isNews = ms >= newsMs && ms >= durationOf(trace, upload) * newsShare;
  return isNews ? formatDuration(ms) : undefined;
}

function copiedBeside(trace: Trace, upload: number): number | undefined {
  const { operator, subtask, start, end } = trace.spans;
  const row = { operator: operator[upload]!, subtask: subtask[upload]! };
  return bytesCopied(trace, row, { from: start[upload]!, to: end[upload]! });
}

function wentOn(trace: Trace, upload: number): string | undefined {
  const rates = ratesOf(trace, upload);
  if (rates === undefined) return undefined;
  const { before, during } = rates;
  const rate = formatRecordRate(during);
  if (before === undefined) return l10n.t('{0} went on', rate);
  if (before === 0 && during === 0) return l10n.t('no records came in that time, nor before it');
  if (during > before) {
    return l10n.t('{rate} went on, {before} before it', { rate, before: formatRecordRate(before) });
  }
  return l10n.t('{rate} went on ({share})', {
    rate: formatRatePart(during, before),
    share: formatShare(during / before),
  });
}

/** Why fewer records went on than before, where that is so: the processors had something else to do. */
function withoutProcessor(trace: Trace, upload: number): Sentence | undefined {
  const wait = processorWaitBeside(trace, upload);
  if (!wait?.isTelling) return undefined;
  const rates = ratesOf(trace, upload);
  if (rates?.before === undefined || rates.during >= rates.before) return undefined;
  const target = targetOf(trace, upload);
  return sentence(l10n.t('{subtask} waited for a processor for {share} of that time, {before} before it.'), {
    subtask: { text: subtaskName(trace, target), target },
    share: formatShare(wait.during),
    before: formatShare(wait.before),
  });
}

/** Records of the uploading operator, all its subtasks: beside one upload, and before that checkpoint. */
function ratesOf(
  trace: Trace,
  upload: number,
): { readonly before?: number; readonly during: number } | undefined {
  const { checkpoint, operator, start, end } = trace.spans;
  const during = operatorRecordsPerSecond(trace, operator[upload]!, {
    from: start[upload]!,
    to: end[upload]!,
  });
  const before = operatorRecordsPerSecond(
    trace,
    operator[upload]!,
    stretchesBefore(trace)[checkpoint[upload]!]!,
  );
  if (during === undefined) return undefined;
  return before === undefined ? { during } : { before, during };
}

/** For an upload inside the lock hold: what the operator's subtasks still processed in that time. */
function whileBlocked(trace: Trace, { checkpoint, operator, subtask, ms }: Blocked): Sentence | undefined {
  const hold = longestSpan(trace, 'sync', { checkpoint, operator, subtask });
  const step = trace.counters.find((counter) => counter.operator === operator)?.step;
  if (hold === undefined || step === undefined || ms < bucketsBeside * step) return undefined;
  const from = trace.spans.start[hold]!;
  const during = operatorRecordsPerSecond(trace, operator, { from, to: trace.spans.end[hold]! });
  const before = operatorRecordsPerSecond(trace, operator, stretchesBefore(trace)[checkpoint]!);
  if (during === undefined || before === undefined || before === 0 || during > before) return undefined;
  return plain(
    l10n.t('While it lasted, {rate} went on ({share}).', {
      rate: formatRatePart(during, before),
      share: formatShare(during / before),
    }),
  );
}

function slowBarrier(trace: Trace, checkpoint: CheckpointIndex, thanMs: Ms): Sentence | undefined {
  const slowest = longestSpan(trace, 'startDelay', { checkpoint });
  if (slowest === undefined) return undefined;
  const ms = durationOf(trace, slowest);
  if (ms < slowBarrierMs || ms <= thanMs) return undefined;
  const target = targetOf(trace, slowest);
  return sentence(l10n.t('Barriers took up to {duration} to reach {subtask}.'), {
    duration: { text: formatDuration(ms), target },
    subtask: { text: subtaskName(trace, target), target },
  });
}

function durationOf({ spans }: Trace, span: number): Ms {
  return spans.end[span]! - spans.start[span]!;
}

function targetOf({ spans }: Trace, span: number): SpanTarget {
  return {
    checkpoint: spans.checkpoint[span]!,
    operator: spans.operator[span]!,
    subtask: spans.subtask[span]!,
    phase: phases[spans.phase[span]!]!,
  };
}
