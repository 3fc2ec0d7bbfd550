import { origins, phases, type Phase, type Trace, type Wait } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../trace/units.js';
import { longestSpan, type Blocked, type Where } from './blockedTime.js';
import { bytesCopied, waitMs, waitsOf } from './checkpointCosts.js';
import { isUnaligned } from './jobSource.js';
import { subtaskName } from './names.js';
import { overtakenSentence } from './overtaken.js';
import { plain, type Phrase, type Sentence, type SpanTarget } from './phrases.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatRatePart,
  formatShare,
} from './quantities.js';
import { operatorRecordsPerSecond, stretchesBefore } from './throughput.js';

/** Below this, inputs held back and barriers on their way are no news. */
const newsMs = 1;
const slowBarrierMs = 1000;
/** An upload that waited for less than this share of its time began soon enough. */
const newsShare = 0.1;

/** How many buckets a lock hold must span before the counters say something about the records beside it. */
const bucketsBeside = 5;

/**
 * `stood still` only for what was measured, or derived from durations that were; any other derived number is given as its
 * upper bound.
 * `opening` is the sentence up to its verb: `Processing`, `So far processing`.
 */
export function stoodStill(trace: Trace, blocked: Blocked, opening: string): Sentence {
  const { resolution } = trace.source;
  if (blocked.ms === 0) return plain('Nothing stood still for longer than the clock can tell.');
  const phase: Phase = blocked.preBarrierMs > blocked.syncMs ? 'preBarrier' : 'sync';
  const target = {
    checkpoint: blocked.checkpoint,
    operator: blocked.operator,
    subtask: blocked.subtask,
    phase,
  };
  // Where durations are known to a resolution, the uncertainty of a derived one is about its place only.
  const duration =
    blocked.measured || resolution !== undefined
      ? formatDuration(blocked.ms, resolution)
      : `at most ${formatDuration(blocked.ms + blocked.uncertaintyMs)}`;
  const when = phase === 'preBarrier' ? `, ${flushed(blocked, resolution)}before the barrier went on.` : '.';
  return [
    { text: `${opening} stood still for ` },
    { text: duration, target },
    { text: ' at ' },
    { text: subtaskName(trace, blocked), target },
    { text: when },
  ];
}

/** How much of a standstill was a flush, where the lock hold after it shows in the number. */
function flushed({ ms, preBarrierMs }: Blocked, resolution: Ms | undefined): string {
  const flush = formatDuration(preBarrierMs, resolution);
  return flush === formatDuration(ms, resolution) ? '' : `${flush} of it `;
}

/** The headline where there is no lock hold and no flush to speak of. */
export function nothingRecorded(trace: Trace, where: Where): Sentence {
  const heldBack = heldBackSentence(trace, where, 0);
  if (heldBack !== undefined) return heldBack;
  return plain(
    where.checkpoint === undefined
      ? 'No lock hold was recorded.'
      : `No lock hold was recorded in #${trace.checkpoints[where.checkpoint]!.id}.`,
  );
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
      const what =
        copied === undefined
          ? ''
          : `, ${formatBytes(copied)} at ${subtaskName(trace, targetOf(trace, upload))}`;
      return plain(
        `Old slots are saved before their first overwrite${what}, which slows processing while the upload runs.`,
      );
    }
    case 'full-copy':
      return plain('The whole state was copied under the lock.');
    case 'blocking':
      return plain('The state was uploaded under the lock.');
    case undefined:
    default:
      return undefined;
  }
}

/** How far a checkpoint under way has come. */
export function acknowledged(
  { operators, checkpoints, spans }: Trace,
  checkpoint: CheckpointIndex,
): Sentence {
  const ack = phases.indexOf('ack');
  let done = 0;
  for (let i = 0; i < spans.length; i++) {
    if (spans.checkpoint[i] === checkpoint && spans.phase[i] === ack) done += 1;
  }
  const all = operators.reduce((sum, { parallelism }) => sum + parallelism, 0);
  const subtasks = `${formatCount(done)} of ${formatCount(all)} subtasks`;
  return plain(`#${checkpoints[checkpoint]!.id} is under way: ${subtasks} have acknowledged it.`);
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
      ? `up to ${formatDuration(ms)}`
      : `at most ${formatDuration(ms + uncertainty[longest]!)}`;
  return [
    { text: 'Inputs were held back for ' },
    { text: duration, target },
    { text: ' at ' },
    { text: subtaskName(trace, target), target },
    { text: '.' },
  ];
}

