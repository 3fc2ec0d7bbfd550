import * as l10n from '@vscode/l10n';
import type { BlockedShare } from '../../src/analysis/blockedShare.js';
import { subtaskName } from '../../src/analysis/names.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatShare,
} from '../../src/analysis/quantities.js';
import type { Distribution, OperatorStatistics } from '../../src/analysis/statistics.js';
import type { LockObservation } from '../../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import {
  copyFacts,
  heldInputFacts,
  loadFacts,
  loadWords,
  operatorCopyFacts,
  operatorHeldFacts,
  queueingFacts,
} from './costFacts.js';
import type { Fact, FactSection } from './fact.js';
import { bytesWord, phaseName, underTheLock } from '../phaseWords.js';
import { ratePerSecond, rowRates, shareWords, spanOf } from '../rows/rowRates.js';
import { originWords } from '../tables/spanWords.js';
import type { Row, TraceIndex } from '../rows/traceIndex.js';

interface Stretch {
  readonly span: number;
  readonly start: Ms;
  readonly end: Ms;
}

/** What is known of one subtask's part in one checkpoint, beside all lock holds of its operator. Sections without facts are left out. */
export function subtaskFacts(
  index: TraceIndex,
  row: Row,
  checkpoint: CheckpointIndex,
  holds: Distribution | undefined,
): FactSection[] {
  const sections = [
    { title: l10n.t('Lock hold'), facts: holdFacts(index, row, checkpoint, holds) },
    { title: l10n.t('Records'), facts: recordFacts(index, row, checkpoint) },
    { title: l10n.t('Upload'), facts: uploadFacts(index, row, checkpoint) },
    { title: l10n.t('Barrier'), facts: barrierFacts(index, row, checkpoint) },
    { title: l10n.t('Load during the checkpoint'), facts: loadFacts(index, row, checkpoint) },
  ];
  return sections.filter(({ facts }) => facts.length > 0);
}

function holdFacts(
  index: TraceIndex,
  row: Row,
  checkpoint: CheckpointIndex,
  holds: Distribution | undefined,
): Fact[] {
  const hold = spanOf(index, row, checkpoint, 'sync');
  if (!hold) return [];
  const { spans, checkpoints, observations } = index.trace;
  const witness = observations.find((seen) => agrees(seen, row, hold));
  const bytes = spans.bytes[hold.span]!;
  return [
    { label: l10n.t('held'), value: formatDuration(hold.end - hold.start) },
    {
      label: l10n.t('started'),
      value: l10n.t(
        '{0} after trigger',
        momentWords(hold.start - checkpoints[checkpoint]!.trigger, hold.end - hold.start),
      ),
    },
    ...(bytes > 0 ? [{ label: underTheLock(index.trace), value: formatBytes(bytes) }] : []),
    { label: l10n.t('origin'), value: originWords(index, hold.span) },
    ...(witness ? [{ label: l10n.t('outside witness'), value: witnessed(witness) }] : []),
    ...(holds && holds.count > 1
      ? [{ label: l10n.t('p99 of {0} holds', formatCount(holds.count)), value: formatDuration(holds.p99) }]
      : []),
  ];
}

/** A moment as exactly as a stretch of `length` that begins there needs, to the µs or what is known: `58.712 ms` for a hold of 24 µs. */
export function momentWords(moment: Ms, length: Ms, resolution?: Ms): string {
  if (resolution !== undefined) return formatDuration(moment, resolution);
  const decimals = Math.min(3, Math.max(0, Math.ceil(-Math.log10(Math.max(length, 1e-6))) + 1));
  if (moment < 1 || moment >= 10_000 || length * 100 > moment) return formatDuration(moment);
  return `${moment.toFixed(decimals)} ms`;
}

/** Whether a watcher outside saw this hold: it lies in what may have been held, and covers what surely was. */
function agrees(seen: LockObservation, row: Row, hold: Stretch): boolean {
  return (
    seen.operator === row.operator &&
    seen.subtask === row.subtask &&
    seen.lastFree <= hold.start &&
    hold.start <= seen.firstHeld &&
    seen.lastHeld <= hold.end &&
    hold.end <= seen.firstFree
  );
}

