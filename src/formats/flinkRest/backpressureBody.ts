import { isFields, isWhole, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import { parallelismMax } from '../../trace/model.js';
import type { UnixMs } from '../evidence/model.js';
import type { MetricSample } from './metricsBody.js';
import { RestFields } from './restFields.js';

/** `/jobs/:id/vertices/:id/backpressure`, whose ratios are Flink's metrics divided by 1000. */
export interface BackpressureBody {
  readonly at: UnixMs | undefined;
  readonly samples: readonly MetricSample[];
}

const metricOfRatio = [
  ['ratio', 'backPressuredTimeMsPerSecond'],
  ['busyRatio', 'busyTimeMsPerSecond'],
  ['idleRatio', 'idleTimeMsPerSecond'],
] as const;

export function readBackpressure(fields: Fields, findings: Findings): BackpressureBody {
  const body = new RestFields(fields, [], findings);
  const samples = (body.list('subtasks') ?? []).flatMap((entry) => {
    const subtask = isFields(entry) ? entry['subtask'] : undefined;
    if (!isFields(entry) || !isWhole(subtask, 0, parallelismMax - 1)) return [];
    return metricOfRatio.flatMap(([field, name]) => {
      const ratio = entry[field];
      const isRatio = typeof ratio === 'number' && Number.isFinite(ratio);
      return isRatio ? [{ subtask, name, value: Math.round(ratio * 1000) }] : [];
    });
  });
  return { at: body.unixMs('end-timestamp'), samples };
}
