import { barrierPath } from '../src/analysis/barrierPath.js';
import { type Edges, edgesOf } from '../src/analysis/edges.js';
import { heldBackMs } from '../src/analysis/jobFindings.js';
import {
  checkpointingOf,
  failedTriggersOf,
  isStop,
  isUnaligned,
  numbersFrom,
  restoresOf,
} from '../src/analysis/jobSource.js';
import { subtaskName } from '../src/analysis/names.js';
import { formatBytes, formatCount, formatDuration, formatShare } from '../src/analysis/quantities.js';
import { isDerived, lengthOf, sharesByCheckpoint, type Share, type Shares } from '../src/analysis/shares.js';
import { unaccounted } from '../src/analysis/unaccounted.js';
import type { Checkpoint, Outcome, Phase, Trace } from '../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../src/trace/units.js';
import type { Fact, FactSection } from './fact.js';
import { originWords } from './spanWords.js';
import type { Row, TraceIndex } from './traceIndex.js';

/** What is known of one subtask's part in one checkpoint of a Flink job. Sections without facts are left out. */
export function jobSubtaskFacts(index: TraceIndex, row: Row, checkpoint: CheckpointIndex): FactSection[] {
  const { trace } = index;
  const shares = sharesByCheckpoint(trace)[checkpoint]!;
  const edges = edgesOf(trace);
  const share = shares.of(row);
  const sections: FactSection[] = [
    { title: 'What Flink reports', ...reportFacts(index, share) },
    { title: 'Blocked', ...(share === undefined ? { facts: [] } : blockedFacts(shares, edges, share)) },
    { title: 'How sure', ...sureFacts(index, share) },
    { title: 'Way of its last barrier', facts: pathFacts(shares, edges, row) },
    { title: 'Load near the checkpoint', ...loadFacts(trace, row, trace.checkpoints[checkpoint]!.trigger) },
    { title: 'Checkpoint', ...checkpointFacts(trace, checkpoint) },
    { title: 'Job', facts: jobFacts(trace) },
  ];
  return sections.filter(({ facts, note }) => facts.length > 0 || note !== undefined);
}

const reports: Readonly<Record<Outcome, string>> = {
  pending: 'No report came.',
  aborted: 'It reported too late: the checkpoint had been given up.',
  declined: 'It declined the checkpoint.',
  finished: 'It had finished before.',
};

const names: readonly (readonly [Phase, string])[] = [
  ['startDelay', 'start delay'],
  ['alignment', 'alignment'],
  ['preBarrier', 'flush, by the log'],
  ['sync', 'sync'],
  ['async', 'async'],
];

/** The durations in the order in which they follow each other; they keep one unit, so that they add up. */
function reportFacts({ trace }: TraceIndex, share: Share | undefined): Omit<FactSection, 'title'> {
  if (share === undefined) return { facts: [], note: 'Nothing is known of its part.' };
  const { spans, outcome } = share;
  const { status } = trace.checkpoints[share.checkpoint]!;
  const isOpen = status === 'inProgress' && outcome !== 'finished' && spans.ack === undefined;
  const words = isOpen ? 'No report yet.' : outcome && reports[outcome];
  const note = words === undefined ? {} : { note: words };
  if (Object.keys(spans).length === 0) return { facts: [], ...note };
  const facts = names.flatMap(([phase, label]): Fact[] => {
    const span = spans[phase];
    return span === undefined ? [] : [{ label, value: wholeMs(lengthOf(trace, span)) }];
  });
  const { ack, async } = spans;
  if (ack !== undefined) {
    facts.push(
      {
        label: isDerived(trace, ack) ? 'not accounted for' : 'acknowledging',
        value: wholeMs(lengthOf(trace, ack)),
      },
      {
        label: 'end to end',
        value: wholeMs(trace.spans.end[ack]! - trace.checkpoints[share.checkpoint]!.trigger),
      },
    );
  }
  const bytes = async === undefined ? 0 : trace.spans.bytes[async]!;
  if (bytes > 0) facts.push({ label: 'uploaded', value: formatBytes(bytes) });
  return { facts, ...note };
}

function blockedFacts(shares: Shares, edges: Edges, share: Share): Omit<FactSection, 'title'> {
  const { trace } = shares;
  const { resolution } = trace.source;
  const { sync, preBarrier } = share.spans;
  if (sync === undefined && preBarrier === undefined) return { facts: [] };
  const stopped = lengthOf(trace, sync) + lengthOf(trace, preBarrier);
  const facts = [{ label: 'stood still', value: formatDuration(stopped, resolution) }];
  const held = heldBackMs(trace, share);
  if (held > 0) facts.push({ label: 'held back inputs', value: `≤ ${formatDuration(held, resolution)}` });
  const open = unaccounted(shares, edges).find(
    ({ operator, subtask }) => operator === share.operator && subtask === share.subtask,
  );
  if (open === undefined) return { facts };
  const most = formatDuration(open.beforeBarrierMs, resolution);
  facts.push({ label: 'may hide a flush of', value: most.startsWith('<') ? most : `≤ ${most}` });
  if (open.limitedBy === undefined) return { facts };
  return { facts, note: `By then ${subtaskName(trace, open.limitedBy)} had its barriers.` };
}

