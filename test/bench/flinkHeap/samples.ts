/** How many records one subtask had taken at which Unix time in ms, as `SampledCount.java` writes it; both only grow. */
export type Samples = readonly { readonly time: number; readonly records: number }[];

export function readSamples(text: string): Samples {
  const whole = text.slice(0, text.lastIndexOf('\n'));
  return whole.split('\n').map((line) => {
    const [time, records] = line.split(',').map(Number);
    return { time: time!, records: records! };
  });
}

/** Records per second of all subtasks together in `[from, to]`, Unix time in ms. */
export function rateIn(samples: readonly Samples[], from: number, to: number): number {
  const records = samples.reduce((sum, of) => sum + recordsAt(of, to) - recordsAt(of, from), 0);
  return (records / (to - from)) * 1000;
}

/** Between two samples by a straight line; before the first as at it, after the last as at it. */
function recordsAt(samples: Samples, time: number): number {
  const next = samples.findIndex((sample) => sample.time > time);
  if (next === -1) return samples.at(-1)?.records ?? 0;
  if (next === 0) return samples[0]!.records;
  const [a, b] = [samples[next - 1]!, samples[next]!];
  return a.records + ((b.records - a.records) * (time - a.time)) / (b.time - a.time);
}
