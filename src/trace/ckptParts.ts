import * as l10n from '@vscode/l10n';
import { FieldReader, isFields, isMoment, mustBe, type Fields } from './json/fields.js';
import type { Targets } from './ckptIntervals.js';
import type { Findings } from './json/findings.js';
import type { JsonPath } from './json/path.js';
import {
  checkpointStatuses,
  parallelismMax,
  type Checkpoint,
  type Counter,
  type Operator,
  type Restart,
  type Trace,
  type TraceSource,
} from './model.js';

/** The sound entries of a list, what of their fields this version does not know, and where each entry of the file went. */
export interface Kept<Entry> {
  readonly entries: readonly Entry[];
  readonly unknown: readonly Fields[];
  /** For each entry of the file its index in `entries`, or -1. */
  readonly index: readonly number[];
}

const checkpointKinds = ['checkpoint', 'savepoint'] as const;

export function readProducer(
  top: FieldReader,
  findings: Findings,
): { readonly producer: Trace['producer']; readonly unknown: Fields } {
  const fields = new FieldReader(top.object('producer') ?? {}, ['producer'], findings);
  const producer = { name: fields.text('name') ?? '', version: fields.text('version') ?? '' };
  return { producer, unknown: fields.rest(['name', 'version']) };
}

export function readSource(top: FieldReader, findings: Findings): TraceSource {
  const fields = new FieldReader(top.object('source') ?? {}, ['source'], findings);
  const state = fields.text('state');
  const failure = fields.text('failure');
  const snapshot = fields.text('snapshot');
  const resolution = fields.moment('resolution');
  return {
    kind: fields.text('kind') ?? '',
    job: fields.text('job') ?? '',
    ...(state === undefined ? {} : { state }),
    ...(failure === undefined ? {} : { failure }),
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(resolution === undefined ? {} : { resolution }),
    ...fields.rest(['kind', 'job', 'state', 'failure', 'snapshot', 'resolution']),
  };
}

export function readOperators(top: FieldReader, findings: Findings): Kept<Operator> {
  return readEntries(top, 'operators', findings, (fields, path) => {
    const id = fields.requiredText('id');
    const name = fields.text('name') ?? id;
    const parallelism = fields.requiredWhole('parallelism', 1, parallelismMax);
    const inputs = readInputs(fields.list('inputs') ?? [], [...path, 'inputs'], findings);
    const definedAt = readDefinedAt(fields.object('definedAt'), [...path, 'definedAt'], findings);
    const locations = readLocations(fields.list('locations'), [...path, 'locations'], findings);
    if (id === undefined || name === undefined || parallelism === undefined) return undefined;
    return {
      entry: {
        id,
        name,
        parallelism,
        inputs,
        ...(definedAt === undefined ? {} : { definedAt }),
        ...(locations === undefined ? {} : { locations }),
      },
      unknown: fields.rest(['id', 'name', 'parallelism', 'inputs', 'definedAt', 'locations']),
    };
  });
}

export function readCheckpoints(top: FieldReader, findings: Findings): Kept<Checkpoint> {
  return readEntries(top, 'checkpoints', findings, (fields) => {
    const id = fields.requiredWhole('id', 0);
    const kind = fields.word('kind', checkpointKinds) ?? 'checkpoint';
    const trigger = fields.requiredMoment('trigger');
    const status = fields.requiredWord('status', checkpointStatuses);
    let end = fields.moment('end');
    const bytes = fields.whole('bytes', 0);
    const fullBytes = fields.whole('fullBytes', 0);
    const type = fields.text('type');
    const failure = fields.text('failure');
    if (id === undefined || trigger === undefined || status === undefined) return undefined;
    if (end !== undefined && end < trigger) {
      fields.report('end', l10n.t('must not be before the trigger'));
      end = undefined;
    }
    return {
      entry: {
        id,
        kind,
        trigger,
        ...(end === undefined ? {} : { end }),
        status,
        ...(bytes === undefined ? {} : { bytes }),
        ...(fullBytes === undefined ? {} : { fullBytes }),
        ...(type === undefined ? {} : { type }),
        ...(failure === undefined ? {} : { failure }),
      },
      unknown: fields.rest([
        'id',
        'kind',
        'trigger',
        'end',
        'status',
        'bytes',
        'fullBytes',
        'type',
        'failure',
      ]),
    };
  });
}

