import { phases } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';
import { barExtent, xOf } from './geometry.js';
import type { Frame } from '../model.js';
import { laneOf, type SubtaskItem } from '../rows/rowLayout.js';
import { keyOfRow } from '../rows/rowKeys.js';
import { seenRows, topOf } from '../rows/seenRows.js';
import { hoverDelay, spanTooltip, throughputTooltip, type Tooltip } from './tooltip.js';

/** No tooltip is further right than this share of the chart: it belongs to a bar that may reach to the edge. */
const furthest = 0.6;

/** What the pointer and the keyboard are told of bars and throughput, beside what it is about. */
export class ChartTooltips {
  constructor(
    private readonly tooltip: Tooltip,
    private readonly canvas: HTMLElement,
    private readonly frame: () => Frame | undefined,
  ) {}

  /** Says what a bar is, right of it; nothing where its row is not among those that can be scrolled to. */
  showBar(span: number, delay: Ms): void {
    const frame = this.frame();
    if (!frame) return;
    const { model, scale, width } = frame;
    const { spans, operators } = model.index.trace;
    const key = keyOfRow(operators, { operator: spans.operator[span]!, subtask: spans.subtask[span]! });
    const item = model.layout.items.find((one) => one.key === key);
    if (item?.kind !== 'subtask') return;
    const box = this.canvas.getBoundingClientRect();
    const phase = phases[spans.phase[span]!]!;
    const extent = barExtent(scale, phase, spans.start[span]!, model.index.end[span]!);
    const lane = laneOf(item);
    const top = box.top + topOnCanvas(frame, item) + lane.top;
    const left = box.left + Math.max(0, extent.x);
    const right = box.left + Math.min(extent.x + extent.width, width * furthest, xOf(scale, scale.to));
    const bar = { left, right: Math.max(left, right), top, bottom: top + lane.height };
    this.tooltip.show(spanTooltip(model, span), bar, delay);
  }

  /** Says how much a subtask processed at a moment, where the place is on its throughput strip. */
  showThroughput(item: SubtaskItem, { x, y }: { readonly x: number; readonly y: number }): void {
    const frame = this.frame();
    const lane = laneOf(item);
    const isBelow = frame && y - topOnCanvas(frame, item) > lane.top + lane.height + 2;
    const text = isBelow ? throughputTooltip(frame.model, item.row, frame.scale, x) : undefined;
    if (!text) {
      this.tooltip.hide();
      return;
    }
    const box = this.canvas.getBoundingClientRect();
    const [left, top] = [box.left + x, box.top + y];
    this.tooltip.show(text, { left, right: left + 4, top, bottom: top }, hoverDelay);
  }
}

function topOnCanvas({ model, scrollTop, height, top }: Frame, item: SubtaskItem): number {
  return top + topOf(seenRows(model.layout, scrollTop, height - top), item);
}