/** `Input orders (1/2) was held back for 12 ms at count per customer (2/2).` */
function heldInputSentence(trace: Trace, target: SpanTarget, held: Wait, from: Row): Sentence {
  return [
    { text: `Input ${subtaskName(trace, from)} was held back for ` },
    { text: formatDuration(waitMs(held)), target },
    { text: ' at ' },
    { text: subtaskName(trace, target), target },
    { text: '.' },
  ];
}

/** `The 412 ms upload ran beside it: 0.76 of 1.12 M records/s went on (68 %).` */
function uploadSentence(trace: Trace, upload: number, blocked: Blocked | undefined): Sentence {
  const target = targetOf(trace, upload);
  const duration = formatDuration(durationOf(trace, upload));
  const sameRow = blocked?.operator === target.operator && blocked.subtask === target.subtask;
  const waited = waitedToBegin(trace, upload);
  const named: readonly Phrase[] = sameRow
    ? [{ text: 'The ' }, { text: `${duration} upload`, target }, { text: waited === '' ? '' : `${waited},` }]
    : [
        { text: 'The longest upload, ' },
        { text: duration, target },
        { text: ' at ' },
        { text: subtaskName(trace, target), target },
        { text: `${waited},` },
      ];
  return [
    ...named,
    { text: ` ran beside ${blocked === undefined ? 'processing' : 'it'}${wentOn(trace, upload)}.` },
  ];
}

/** Only where it is much of the upload. */
function waitedToBegin(trace: Trace, upload: number): string {
  const [queued] = waitsOf(trace, 'queuedUpload', targetOf(trace, upload));
  const ms = queued === undefined ? 0 : waitMs(queued);
  const isNews = ms >= newsMs && ms >= durationOf(trace, upload) * newsShare;
  return isNews ? `, ${formatDuration(ms)} of it waiting to begin` : '';
}

function copiedBeside(trace: Trace, upload: number): number | undefined {
  const { operator, subtask, start, end } = trace.spans;
  const row = { operator: operator[upload]!, subtask: subtask[upload]! };
  return bytesCopied(trace, row, { from: start[upload]!, to: end[upload]! });
}

function wentOn(trace: Trace, upload: number): string {
  const rates = ratesOf(trace, upload);
  if (rates === undefined) return '';
  const { before, during } = rates;
  if (before === undefined) return `: ${recordsRate(during)} went on`;
  if (before === 0 && during === 0) return ': no records came in that time, nor before it';
  if (during > before) return `: ${recordsRate(during)} went on, ${recordsRate(before)} before it`;
  return `: ${formatRatePart(during, before)} went on (${formatShare(during / before)})`;
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
    `While it lasted, ${formatRatePart(during, before)} went on (${formatShare(during / before)}).`,
  );
}

function slowBarrier(trace: Trace, checkpoint: CheckpointIndex, thanMs: Ms): Sentence | undefined {
  const slowest = longestSpan(trace, 'startDelay', { checkpoint });
  if (slowest === undefined) return undefined;
  const ms = durationOf(trace, slowest);
  if (ms < slowBarrierMs || ms <= thanMs) return undefined;
  const target = targetOf(trace, slowest);
  return [
    { text: 'Barriers took up to ' },
    { text: formatDuration(ms), target },
    { text: ' to reach ' },
    { text: subtaskName(trace, target), target },
    { text: '.' },
  ];
}

function recordsRate(perSecond: number): string {
  return formatRate(perSecond, 'records').replace(/\/s$/, ' records/s');
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
