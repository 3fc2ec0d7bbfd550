import * as l10n from '@vscode/l10n';
import type { UnknownColumns, UnknownFields } from './ckptFormat.js';
import type { Targets } from './ckptIntervals.js';
import {
  readCheckpoints,
  readOperators,
  readProducer,
  readRestarts,
  readSource,
  type Kept,
} from './ckptParts.js';
import { readObservations, readOutcomes } from './ckptSpans.js';
import { readWaits } from './ckptWaits.js';
import { parseEpoch } from './epochText.js';
import { FieldReader, mustBe, type Fields } from './json/fields.js';
import type { Findings } from './json/findings.js';
import type { Batches, Counter, Spans, Trace } from './model.js';

export interface AssembledTrace {
  readonly trace: Trace;
  readonly unknown: UnknownFields;
}

/** Gives the parts of a file that are long, once it is known what they point to. */
export interface LongParts {
  spans(targets: Targets): { readonly spans: Spans; readonly unknown: UnknownColumns };
  batches(targets: Targets): { readonly batches: Batches; readonly unknown: UnknownColumns };
  counters(top: FieldReader, targets: Targets): Kept<Counter>;
}

const topFields = [
  'format',
  'version',
  'producer',
  'source',
  'epoch',
  'operators',
  'checkpoints',
  'spans',
  'counters',
  'batches',
  'observations',
  'waits',
  'outcomes',
  'restarts',
];

/** Makes a trace of the fields of a file; what is wrong with them is added to the findings. */
export function assembleTrace(fields: Fields, findings: Findings, parts: LongParts): AssembledTrace {
  const top = new FieldReader(fields, [], findings);
  const operators = readOperators(top, findings);
  const checkpoints = readCheckpoints(top, findings);
  const targets: Targets = {
    operators: operators.index,
    checkpoints: checkpoints.index,
    parallelism: operators.entries.map(({ parallelism }) => parallelism),
  };
  const { spans, unknown: unknownSpans } = parts.spans(targets);
  const { batches, unknown: unknownBatches } = parts.batches(targets);
  const counters = parts.counters(top, targets);
  const restarts = readRestarts(top, findings);
  const producer = readProducer(top, findings);
  const trace: Trace = {
    producer: producer.producer,
    source: readSource(top, findings),
    epoch: readEpoch(top),
    operators: operators.entries,
    checkpoints: checkpoints.entries,
    spans,
    counters: counters.entries,
    batches,
    observations: readObservations(fields['observations'], targets, findings),
    waits: readWaits(fields['waits'], targets, findings),
    outcomes: readOutcomes(fields['outcomes'], targets, findings),
    restarts: restarts.entries,
  };
  const unknown: UnknownFields = {
    top: top.rest(topFields),
    producer: producer.unknown,
    operators: operators.unknown,
    checkpoints: checkpoints.unknown,
    counters: counters.unknown,
    restarts: restarts.unknown,
    spans: unknownSpans,
    batches: unknownBatches,
  };
  return { trace, unknown };
}

function readEpoch(top: FieldReader): number {
  const text = top.requiredText('epoch');
  const epoch = text === undefined ? undefined : parseEpoch(text);
  if (text !== undefined && epoch === undefined) {
    top.report(
      'epoch',
      mustBe(l10n.t('a moment with its zone, as in {0}', '"2026-11-22T10:00:00.000Z"'), text),
    );
  }
  return epoch ?? 0;
}
