import { isBlocking, phases, type Phase } from '../../src/trace/model.js';
import { paintGround } from './rowGround.js';
import { xOf } from '../chart/geometry.js';
import { addBusy, fillLane, markPitch } from './lane.js';
import type { Frame } from '../model.js';
import type { GroupItem } from './rowLayout.js';
import { isLeftOver } from '../tables/spanWords.js';
import type { PaintContext } from '../painting/paintContext.js';

/** From the base up: what blocks lies lowest. */
const stacked: readonly Part[] = ['sync', 'preBarrier', 'alignment', 'async', 'leftOver'];

/** A phase, or what is not accounted for. */
type Part = Phase | 'leftOver';

/** The lines that hatch what is not known lie this far apart, in pixels. */
const hatchPitch = 7;

/** Paints the head of a group; a collapsed one shows how many of its subtasks are in each phase at each moment. */
export function paintGroup(context: PaintContext, frame: Frame, item: GroupItem): void {
  const top = frame.top + item.top - frame.scrollTop;
  paintGround(context, frame, item.key, top, item.height);
  if (item.collapsed) paintOccupancy(context, frame, item, top);
}

function paintOccupancy(context: PaintContext, frame: Frame, item: GroupItem, top: number): void {
  const { theme } = frame.model;
  const height = item.height - 8;
  const base = top + item.height - 4;
  const { columns, marks } = occupancy(frame, item);
  const level = new Float32Array(Math.ceil(frame.width) + 2);
  for (const part of stacked) {
    const busy = columns.get(part);
    if (!busy) continue;
    context.fillStyle = part === 'leftOver' ? theme.line : theme.phase[part];
    context.globalAlpha = part !== 'leftOver' && isBlocking(part) ? 1 : 0.4;
    for (let x = 0; x < level.length; x += 1) {
      const share = Math.min(1, (busy[x] ?? 0) / item.group.rows.length);
      if (share === 0) continue;
      const high = Math.max(share * height, 1);
      const top = base - level[x]! - high;
      if (part === 'leftOver') hatchColumn(context, x, top, high);
      else context.fillRect(x, top, 1, high);
      level[x]! += high;
    }
  }
  context.globalAlpha = 1;
  for (const [x, count] of marks) {
    const high = Math.max(
      3,
      Math.round((Math.min(count, item.group.rows.length) / item.group.rows.length) * height),
    );
    context.fillStyle = theme.phase.sync;
    context.fillRect(Math.round(x), base - high, 3, high);
  }
}

/** One pixel column of thin slanting lines with an edge above. */
function hatchColumn(context: PaintContext, x: number, top: number, height: number): void {
  context.fillRect(x, top, 1, 1);
  const first = Math.ceil(top);
  for (let y = first; y < top + height; y += 1) if ((y - x) % hatchPitch === 0) context.fillRect(x, y, 1, 1);
}

interface Occupancy {
  /** For each phase, how many subtasks are in it, by pixel column. */
  readonly columns: ReadonlyMap<Part, Float32Array>;
  /** Where subtasks were blocked for less than can be drawn, and how many: these marks stay visible in the sum too. */
  readonly marks: ReadonlyMap<number, number>;
}

function occupancy({ model, scale, width }: Frame, { group }: GroupItem): Occupancy {
  const { trace } = model.index;
  const { spans } = trace;
  const columns = new Map<Part, Float32Array>();
  const marks = new Map<number, number>();
  for (const { row } of group.rows) {
    const lane = fillLane(model.index, row, scale, model.hidden);
    for (const span of lane.bars) {
      const phase: Part = isLeftOver(trace, span) ? 'leftOver' : phases[spans.phase[span]!]!;
      const busy = columns.get(phase) ?? new Float32Array(Math.ceil(width) + 2);
      columns.set(phase, busy);
      addBusy(busy, scale, spans.start[span]!, model.index.end[span]!);
    }
    for (const [phase, narrow] of lane.busy) {
      const busy = columns.get(phase) ?? new Float32Array(Math.ceil(width) + 2);
      columns.set(phase, busy);
      narrow.forEach((share, x) => (busy[x]! += share));
    }
    for (const span of lane.marks) {
      const x = Math.round(xOf(scale, spans.start[span]!) / markPitch) * markPitch;
      marks.set(x, (marks.get(x) ?? 0) + 1);
    }
  }
  return { columns, marks };
}