/** `22 – 26 µs`: surely held for the first, at most for the second. */
export function witnessed({ lastFree, firstHeld, lastHeld, firstFree }: LockObservation): string {
  const least = formatDuration(Math.max(0, lastHeld - firstHeld));
  const most = formatDuration(firstFree - lastFree);
  if (least === most) return most;
  const [number, unit] = least.split(' ');
  return most.endsWith(` ${unit}`) ? `${number} – ${most}` : `${least} – ${most}`;
}

function recordFacts(index: TraceIndex, row: Row, checkpoint: CheckpointIndex): Fact[] {
  const counter = row.records;
  if (!counter) return [];
  const { before } = rowRates(index, row, checkpoint);
  const hold = spanOf(index, row, checkpoint, 'sync');
  const upload = spanOf(index, row, checkpoint, 'async');
  const facts: Fact[] = [];
  const add = (label: string, rate: number | undefined): void => {
    if (rate !== undefined) facts.push({ label, value: rateWithShare(rate, before) });
  };
  if (before !== undefined) facts.push({ label: l10n.t('before'), value: formatRate(before, 'records') });
  if (hold) {
    const during = recordsDuring(index, row, hold);
    if (during !== undefined) facts.push({ label: l10n.t('during the hold'), value: during });
    const next = hold.end + counter.step;
    add(l10n.t('next {0}', formatDuration(counter.step)), ratePerSecond(counter, hold.end, next));
    if (upload && upload.end > next) {
      add(l10n.t('rest of the upload'), ratePerSecond(counter, next, upload.end));
    }
    const lost =
      before && hold.end - hold.start >= counter.step ? (before * (hold.end - hold.start)) / 1000 : 0;
    if (lost >= 1) {
      facts.push({ label: l10n.t('not processed'), value: `≈ ${formatCount(Number(lost.toPrecision(2)))}` });
    }
  } else if (upload) {
    add(l10n.t('during the upload'), ratePerSecond(counter, upload.start, upload.end));
  }
  return facts;
}

/** `0.38 M/s · 68 %`. */
function rateWithShare(rate: number, before: number | undefined): string {
  return [formatRate(rate, 'records'), shareWords(rate, before)].filter((part) => part !== '').join(' · ');
}

/** Records processed while the lock was held, by the best source there is; undefined where nothing can tell. */
function recordsDuring(index: TraceIndex, row: Row, hold: Stretch): string | undefined {
  const { observations, batches } = index.trace;
  const seen = observations.find((observation) => agrees(observation, row, hold));
  if (seen) return formatCount(seen.records);
  const around = [...batches.start.keys()].filter(
    (b) =>
      batches.operator[b] === row.operator &&
      batches.subtask[b] === row.subtask &&
      Math.abs(batches.start[b]! - hold.start) < 1000,
  );
  if (around.length > 0) {
    const inside = around.filter((b) => batches.start[b]! < hold.end && batches.end[b]! > hold.start);
    return formatCount(inside.reduce((sum, b) => sum + batches.records[b]!, 0));
  }
  const rate = row.records && ratePerSecond(row.records, hold.start, hold.end, true);
  return rate === undefined ? undefined : formatRate(rate, 'records');
}

function uploadFacts(index: TraceIndex, row: Row, checkpoint: CheckpointIndex): Fact[] {
  const upload = spanOf(index, row, checkpoint, 'async');
  if (!upload) return [];
  const duration = upload.end - upload.start;
  const bytes = index.trace.spans.bytes[upload.span]!;
  const ack = spanOf(index, row, checkpoint, 'ack');
  const { trigger } = index.trace.checkpoints[checkpoint]!;
  return [
    { label: l10n.t('duration'), value: formatDuration(duration) },
    ...queueingFacts(index, row, checkpoint),
    ...(bytes > 0 ? [{ label: l10n.t('bytes'), value: formatBytes(bytes) }] : []),
    ...(bytes > 0 && duration > 0
      ? [{ label: l10n.t('rate'), value: formatRate((bytes / duration) * 1000, 'bytes') }]
      : []),
    ...(ack ? [{ label: l10n.t('acknowledged after'), value: formatDuration(ack.end - trigger) }] : []),
    ...copyFacts(index, row, checkpoint),
  ];
}

