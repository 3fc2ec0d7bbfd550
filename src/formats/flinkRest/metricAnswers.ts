import type { MetricSeries, UnixMs, VertexId } from '../evidence/model.js';
import type { MetricSample } from './metricsBody.js';

/** Samples of one job that are kept: 160 MB. A day of ten metrics of 100 subtasks, polled once in ten seconds, has 9 M. */
const samplesMax = 10_000_000;

interface Series extends MetricSeries {
  readonly times: UnixMs[];
  readonly values: number[];
}

/**
 * Metrics of one job over time. Flink renews them every ten seconds and is asked more often: of a run of equal values the
 * first and the last are kept.
 */
export class MetricAnswers {
  private readonly polled = new Map<string, Series>();
  private readonly byRatio = new Map<string, Series>();
  private count = 0;

  add(vertex: VertexId, samples: readonly MetricSample[], at: UnixMs): void {
    for (const sample of samples) this.append(this.polled, vertex, sample, at);
  }

  /** What `/backpressure` derives from the same metrics, where they themselves were not asked for. */
  addRatios(vertex: VertexId, samples: readonly MetricSample[], at: UnixMs): void {
    for (const sample of samples) this.append(this.byRatio, vertex, sample, at);
  }

  evidence(): readonly MetricSeries[] {
    const series = [...this.polled.values()];
    for (const [key, derived] of this.byRatio) if (!this.polled.has(key)) series.push(derived);
    return series.map(inOrderOfTime);
  }

  private append(
    all: Map<string, Series>,
    vertex: VertexId,
    { subtask, name, value }: MetricSample,
    at: UnixMs,
  ): void {
    const key = `${subtask} ${name} ${vertex}`;
    let series = all.get(key);
    if (series === undefined) {
      series = { vertex, subtask, name, times: [], values: [] };
      all.set(key, series);
    }
    const { times, values } = series;
    const last = times.length - 1;
    if (times[last] === at) return;
    if (values[last] === value && values[last - 1] === value && times[last]! < at) {
      times[last] = at;
      return;
    }
    if (this.count >= samplesMax) return;
    this.count += 1;
    times.push(at);
    values.push(value);
  }
}

function inOrderOfTime(series: MetricSeries): MetricSeries {
  const { times, values } = series;
  if (times.every((time, i) => i === 0 || times[i - 1]! <= time)) return series;
  const order = times.map((_, i) => i).sort((a, b) => times[a]! - times[b]!);
  return { ...series, times: order.map((i) => times[i]!), values: order.map((i) => values[i]!) };
}
