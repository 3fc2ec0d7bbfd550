import * as l10n from '@vscode/l10n';
import { bytesCopied, loadOf, waitMs, waitsOf, type Load } from '../../src/analysis/checkpointCosts.js';
import { subtaskName } from '../../src/analysis/names.js';
import { formatBytes, formatCount, formatDuration, formatShare } from '../../src/analysis/quantities.js';
import { stretchesBefore } from '../../src/analysis/throughput.js';
import type { OperatorStatistics } from '../../src/analysis/statistics.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import type { Fact } from './fact.js';
import { spanOf } from '../rows/rowRates.js';
import type { Row, TraceIndex } from '../rows/traceIndex.js';

/** Held inputs that are named; of a wide exchange the others are only counted. */
const namedInputs = 3;

/** How long an upload waited before it began. */
export function queueingFacts({ trace }: TraceIndex, row: Row, checkpoint: CheckpointIndex): Fact[] {
  const [queued] = waitsOf(trace, 'queuedUpload', { ...rowOnly(row), checkpoint });
  return queued === undefined
    ? []
    : [{ label: l10n.t('began after'), value: formatDuration(waitMs(queued)) }];
}

/** What a subtask copied while a snapshot was read; a copy under the lock is among the facts of the lock hold. */
export function copyFacts(index: TraceIndex, row: Row, checkpoint: CheckpointIndex): Fact[] {
  const hold = spanOf(index, row, checkpoint, 'sync');
  const upload = spanOf(index, row, checkpoint, 'async');
  if (hold === undefined || upload === undefined || index.trace.source.snapshot === 'full-copy') return [];
  const bytes = bytesCopied(index.trace, row, { from: hold.start, to: upload.end });
  return bytes === undefined ? [] : [{ label: l10n.t('copied for it'), value: formatBytes(bytes) }];
}

/** Which inputs an alignment held back and for how long, the longest first. */
export function heldInputFacts({ trace }: TraceIndex, row: Row, checkpoint: CheckpointIndex): Fact[] {
  const held = waitsOf(trace, 'heldInput', { ...rowOnly(row), checkpoint });
  const named = held.slice(0, namedInputs).map((wait) => ({
    label:
      wait.from === undefined
        ? l10n.t('held back an input')
        : l10n.t('held back {0}', subtaskName(trace, wait.from)),
    value: formatDuration(waitMs(wait)),
  }));
  const more = held.length - named.length;
  if (more === 0) return named;
  const most = formatDuration(waitMs(held[namedInputs]!));
  const others = more === 1 ? l10n.t('1 more input') : l10n.t('{0} more inputs', formatCount(more));
  return [...named, { label: others, value: `≤ ${most}` }];
}

/** What a subtask could not use of the time from a checkpoint's trigger to its end, and of the time before it. */
export function loadFacts({ trace, checkpoints }: TraceIndex, row: Row, checkpoint: CheckpointIndex): Fact[] {
  const { trigger } = trace.checkpoints[checkpoint]!;
  const load = loadOf(trace, row, { from: trigger, to: checkpoints[checkpoint]!.end });
  if (load === undefined) return [];
  return loadWords(load, loadOf(trace, row, stretchesBefore(trace)[checkpoint]!));
}

export function loadWords(load: Load, before?: Load): Fact[] {
  const fact = (label: string, part: keyof Load): Fact[] => {
    const [share, earlier] = [load[part], before?.[part]];
    if (share === undefined) return [];
    const shown = formatShare(share);
    const value =
      earlier === undefined ? shown : [shown, l10n.t('before {0}', formatShare(earlier))].join(' · ');
    return [{ label, value }];
  };
  return [
    ...fact(l10n.t('back-pressured'), 'backPressured'),
    ...fact(l10n.t('idle'), 'idle'),
    ...fact(l10n.t('no processor'), 'processorWait'),
  ];
}

/** What a subtask copied and lacked in the bucket of its records that begins at `start`. */
export function bucketFacts(
  { trace }: TraceIndex,
  row: Row,
  { start, step }: { start: Ms; step: Ms },
): Fact[] {
  // A moment inside, so that no neighbour counts.
  const inside = start + step / 2;
  const bytes = bytesCopied(trace, row, { from: inside, to: inside });
  const load = loadOf(trace, row, { from: start, to: start + step });
  return [
    ...(bytes === undefined || bytes === 0
      ? []
      : [{ label: l10n.t('copied for a snapshot'), value: formatBytes(bytes) }]),
    ...(load === undefined ? [] : loadWords(load)),
  ];
}

/** How inputs were held back over all checkpoints, each alignment of each input counted. */
export function operatorHeldFacts({ heldInput }: OperatorStatistics): Fact[] {
  if (heldInput === undefined) return [];
  return [
    { label: l10n.t('median'), value: formatDuration(heldInput.median) },
    { label: l10n.t('longest'), value: formatDuration(heldInput.max) },
    { label: l10n.t('in all'), value: formatDuration(heldInput.total) },
    { label: l10n.t('count'), value: formatCount(heldInput.count) },
  ];
}

/** Over all checkpoints. */
export function operatorCopyFacts({ bytesCopied: bytes, uploadQueueing }: OperatorStatistics): Fact[] {
  return [
    ...(uploadQueueing === undefined
      ? []
      : [
          { label: l10n.t('median wait to begin'), value: formatDuration(uploadQueueing.median) },
          { label: l10n.t('longest wait to begin'), value: formatDuration(uploadQueueing.max) },
        ]),
    ...(bytes === undefined ? [] : [{ label: l10n.t('copied for snapshots'), value: formatBytes(bytes) }]),
  ];
}

function rowOnly({ operator, subtask }: Row): { readonly operator: number; readonly subtask: number } {
  return { operator, subtask };
}
