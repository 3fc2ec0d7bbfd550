import type { Trace } from '../../trace/model.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';
import type { Blocked } from '../blockedTime.js';
import { edgesOf, type Edges } from '../path/edges.js';
import { checkpointingOf, failureKind, isUnaligned } from '../jobSource.js';
import { isDerived, lengthOf, sharesByCheckpoint, type Share, type Shares } from '../shares.js';
import { provenLateness, unaccounted, type Unaccounted } from '../unaccounted.js';

/** Below this, time that may have been lost is no headline, ms. */
const headlineMs = 100;

/** From here on barriers that take long are a headline of their own, ms. */
export const slowMs = 1000;

/** What is less certain to block must be this many times what surely did, to go before it. */
const louder = 2;

/** A subtask and how long something of it took. */
export interface Finding {
  readonly share: Share;
  readonly ms: Ms;
}

/** What the numbers of one checkpoint say, each the worst of its kind. */
export interface JobFindings {
  readonly shares: Shares;
  /** The parts in all checkpoints, to see whether it is always so. */
  readonly history: readonly Shares[];
  readonly edges: Edges;
  /** Known to have processed nothing. */
  readonly stopped?: Blocked;
  /** Known to have held back some inputs, see {@link heldBackMs}. */
  readonly heldBack?: Finding;
  /** The longest way of a first barrier, or of the trigger to a source. */
  readonly slow?: Finding;
  /** The longest upload. */
  readonly upload?: Finding;
  /** Where most time may have been work before the barrier. */
  readonly unaccounted?: Unaccounted;
  /** The most that is left over anywhere between upload and acknowledgement. */
  readonly leftOverMs: Ms;
  /** What the first line of the verdict is about, and its number. */
  readonly about: 'stopped' | 'heldBack' | 'slow' | 'unaccounted' | 'nothingLong' | 'nothing';
  readonly ms: Ms;
}

const known = new WeakMap<Trace, (JobFindings | undefined)[]>();

/** What the numbers of each checkpoint say. */
export function allFindings(trace: Trace): readonly JobFindings[] {
  return trace.checkpoints.map((_, checkpoint) => jobFindings(trace, checkpoint));
}

/** Asked again for the same checkpoint, it gives the same. */
export function jobFindings(trace: Trace, checkpoint: CheckpointIndex): JobFindings {
  const found = known.get(trace) ?? trace.checkpoints.map(() => undefined);
  known.set(trace, found);
  const findings = found[checkpoint] ?? find(sharesByCheckpoint(trace), checkpoint, edgesOf(trace));
  found[checkpoint] = findings;
  return findings;
}

function find(history: readonly Shares[], checkpoint: CheckpointIndex, edges: Edges): JobFindings {
  const shares = history[checkpoint]!;
  const { trace } = shares;
  const open = unaccounted(shares, edges);
  const most = open.reduce<Unaccounted | undefined>(
    (worst, one) => (worst === undefined || one.beforeBarrierMs > worst.beforeBarrierMs ? one : worst),
    undefined,
  );
  const found = {
    shares,
    history,
    edges,
    ...optional('stopped', worstStop(shares)),
    ...optional(
      'heldBack',
      longest(shares, (share) => heldBackMs(trace, share)),
    ),
    ...optional(
      'slow',
      longest(shares, ({ spans }) => lengthOf(trace, spans.startDelay)),
    ),
    ...optional(
      'upload',
      longest(shares, ({ spans }) => lengthOf(trace, spans.async)),
    ),
    ...optional('unaccounted', most),
    leftOverMs: open.reduce((sum, { leftOverMs }) => Math.max(sum, leftOverMs), 0),
  };
  return { ...found, ...headlineOf(found, latenessMs(open, edges)) };
}

/** How late acknowledgements were; where nobody downstream can prove it, as late as half of them are. */
export function latenessMs(open: readonly Unaccounted[], edges: Edges): Ms {
  if (edges.areKnown) return provenLateness(open);
  const sorted = open.map(({ leftOverMs }) => leftOverMs).sort((a, b) => a - b);
  return sorted[sorted.length >>> 1] ?? 0;
}

/**
 * For how long a subtask held back inputs whose barriers had come. Not at all at-least-once, where alignment is only counted,
 * nor for barriers that overtake records: there until the checkpoint became unaligned, at most.
 */
