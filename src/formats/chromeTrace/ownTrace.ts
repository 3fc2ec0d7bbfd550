import * as l10n from '@vscode/l10n';
import { spanColumns, type SpanRow } from '../../trace/builder.js';
import { FieldReader } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import { isMoment } from '../../trace/json/fields.js';
import type { Counter, Trace } from '../../trace/model.js';
import { durationsIn, type Duration } from './durations.js';
import { counterEventNames, operatorOfPid, operatorPid } from './layout.js';
import { spanOf } from './phaseArgs.js';
import { phaseOfName } from './phaseWords.js';
import { bucketValue, seriesName } from './rates.js';
import { eventMs } from './traceEventTime.js';
import type { TraceEvent } from './traceEvents.js';

/**
 * The trace that `writeChromeTrace` wrote: `head` is what stands beside the events. Of checkpoints with one id the first
 * gets the spans.
 */
export function ownTrace(head: Trace, events: Iterable<TraceEvent>, findings: Findings): Trace {
  const checkpoints = new Map(head.checkpoints.map(({ id }, index) => [id, index] as const).reverse());
  const rows: SpanRow[] = [];
  for (const duration of durationsIn(events, (name) => phaseOfName(name) !== undefined, findings)) {
    const row = spanRow(duration, head, checkpoints, findings);
    if (row !== undefined) rows.push(row);
  }
  return { ...head, spans: spanColumns(rows), counters: countersWithValues(head, events) };
}

function spanRow(
  duration: Duration,
  { operators }: Trace,
  checkpoints: ReadonlyMap<number, number>,
  findings: Findings,
): SpanRow | undefined {
  const operator = operatorOfPid(Number(duration.pid));
  const parallelism = operators[operator]?.parallelism;
  if (parallelism === undefined) {
    findings.add([...duration.path, 'pid'], l10n.t('must be that of an operator'));
    return undefined;
  }
  const args = new FieldReader(duration.args, [...duration.path, 'args'], findings);
  const subtask = args.requiredWhole('subtask', 0, parallelism - 1);
  const id = args.requiredWhole('checkpoint', 0);
  if (subtask === undefined || id === undefined) return undefined;
  const checkpoint = checkpoints.get(id);
  if (checkpoint === undefined) {
    args.report('checkpoint', l10n.t('is {0}, and the trace has no such checkpoint', id));
    return undefined;
  }
  return spanOf(duration, phaseOfName(duration.name)!, { checkpoint, operator, subtask }, 0, findings);
}

/** A series ends before the first bucket that has no event: one left out would move all that follow. */
function countersWithValues(head: Trace, events: Iterable<TraceEvent>): readonly Counter[] {
  const names = counterEventNames(head);
  const buckets = new Map<string, Map<number, number>>();
  const keys = head.counters.map(({ operator }, i) => `${operatorPid(operator)} ${names[i]!}`);
  const byKey = new Map(head.counters.map((counter, i) => [keys[i]!, counter] as const));
  for (const { phase, pid, name, ts, args } of events) {
    if (phase !== 'C' || ts === undefined) continue;
    const key = `${pid} ${name}`;
    const counter = byKey.get(key);
    const shown = counter && args[seriesName(counter)];
    if (counter === undefined || typeof shown !== 'number' || !Number.isFinite(shown)) continue;
    const values = buckets.get(key) ?? new Map<number, number>();
    const value = bucketValue(counter, shown);
    if (isMoment(value)) values.set(Math.round((eventMs(ts) - counter.start) / counter.step), value);
    buckets.set(key, values);
  }
  return head.counters.map((counter, i) => ({ ...counter, values: series(buckets.get(keys[i]!)) }));
}

function series(buckets: ReadonlyMap<number, number> | undefined): Float64Array<ArrayBuffer> {
  const values: number[] = [];
  while (buckets?.has(values.length) === true) values.push(buckets.get(values.length)!);
  return Float64Array.from(values);
}