/** Against the stream, each step by what it took. */
function pathFacts(shares: Shares, edges: Edges, row: Row): Fact[] {
  const { trace } = shares;
  const { hops, missing } = barrierPath(shares, edges, row);
  const facts = hops.flatMap(({ from, to, travelMs, heldMs }): Fact[] => {
    const label =
      from === undefined ? `trigger to ${subtaskName(trace, to)}` : `from ${subtaskName(trace, from)}`;
    const held = heldMs >= 1 ? [{ label: `held by ${subtaskName(trace, to)}`, value: wholeMs(heldMs) }] : [];
    return [...held, { label, value: wholeMs(travelMs) }];
  });
  const [first] = missing;
  if (first === undefined) return facts;
  const more = missing.length > 1 ? `, ${formatCount(missing.length - 1)} more` : '';
  return [...facts, { label: 'no barrier yet from', value: `${subtaskName(trace, first)}${more}` }];
}

const loads: readonly (readonly [string, string])[] = [
  ['busyTimeMsPerSecond', 'busy'],
  ['backPressuredTimeMsPerSecond', 'back-pressured'],
  ['idleTimeMsPerSecond', 'idle'],
];

function loadFacts({ counters }: Trace, { operator, subtask }: Row, at: Ms): Omit<FactSection, 'title'> {
  const facts = loads.flatMap(([name, label]): Fact[] => {
    const counter = counters.find(
      (one) => one.name === name && one.operator === operator && one.subtask === subtask,
    );
    if (counter === undefined || counter.values.length === 0) return [];
    const bucket = Math.floor((at - counter.start) / counter.step);
    const value = counter.values[Math.min(counter.values.length - 1, Math.max(0, bucket))]!;
    return [{ label, value: formatShare(value / 1000) }];
  });
  return facts.length === 0 ? { facts } : { facts, note: 'Means over the last minute.' };
}

/** How a checkpoint was taken, in a few words. */
export function typeWords(trace: Trace, checkpoint: Checkpoint): string {
  if (isStop(checkpoint)) return 'savepoint that stopped the job';
  if (checkpoint.kind === 'savepoint') return 'savepoint';
  if (isUnaligned(checkpoint)) return 'unaligned';
  return checkpointingOf(trace.source).atLeastOnce ? 'at least once' : 'aligned';
}

function checkpointFacts(trace: Trace, index: CheckpointIndex): Omit<FactSection, 'title'> {
  const checkpoint = trace.checkpoints[index]!;
  const { bytes, fullBytes, failure } = checkpoint;
  const facts = [{ label: 'type', value: typeWords(trace, checkpoint) }];
  if (bytes !== undefined) facts.push({ label: 'stored', value: formatBytes(bytes) });
  if (fullBytes !== undefined) facts.push({ label: 'full', value: formatBytes(fullBytes) });
  return failure === undefined ? { facts } : { facts, note: failure };
}

const sources = { rest: 'REST', spans: 'trace spans', log: 'log' } as const;

function sureFacts(index: TraceIndex, share: Share | undefined): Omit<FactSection, 'title'> {
  const from = numbersFrom(index.trace.source);
  const facts: Fact[] = [];
  if (from.length > 0) {
    facts.push({ label: 'numbers from', value: from.map((one) => sources[one]).join(', ') });
  }
  const span = share?.spans.sync;
  if (span !== undefined) facts.push({ label: 'lock hold', value: originWords(index, span) });
  const ack = share?.spans.ack;
  const isOpen = ack !== undefined && isDerived(index.trace, ack);
  const words = 'What is not accounted for is a late acknowledgement, or work before the barrier.';
  return isOpen ? { facts, note: `${words} A DEBUG log would tell.` } : { facts };
}

/** What is known of the job as a whole. */
export function jobFacts({ source }: Trace): Fact[] {
  const facts: Fact[] = [];
  const version = source['flinkVersion'];
  if (typeof version === 'string') facts.push({ label: 'Flink', value: version });
  for (const { checkpoint, savepoint } of restoresOf(source)) {
    facts.push({ label: 'restored from', value: `${savepoint ? 'savepoint ' : ''}#${checkpoint}` });
  }
  const failed = failedTriggersOf(source);
  if (failed > 0) facts.push({ label: 'triggers without a checkpoint', value: formatCount(failed) });
  return facts;
}

function wholeMs(duration: Ms): string {
  return Math.round(duration) === 0 ? '<1 ms' : `${formatCount(duration)} ms`;
}

/** The host and port where a subtask ran, or an empty text. */
export function locationOf(
  { operators }: Trace,
  { operator, subtask }: { operator: number; subtask?: number | undefined },
): string {
  return subtask === undefined ? '' : (operators[operator]?.locations?.[subtask] ?? '');
}
