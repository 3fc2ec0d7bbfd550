import { isBlocking, phases, type Phase } from '../src/trace/model.js';
import { paintGround } from './rowGround.js';
import { xOf } from './geometry.js';
import { addBusy, fillLane } from './lane.js';
import type { Frame } from './model.js';
import type { GroupItem } from './rowLayout.js';

/** From the base up: what blocks lies lowest. */
const stacked: readonly Phase[] = ['sync', 'preBarrier', 'alignment', 'async'];

/** Paints the head of an operator; a collapsed one shows how many of its subtasks are in each phase at each moment. */
export function paintGroup(context: CanvasRenderingContext2D, frame: Frame, item: GroupItem): void {
  const top = frame.top + item.top - frame.scrollTop;
  paintGround(context, frame, { operator: item.group.operator }, top, item.height);
  if (item.collapsed) paintOccupancy(context, frame, item, top);
}

function paintOccupancy(context: CanvasRenderingContext2D, frame: Frame, item: GroupItem, top: number): void {
  const { theme } = frame.model;
  const height = item.height - 8;
  const base = top + item.height - 4;
  const columns = occupancy(frame, item);
  const level = new Float32Array(Math.ceil(frame.width) + 2);
  for (const phase of stacked) {
    const busy = columns.get(phase);
    if (!busy) continue;
    context.fillStyle = theme.phase[phase];
    context.globalAlpha = isBlocking(phase) ? 1 : 0.4;
    for (let x = 0; x < level.length; x += 1) {
      const share = Math.min(1, (busy[x] ?? 0) / item.group.rows.length);
      if (share === 0) continue;
      const part = Math.max(share * height, 1);
      context.fillRect(x, base - level[x]! - part, 1, part);
      level[x]! += part;
    }
  }
  context.globalAlpha = 1;
  for (const x of blockedMarks(frame, item)) {
    context.fillStyle = theme.phase.sync;
    context.fillRect(Math.round(x), base - 12, 3, 12);
  }
}

/** For each phase, how many subtasks are in it, by pixel column. */
function occupancy({ model, scale, width }: Frame, { group }: GroupItem): Map<Phase, Float32Array> {
  const { spans } = model.index.trace;
  const columns = new Map<Phase, Float32Array>();
  for (const { row } of group.rows) {
    const lane = fillLane(model.index, row, scale, model.hidden);
    for (const span of lane.bars) {
      const phase = phases[spans.phase[span]!]!;
      const busy = columns.get(phase) ?? new Float32Array(Math.ceil(width) + 2);
      columns.set(phase, busy);
      addBusy(busy, scale, spans.start[span]!, model.index.end[span]!);
    }
    for (const [phase, narrow] of lane.busy) {
      const busy = columns.get(phase) ?? new Float32Array(Math.ceil(width) + 2);
      columns.set(phase, busy);
      narrow.forEach((share, x) => (busy[x]! += share));
    }
  }
  return columns;
}

/** Where subtasks were blocked for less than can be drawn: these marks stay visible in the sum too. */
function blockedMarks({ model, scale }: Frame, { group }: GroupItem): number[] {
  const marks = new Set<number>();
  for (const { row } of group.rows) {
    for (const span of fillLane(model.index, row, scale, model.hidden).marks) {
      marks.add(Math.round(xOf(scale, model.index.trace.spans.start[span]!) / 4) * 4);
    }
  }
  return [...marks];
}
