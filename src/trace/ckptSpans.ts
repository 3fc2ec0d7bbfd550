import * as l10n from '@vscode/l10n';
import type { UnknownColumns } from './ckptFormat.js';
import { readIntervals, rowReader, type Targets } from './ckptIntervals.js';
import { Table } from './ckptTable.js';
import type { Findings } from './json/findings.js';
import {
  origins,
  outcomes,
  phases,
  type Batches,
  type LockObservation,
  type Spans,
  type SubtaskOutcome,
} from './model.js';

const intervalColumns = ['checkpoint', 'operator', 'subtask', 'start', 'duration'];
const spanRequired = [...intervalColumns, 'phase'];
const spanKnown = [...spanRequired, 'origin', 'uncertainty', 'bytes'];
const batchKnown = [...intervalColumns, 'records'];
const observationTimes = ['lastFree', 'firstHeld', 'lastHeld', 'firstFree'] as const;

/** One more than the largest number that a column of 32-bit integers holds. */
const int32Count = 2 ** 31;

export function readSpans(
  value: unknown,
  targets: Targets,
  findings: Findings,
): { readonly spans: Spans; readonly unknown: UnknownColumns } {
  const table = Table.read('spans', value, spanRequired, findings);
  const { order, more, ...intervals } = readIntervals(table, targets, [
    table.word('phase', phases),
    table.word('origin', origins, 0),
    table.amount('uncertainty', l10n.t('a number of milliseconds'), 0),
    table.amount('bytes', l10n.t('a number of bytes'), 0),
  ]);
  const spans: Spans = {
    ...intervals,
    phase: Uint8Array.from(more[0]!),
    origin: Uint8Array.from(more[1]!),
    uncertainty: more[2]!,
    bytes: more[3]!,
  };
  return { spans, unknown: table.rest(spanKnown, order) };
}

export function readBatches(
  value: unknown,
  targets: Targets,
  findings: Findings,
): { readonly batches: Batches; readonly unknown: UnknownColumns } {
  const table = Table.read('batches', value, batchKnown, findings);
  const { order, more, ...intervals } = readIntervals(table, targets, [table.index('records', int32Count)]);
  const batches: Batches = { ...intervals, records: Int32Array.from(more[0]!) };
  return { batches, unknown: table.rest(batchKnown, order) };
}

export function readObservations(
  value: unknown,
  targets: Targets,
  findings: Findings,
): readonly LockObservation[] {
  const table = Table.read(
    'observations',
    value,
    ['operator', 'subtask', ...observationTimes, 'records'],
    findings,
  );
  const rowAt = rowReader(table, targets);
  const [lastFree, firstHeld, lastHeld, firstFree] = observationTimes.map((name) => table.moment(name));
  const records = table.amount('records', l10n.t('a number of records'));
  const observations: LockObservation[] = [];
  let orphans = 0;
  for (let i = 0; i < table.length; i++) {
    const row = rowAt(i);
    const observed = {
      lastFree: lastFree!(i),
      firstHeld: firstHeld!(i),
      lastHeld: lastHeld!(i),
      firstFree: firstFree!(i),
      records: records(i),
    };
    if (row === 'wrong' || Object.values(observed).some(Number.isNaN)) continue;
    if (row === 'orphan') orphans += 1;
    else observations.push({ ...row, ...observed });
  }
  table.reportOrphans(orphans);
  return observations;
}

export function readOutcomes(
  value: unknown,
  targets: Targets,
  findings: Findings,
): readonly SubtaskOutcome[] {
  const columns = ['checkpoint', 'operator', 'subtask', 'outcome'];
  const table = Table.read('outcomes', value, columns, findings);
  const rowAt = rowReader(table, targets);
  const checkpointAt = table.index('checkpoint', targets.checkpoints.length);
  const wordAt = table.word('outcome', outcomes);
  const read: SubtaskOutcome[] = [];
  let orphans = 0;
  for (let i = 0; i < table.length; i++) {
    const row = rowAt(i);
    const position = checkpointAt(i);
    const word = wordAt(i);
    if (row === 'wrong' || Number.isNaN(position) || Number.isNaN(word)) continue;
    const checkpoint = targets.checkpoints[position]!;
    if (row === 'orphan' || checkpoint === -1) orphans += 1;
    else read.push({ ...row, checkpoint, outcome: outcomes[word]! });
  }
  table.reportOrphans(orphans);
  return read;
}
