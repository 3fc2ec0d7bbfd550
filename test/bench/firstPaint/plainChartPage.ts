import { BarController, BarElement, CategoryScale, Chart, LinearScale } from 'chart.js';

/** The columns of a trace file that a plain chart needs. */
interface TraceFile {
  readonly spans: Readonly<Record<'operator' | 'subtask' | 'start' | 'duration', readonly number[]>> & {
    readonly phase: readonly string[];
  };
}

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

/** As one would do it without more: `JSON.parse`, and a floating bar for each span. */
globalThis.paintTrace = (bytes) => {
  const { spans } = JSON.parse(new TextDecoder().decode(bytes)) as TraceFile;
  const rowOf = (i: number) => `${spans.operator[i]}/${spans.subtask[i]}`;
  const bars = (phase: string) =>
    spans.phase.flatMap((each, i) => {
      const start = spans.start[i]!;
      return each === phase
        ? [{ y: rowOf(i), x: [start, start + spans.duration[i]!] as [number, number] }]
        : [];
    });
  const canvas = document.body.appendChild(document.createElement('canvas'));
  new Chart(canvas, {
    type: 'bar',
    data: {
      labels: [...new Set(spans.phase.map((_, i) => rowOf(i)))],
      datasets: [
        { data: bars('sync') as never, backgroundColor: 'red' },
        { data: bars('async') as never, backgroundColor: 'blue' },
      ],
    },
    options: { indexAxis: 'y', animation: false, scales: { x: { type: 'linear' } } },
  });
  return Promise.resolve();
};
