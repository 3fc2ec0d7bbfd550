import * as l10n from '@vscode/l10n';
import { listed } from '../../src/analysis/phrases.js';
import { barrierPath } from '../../src/analysis/path/barrierPath.js';
import { type Edges, edgesOf } from '../../src/analysis/path/edges.js';
import { heldBackMs } from '../../src/analysis/verdict/jobFindings.js';
import {
  checkpointingOf,
  failedTriggersOf,
  isStop,
  isUnaligned,
  numbersFrom,
  restoresOf,
} from '../../src/analysis/jobSource.js';
import { subtaskName } from '../../src/analysis/names.js';
import { phaseName } from '../../src/analysis/phaseName.js';
import { formatBytes, formatCount, formatDuration, formatShare } from '../../src/analysis/quantities.js';
import {
  isDerived,
  lengthOf,
  sharesByCheckpoint,
  type Share,
  type Shares,
} from '../../src/analysis/shares.js';
import { unaccounted } from '../../src/analysis/unaccounted.js';
import type { Checkpoint, Outcome, Trace } from '../../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import type { Fact, FactSection } from './fact.js';
import { originWords } from '../tables/spanWords.js';
import type { Row, TraceIndex } from '../rows/traceIndex.js';

/** What is known of one subtask's part in one checkpoint of a Flink job. Sections without facts are left out. */
export function jobSubtaskFacts(index: TraceIndex, row: Row, checkpoint: CheckpointIndex): FactSection[] {
  const { trace } = index;
  const shares = sharesByCheckpoint(trace)[checkpoint]!;
  const edges = edgesOf(trace);
  const share = shares.of(row);
  const sections: FactSection[] = [
    { title: l10n.t('What Flink reports'), ...reportFacts(index, share) },
    {
      title: l10n.t('Blocked'),
      ...(share === undefined ? { facts: [] } : blockedFacts(shares, edges, share)),
    },
    { title: l10n.t('How sure'), ...sureFacts(index, share) },
    { title: l10n.t('Way of its last barrier'), facts: pathFacts(shares, edges, row) },
    {
      title: l10n.t('Load near the checkpoint'),
      ...loadFacts(trace, row, trace.checkpoints[checkpoint]!.trigger),
    },
    { title: l10n.t('Checkpoint'), ...checkpointFacts(trace, checkpoint) },
    { title: l10n.t('Job'), facts: jobFacts(trace) },
  ];
  return sections.filter(({ facts, note }) => facts.length > 0 || note !== undefined);
}

function reportWords(outcome: Outcome): string {
  switch (outcome) {
    case 'pending':
      return l10n.t('No report came.');
    case 'aborted':
      return l10n.t('It reported too late: the checkpoint had been given up.');
    case 'declined':
      return l10n.t('It declined the checkpoint.');
    case 'finished':
      return l10n.t('It had finished before.');
  }
}

const reported = ['startDelay', 'alignment', 'preBarrier', 'sync', 'async'] as const;

/** What a phase is called where its numbers are Flink's own: two of them by Flink's words. */
function reportName(phase: (typeof reported)[number]): string {
  switch (phase) {
    case 'preBarrier':
      return l10n.t('flush, by the log');
    case 'sync':
      return l10n.t('sync');
    case 'async':
      return l10n.t('async');
    case 'startDelay':
    case 'alignment':
      return phaseName(phase);
  }
}

/** The durations in the order in which they follow each other; they keep one unit, so that they add up. */
function reportFacts({ trace }: TraceIndex, share: Share | undefined): Omit<FactSection, 'title'> {
  if (share === undefined) return { facts: [], note: l10n.t('Nothing is known of its part.') };
  const { spans, outcome } = share;
  const { status } = trace.checkpoints[share.checkpoint]!;
  const isOpen = status === 'inProgress' && outcome !== 'finished' && spans.ack === undefined;
  const words = isOpen ? l10n.t('No report yet.') : outcome && reportWords(outcome);
  const note = words === undefined ? {} : { note: words };
  if (Object.keys(spans).length === 0) return { facts: [], ...note };
  const facts = reported.flatMap((phase): Fact[] => {
    const span = spans[phase];
    return span === undefined ? [] : [{ label: reportName(phase), value: wholeMs(lengthOf(trace, span)) }];
  });
  const { ack, async } = spans;
  if (ack !== undefined) {
    facts.push(
      {
        label: isDerived(trace, ack) ? l10n.t('not accounted for') : l10n.t('acknowledging'),
        value: wholeMs(lengthOf(trace, ack)),
      },
      {
        label: l10n.t('end to end'),
        value: wholeMs(trace.spans.end[ack]! - trace.checkpoints[share.checkpoint]!.trigger),
      },
    );
  }
  const bytes = async === undefined ? 0 : trace.spans.bytes[async]!;
  if (bytes > 0) facts.push({ label: l10n.t('uploaded'), value: formatBytes(bytes) });
  return { facts, ...note };
}