export function heldBackMs(
  trace: Trace,
  {
    spans: { alignment },
    checkpoint,
  }: { readonly spans: Pick<Share['spans'], 'alignment'>; readonly checkpoint: CheckpointIndex },
): Ms {
  if (alignment === undefined) return 0;
  const { atLeastOnce, unaligned, alignedTimeout } = checkpointingOf(trace.source);
  const { kind, trigger } = trace.checkpoints[checkpoint]!;
  if (atLeastOnce) return 0;
  const ms = lengthOf(trace, alignment);
  const mayOvertake =
    kind !== 'savepoint' &&
    (isUnaligned(trace.checkpoints[checkpoint]!) || (unaligned === true && alignedTimeout === 0));
  if (!mayOvertake) return ms;
  return Math.min(ms, Math.max(0, trigger + alignedTimeout - trace.spans.start[alignment]!));
}

/** Whether the time that is not accounted for is more than what is known, and more than acknowledgements were late anyway. */
export function isUnaccountedNews(ms: Ms, knownMs: Ms, lateMs: Ms): boolean {
  return ms >= headlineMs && ms > louder * knownMs && ms > louder * lateMs;
}

function headlineOf(
  { shares, stopped, heldBack, slow, unaccounted: open }: Omit<JobFindings, 'about' | 'ms'>,
  lateMs: Ms,
): Pick<JobFindings, 'about' | 'ms'> {
  const stoppedMs = stopped?.ms ?? 0;
  const openMs = open?.beforeBarrierMs ?? 0;
  const isOpenNews = isUnaccountedNews(openMs, stoppedMs, lateMs);
  const heldMs = heldBack?.ms ?? 0;
  const slowestMs = slow?.ms ?? 0;
  const isOvertaken = isUnaligned(shares.trace.checkpoints[shares.checkpoint]!);
  const rivalMs = Math.max(stoppedMs, heldMs, isOpenNews ? openMs : 0);
  if (!isOvertaken && slowestMs >= slowMs && slowestMs > louder * rivalMs) {
    return { about: 'slow', ms: slowestMs };
  }
  if (heldMs >= headlineMs && heldMs > louder * stoppedMs && (!isOpenNews || heldMs > openMs)) {
    return { about: 'heldBack', ms: heldMs };
  }
  if (isOpenNews) return { about: 'unaccounted', ms: openMs };
  if (isOvertaken && slowestMs >= slowMs && stoppedMs < headlineMs) {
    return { about: 'nothingLong', ms: stoppedMs };
  }
  return stopped === undefined ? { about: 'nothing', ms: 0 } : { about: 'stopped', ms: stoppedMs };
}

function longest(shares: Shares, msOf: (share: Share) => Ms): Finding | undefined {
  let found: Finding | undefined;
  for (const share of shares.all) {
    const ms = msOf(share);
    if (ms > (found?.ms ?? 0)) found = { share, ms };
  }
  return found;
}

function worstStop(shares: Shares): Blocked | undefined {
  let worst: Share | undefined;
  let most = -1;
  for (const share of shares.all) {
    const { sync, preBarrier } = share.spans;
    if (sync === undefined && preBarrier === undefined) continue;
    const ms = lengthOf(shares.trace, sync) + lengthOf(shares.trace, preBarrier);
    if (ms > most) [worst, most] = [share, ms];
  }
  return worst && stopOf(shares.trace, worst);
}

function stopOf(trace: Trace, { checkpoint, operator, subtask, spans }: Share): Blocked {
  const { sync, preBarrier } = spans;
  const syncMs = lengthOf(trace, sync);
  const preBarrierMs = lengthOf(trace, preBarrier);
  const parts = [sync, preBarrier].filter((span) => span !== undefined);
  return {
    ...{ checkpoint, operator, subtask, syncMs, preBarrierMs },
    ms: syncMs + preBarrierMs,
    uncertaintyMs: parts.reduce((sum, span) => sum + trace.spans.uncertainty[span]!, 0),
    measured: parts.every((span) => !isDerived(trace, span)),
  };
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}

/** Which checkpoint says most, by the number of its first line; one that was given up with the job only where there is no other. */
export function loudest(all: readonly JobFindings[]): CheckpointIndex | undefined {
  let best: JobFindings | undefined;
  for (const one of weighed(all)) {
    if (one.about !== 'nothing' && weight(one) > (best === undefined ? -1 : weight(best))) best = one;
  }
  return best?.shares.checkpoint;
}

/** Those that the verdict on all of them looks at. */
export function weighed(all: readonly JobFindings[]): readonly JobFindings[] {
  const whole = all.filter(({ shares: { trace, checkpoint } }) => {
    return failureKind(trace.checkpoints[checkpoint]!.failure) !== 'jobEnded';
  });
  return whole.length > 0 ? whole : all;
}

/** A full stop goes before what is less certain to block in another checkpoint, as it does within one. */
function weight({ about, ms }: JobFindings): number {
  return about === 'stopped' ? ms * louder : ms;
}
