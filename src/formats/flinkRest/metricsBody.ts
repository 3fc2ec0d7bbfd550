import { isFields } from '../../trace/json/fields.js';
import { parallelismMax } from '../../trace/model.js';
import type { SubtaskIndex } from '../../trace/units.js';

/** One value of a metric of one subtask. */
export interface MetricSample {
  readonly subtask: SubtaskIndex;
  readonly name: string;
  readonly value: number;
}

/** The metrics of a subtask that say what it did while a checkpoint was taken; others are passed over. */
const metricNames: ReadonlySet<string> = new Set([
  'numRecordsIn',
  'numRecordsOut',
  'numRecordsInPerSecond',
  'numRecordsOutPerSecond',
  'busyTimeMsPerSecond',
  'backPressuredTimeMsPerSecond',
  'idleTimeMsPerSecond',
  'accumulateBusyTimeMs',
  'accumulateBackPressuredTimeMs',
  'accumulateIdleTimeMs',
]);

/**
 * Values of single subtasks in an answer about metrics. `/vertices/:id/metrics` has `<subtask>.<name>` with the value as
 * a text. `/vertices/:id/subtasks/metrics` has `<name>` with numbers over all the subtasks that were asked for, which say
 * something of one only where it was one, `only`. `"NaN"` is no value.
 */
export function readMetrics(
  body: readonly unknown[],
  only: SubtaskIndex | undefined,
): readonly MetricSample[] {
  return body.flatMap((entry) => {
    if (!isFields(entry) || typeof entry['id'] !== 'string') return [];
    const [, digits, name] = /^(?:(\d{1,5})\.)?(\w+)$/.exec(entry['id']) ?? [];
    const subtask = digits === undefined ? only : Number(digits);
    if (name === undefined || !metricNames.has(name) || subtask === undefined || subtask >= parallelismMax) {
      return [];
    }
    const value = metricValue(entry['value'] ?? entry['max'] ?? entry['sum'] ?? entry['avg'] ?? entry['min']);
    return value === undefined ? [] : [{ subtask, name, value }];
  });
}

function metricValue(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
