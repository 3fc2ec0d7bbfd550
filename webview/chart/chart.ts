import { Chart, LinearScale, type Plugin, type Scale } from 'chart.js';
import { chartMargin, rulerHeight } from './axis.js';
import { parseColor } from '../painting/color.js';
import { xOf, type TimeScale } from './geometry.js';
import type { Theme } from '../painting/theme.js';
import { hasRoom, rulerTicks, type Extent, type RulerOrigin, type Tick } from './ruler.js';

Chart.register(LinearScale);

export interface ChartView {
  /** In the trace's own time, as the painter uses it. */
  readonly scale: TimeScale;
  readonly origin: RulerOrigin;
  readonly theme: Theme;
  /** Where something lies on the ruler, in pixels: no label is put there. */
  readonly taken?: readonly (Extent | undefined)[];
}

/**
 * The chart: Chart.js owns the ruler, its ticks, the grid and the layout; `painter` paints the rows into the chart's area.
 * It has no datasets, so that a million spans cost Chart.js nothing.
 */
export class GanttChart {
  private readonly chart: Chart;
  private view: ChartView | undefined;
  private ticks: readonly Tick[] = [];

  constructor(canvas: HTMLCanvasElement, painter: Plugin) {
    this.chart = new Chart(canvas, {
      type: 'scatter',
      data: { datasets: [] },
      plugins: [painter],
      options: {
        responsive: false,
        maintainAspectRatio: false,
        animation: false,
        events: [],
        layout: { padding: { left: chartMargin, right: chartMargin } },
        scales: {
          x: {
            type: 'linear',
            position: 'top',
            border: { display: false },
            grid: { color: () => this.gridColor(), tickLength: 4, drawTicks: true },
            ticks: {
              autoSkip: false,
              maxRotation: 0,
              padding: 4,
              color: () => this.view?.theme.description ?? '',
              font: () => ({ size: 11, ...(this.view && { family: this.view.theme.fontFamily }) }),
              callback: (_value, position) => this.labelAt(position),
            },
            afterBuildTicks: (scale) => this.buildTicks(scale),
            afterFit: (scale) => {
              scale.height = rulerHeight;
              scale.paddingLeft = 0;
              scale.paddingRight = 0;
            },
          },
        },
      },
    });
  }

  resize(width: number, height: number): void {
    this.chart.resize(width, height);
  }

  show(view: ChartView): void {
    this.view = view;
    const axis = this.chart.options.scales!['x']!;
    this.ticks = rulerTicks(view.scale, view.origin);
    // Its values are pixels, since the time between them may not pass evenly.
    axis.min = view.scale.left;
    axis.max = view.scale.left + view.scale.width;
    this.chart.update('none');
  }

  /** Paints again what is shown, without laying it out again. */
  repaint(): void {
    this.chart.draw();
  }

  private buildTicks(axis: Scale): void {
    axis.ticks = this.view ? this.ticks.map(({ time }) => ({ value: xOf(this.view!.scale, time) })) : [];
  }

  /** A label that would touch an edge, or what lies on the ruler, is dropped; its tick stays. */
  private labelAt(position: number): string {
    const { view } = this;
    const tick = this.ticks[position];
    if (!view || !tick) return '';
    const { left, width } = view.scale;
    const x = xOf(view.scale, tick.time);
    const half = this.chart.ctx.measureText(tick.label).width / 2;
    return hasRoom(x, half, left + width + chartMargin, view.taken) ? tick.label : '';
  }

  private gridColor(): string {
    const line = parseColor(this.view?.theme.line ?? '');
    if (!line) return 'transparent';
    return `rgba(${line.r}, ${line.g}, ${line.b}, ${this.view?.theme.highContrast ? 0.2 : 0.09})`;
  }
}