export function readRestarts(top: FieldReader, findings: Findings): Kept<Restart> {
  return readEntries(top, 'restarts', findings, (fields) => {
    const failed = fields.requiredMoment('failed');
    const failure = fields.requiredText('failure');
    const checkpoint = fields.whole('checkpoint', 0);
    let resumed = fields.moment('resumed');
    if (failed === undefined || failure === undefined) return undefined;
    if (resumed !== undefined && resumed < failed) {
      fields.report('resumed', l10n.t('must not be before it failed'));
      resumed = undefined;
    }
    return {
      entry: {
        failed,
        ...(resumed === undefined ? {} : { resumed }),
        failure,
        ...(checkpoint === undefined ? {} : { checkpoint }),
      },
      unknown: fields.rest(['failed', 'resumed', 'failure', 'checkpoint']),
    };
  });
}

export function readCounters(top: FieldReader, targets: Targets, findings: Findings): Kept<Counter> {
  return readEntries(top, 'counters', findings, (fields, path) => {
    const name = fields.requiredText('name');
    const position = fields.requiredWhole('operator', 0, targets.operators.length - 1);
    const operator = position === undefined ? -1 : targets.operators[position]!;
    const subtask = fields.requiredWhole('subtask', 0, (targets.parallelism[operator] ?? parallelismMax) - 1);
    const start = fields.requiredMoment('start');
    const step = fields.requiredMoment('step');
    const values = fields.requiredList('values');

    if (step !== undefined && step <= 0) fields.report('step', l10n.t('must be more than 0'));
    if (name === undefined || operator === -1) return undefined;
    if (subtask === undefined || start === undefined) return undefined;
    if (step === undefined || step <= 0 || values === undefined) return undefined;
    return {
      entry: {
        name,
        operator,
        subtask,
        start,
        step,
        values: readSeries(values, [...path, 'values'], findings),
      },
      unknown: fields.rest(['name', 'operator', 'subtask', 'start', 'step', 'values']),
    };
  });
}

/** A series up to its first wrong value: one left out would move all that follow. */
function readSeries(
  values: readonly unknown[],
  path: JsonPath,
  findings: Findings,
): Float64Array<ArrayBuffer> {
  const wrong = values.findIndex((value) => !isMoment(value));
  if (wrong === -1) return Float64Array.from(values as readonly number[]);
  findings.add(
    [...path, wrong],
    l10n.t('{0}; the series is read up to it', mustBe(l10n.t('a number'), values[wrong])),
  );
  return Float64Array.from(values.slice(0, wrong) as readonly number[]);
}

function readInputs(list: readonly unknown[], path: JsonPath, findings: Findings): Operator['inputs'] {
  return list.flatMap((value, position) => {
    if (!isFields(value)) {
      findings.add([...path, position], mustBe(l10n.t('an object'), value));
      return [];
    }
    const fields = new FieldReader(value, [...path, position], findings);
    const from = fields.requiredText('from');
    const ship = fields.text('ship') ?? '';
    return from === undefined ? [] : [{ from, ship }];
  });
}

function readDefinedAt(value: Fields | undefined, path: JsonPath, findings: Findings): Operator['definedAt'] {
  if (value === undefined) return undefined;
  const fields = new FieldReader(value, path, findings);
  const file = fields.requiredText('file');
  const line = fields.requiredWhole('line', 1);
  return file === undefined || line === undefined ? undefined : { file, line };
}

function readLocations(
  list: readonly unknown[] | undefined,
  path: JsonPath,
  findings: Findings,
): readonly string[] | undefined {
  return list?.map((value, position) => {
    if (typeof value === 'string') return value;
    findings.add([...path, position], mustBe(l10n.t('a text'), value));
    return '';
  });
}

function readEntries<Entry>(
  top: FieldReader,
  name: string,
  findings: Findings,
  read: (
    fields: FieldReader,
    path: JsonPath,
  ) => { readonly entry: Entry; readonly unknown: Fields } | undefined,
): Kept<Entry> {
  const entries: Entry[] = [];
  const unknown: Fields[] = [];
  const index = (top.list(name) ?? []).map((value, position) => {
    const path = [name, position];
    if (!isFields(value)) findings.add(path, mustBe(l10n.t('an object'), value));
    const kept = isFields(value) ? read(new FieldReader(value, path, findings), path) : undefined;
    if (kept === undefined) return -1;
    unknown.push(kept.unknown);
    return entries.push(kept.entry) - 1;
  });
  return { entries, unknown, index };
}