function barrierFacts(index: TraceIndex, row: Row, checkpoint: CheckpointIndex): Fact[] {
  return (['startDelay', 'alignment', 'preBarrier'] as const).flatMap((phase) => {
    const span = spanOf(index, row, checkpoint, phase);
    if (!span) return [];
    const held = phase === 'alignment' ? heldInputFacts(index, row, checkpoint) : [];
    const bytes = index.trace.spans.bytes[span.span]!;
    const overtaken = bytes > 0 ? [{ label: bytesWord(index.trace, phase), value: formatBytes(bytes) }] : [];
    return [{ label: phaseName(phase), value: formatDuration(span.end - span.start) }, ...overtaken, ...held];
  });
}

/** What is known of an operator over all checkpoints. `resolution`: ms that durations are known to. */
export function operatorFacts(statistics: OperatorStatistics, resolution?: Ms): FactSection[] {
  const { lockHold, upload, recordsBefore, recordsDuring, uploadBytes, checkpoints, load, blocked } =
    statistics;
  const spread = (distribution: typeof lockHold): Fact[] =>
    distribution
      ? [
          { label: l10n.t('median'), value: formatDuration(distribution.median, resolution) },
          { label: 'p99', value: formatDuration(distribution.p99, resolution) },
          { label: l10n.t('longest'), value: formatDuration(distribution.max, resolution) },
          { label: l10n.t('count'), value: formatCount(distribution.count) },
        ]
      : [];
  const records: Fact[] = [];
  if (recordsBefore !== undefined) {
    records.push({ label: l10n.t('before checkpoints'), value: formatRate(recordsBefore, 'records') });
  }
  if (recordsDuring !== undefined) {
    records.push({ label: l10n.t('during uploads'), value: rateWithShare(recordsDuring, recordsBefore) });
  }
  const bytes =
    uploadBytes > 0
      ? [
          {
            label:
              checkpoints === 1
                ? l10n.t('bytes of 1 checkpoint')
                : l10n.t('bytes of {0} checkpoints', formatCount(checkpoints)),
            value: formatBytes(uploadBytes),
          },
        ]
      : [];
  return [
    {
      title: l10n.t('Blocked in all'),
      facts: blocked === undefined ? [] : blockedFacts(blocked, resolution),
    },
    { title: l10n.t('Lock hold'), facts: spread(lockHold) },
    { title: l10n.t('Records'), facts: records },
    { title: l10n.t('Upload'), facts: [...spread(upload), ...bytes, ...operatorCopyFacts(statistics)] },
    { title: l10n.t('Inputs held back'), facts: operatorHeldFacts(statistics) },
    { title: l10n.t('Load'), facts: load === undefined ? [] : loadWords(load) },
  ].filter(({ facts }) => facts.length > 0);
}

/** Lock holds and flushes over the whole trace, with the time that they are a share of. */
function blockedFacts({ ms, wallMs, share, worst }: BlockedShare, resolution: Ms | undefined): Fact[] {
  return [
    { label: l10n.t('all subtasks'), value: formatDuration(ms, resolution) },
    { label: l10n.t('of their time'), value: formatShare(share) },
    { label: l10n.t('worst: subtask {0}', worst.subtask + 1), value: formatDuration(worst.ms, resolution) },
    { label: l10n.t('of {0}', formatDuration(wallMs)), value: formatShare(worst.share) },
  ];
}

/** `count per customer (1/2)`. */
export function rowName(index: TraceIndex, row: { operator: number; subtask?: number | undefined }): string {
  if (row.subtask === undefined) return index.trace.operators[row.operator]!.name;
  return subtaskName(index.trace, { operator: row.operator, subtask: row.subtask });
}
