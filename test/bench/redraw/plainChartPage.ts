import './redrawn.js';
import { BarController, BarElement, CategoryScale, Chart, LinearScale } from 'chart.js';
import { phases } from '../../../src/trace/model.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

const style = new CSSStyleSheet();
style.replaceSync('body { margin: 0; } div { height: 100vh; }');
document.adoptedStyleSheets = [style];

let chart: Chart;
let whole = { min: 0, max: 0 };

/** As one would do it without more: a floating bar for each span, with the parsing and the animation switched off. */
globalThis.redrawn = {
  open(count, rows) {
    const { spans } = hugeTrace(count, rows);
    const start = performance.now();
    const bars = (phase: number) =>
      Array.from(spans.start.keys()).flatMap((i) =>
        spans.phase[i] === phase
          ? [{ y: spans.operator[i]! * 1e6 + spans.subtask[i]!, x: [spans.start[i]!, spans.end[i]!] }]
          : [],
      );
    const holder = document.body.appendChild(document.createElement('div'));
    chart = new Chart(holder.appendChild(document.createElement('canvas')), {
      type: 'bar',
      data: {
        labels: [...new Set(Array.from(spans.operator, (operator, i) => operator * 1e6 + spans.subtask[i]!))],
        datasets: [
          { data: bars(phases.indexOf('sync')) as never, backgroundColor: 'red' },
          { data: bars(phases.indexOf('async')) as never, backgroundColor: 'blue' },
        ],
      },
      options: {
        indexAxis: 'y',
        animation: false,
        maintainAspectRatio: false,
        scales: { x: { type: 'linear' } },
      },
    });
    const { min, max } = chart.scales['x']!;
    whole = { min, max };
    this.canvas.getContext('2d')!.getImageData(0, 0, 1, 1);
    return Promise.resolve(performance.now() - start);
  },
  get canvas() {
    return chart.canvas;
  },
  zoom(factor) {
    const { min, max } = chart.scales['x']!;
    const half = (max - min) / factor / 2;
    show({ min: (min + max) / 2 - half, max: (min + max) / 2 + half });
  },
  pan(pixels) {
    const { min, max, width } = chart.scales['x']!;
    const by = (pixels * (max - min)) / width;
    show({ min: min + by, max: max + by });
  },
  fit: () => show(whole),
};

function show(range: { readonly min: number; readonly max: number }): void {
  Object.assign(chart.options.scales!['x']!, range);
  chart.update('none');
}