function blockedFacts(shares: Shares, edges: Edges, share: Share): Omit<FactSection, 'title'> {
  const { trace } = shares;
  const { resolution } = trace.source;
  const { sync, preBarrier } = share.spans;
  if (sync === undefined && preBarrier === undefined) return { facts: [] };
  const stopped = lengthOf(trace, sync) + lengthOf(trace, preBarrier);
  const facts = [{ label: l10n.t('stood still'), value: formatDuration(stopped, resolution) }];
  const held = heldBackMs(trace, share);
  if (held > 0) {
    facts.push({ label: l10n.t('held back inputs'), value: `≤ ${formatDuration(held, resolution)}` });
  }
  const open = unaccounted(shares, edges).find(
    ({ operator, subtask }) => operator === share.operator && subtask === share.subtask,
  );
  if (open === undefined) return { facts };
  const most = formatDuration(open.beforeBarrierMs, resolution);
  facts.push({ label: l10n.t('may hide a flush of'), value: most.startsWith('<') ? most : `≤ ${most}` });
  if (open.limitedBy === undefined) return { facts };
  return { facts, note: l10n.t('By then {0} had its barriers.', subtaskName(trace, open.limitedBy)) };
}

/** Against the stream, each step by what it took. */
function pathFacts(shares: Shares, edges: Edges, row: Row): Fact[] {
  const { trace } = shares;
  const { hops, missing } = barrierPath(shares, edges, row);
  const facts = hops.flatMap(({ from, to, travelMs, heldMs }): Fact[] => {
    const label =
      from === undefined
        ? l10n.t('trigger to {0}', subtaskName(trace, to))
        : l10n.t('from {0}', subtaskName(trace, from));
    const held =
      heldMs >= 1 ? [{ label: l10n.t('held by {0}', subtaskName(trace, to)), value: wholeMs(heldMs) }] : [];
    return [...held, { label, value: wholeMs(travelMs) }];
  });
  const [first] = missing;
  if (first === undefined) return facts;
  const name = subtaskName(trace, first);
  const others = missing.length - 1;
  const value = others === 0 ? name : l10n.t('{name}, {count} more', { name, count: formatCount(others) });
  return [...facts, { label: l10n.t('no barrier yet from'), value }];
}

const loads: readonly { readonly counter: string; readonly label: () => string }[] = [
  { counter: 'busyTimeMsPerSecond', label: () => l10n.t('busy') },
  { counter: 'backPressuredTimeMsPerSecond', label: () => l10n.t('back-pressured') },
  { counter: 'idleTimeMsPerSecond', label: () => l10n.t('idle') },
];

function loadFacts({ counters }: Trace, { operator, subtask }: Row, at: Ms): Omit<FactSection, 'title'> {
  const facts = loads.flatMap(({ counter: name, label }): Fact[] => {
    const counter = counters.find(
      (one) => one.name === name && one.operator === operator && one.subtask === subtask,
    );
    if (counter === undefined || counter.values.length === 0) return [];
    const bucket = Math.floor((at - counter.start) / counter.step);
    const value = counter.values[Math.min(counter.values.length - 1, Math.max(0, bucket))]!;
    return [{ label: label(), value: formatShare(value / 1000) }];
  });
  return facts.length === 0 ? { facts } : { facts, note: l10n.t('Means over the last minute.') };
}

/** How a checkpoint was taken, in a few words. */
export function typeWords(trace: Trace, checkpoint: Checkpoint): string {
  if (isStop(checkpoint)) return l10n.t('savepoint that stopped the job');
  if (checkpoint.kind === 'savepoint') return 'savepoint';
  if (isUnaligned(checkpoint)) return l10n.t('unaligned');
  return checkpointingOf(trace.source).atLeastOnce ? l10n.t('at least once') : l10n.t('aligned');
}

function checkpointFacts(trace: Trace, index: CheckpointIndex): Omit<FactSection, 'title'> {
  const checkpoint = trace.checkpoints[index]!;
  const { bytes, fullBytes, failure } = checkpoint;
  const facts = [{ label: l10n.t('type'), value: typeWords(trace, checkpoint) }];
  if (bytes !== undefined) facts.push({ label: l10n.t('stored'), value: formatBytes(bytes) });
  if (fullBytes !== undefined) facts.push({ label: l10n.t('full'), value: formatBytes(fullBytes) });
  return failure === undefined ? { facts } : { facts, note: failure };
}

function sourceName(source: ReturnType<typeof numbersFrom>[number]): string {
  switch (source) {
    case 'rest':
      return 'REST';
    case 'spans':
      return l10n.t('trace spans');
    case 'log':
      return l10n.t('log');
  }
}

function sureFacts(index: TraceIndex, share: Share | undefined): Omit<FactSection, 'title'> {
  const from = numbersFrom(index.trace.source);
  const facts: Fact[] = [];
  if (from.length > 0) {
    facts.push({ label: l10n.t('numbers from'), value: listed(from.map(sourceName)) });
  }
  const span = share?.spans.sync;
  if (span !== undefined) facts.push({ label: l10n.t('lock hold'), value: originWords(index, span) });
  const ack = share?.spans.ack;
  const isOpen = ack !== undefined && isDerived(index.trace, ack);
  const words = l10n.t(
    'What is not accounted for is a late acknowledgement, or work before the barrier. A DEBUG log would tell.',
  );
  return isOpen ? { facts, note: words } : { facts };
}

/** What is known of the job as a whole. */
export function jobFacts({ source }: Trace): Fact[] {
  const facts: Fact[] = [];
  const version = source['flinkVersion'];
  if (typeof version === 'string') facts.push({ label: 'Flink', value: version });
  for (const { checkpoint, savepoint } of restoresOf(source)) {
    facts.push({
      label: l10n.t('restored from'),
      value: savepoint ? l10n.t('savepoint #{0}', checkpoint) : `#${checkpoint}`,
    });
  }
  const failed = failedTriggersOf(source);
  if (failed > 0) facts.push({ label: l10n.t('triggers without a checkpoint'), value: formatCount(failed) });
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
