import type { SubtaskIndex } from '../../src/trace/units.js';
import type { OperatorBox } from './graphLayout.js';

/** Where the subtasks of an operator are drawn in its box, in pixels. */
export interface Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Of a box, the name has so much at the top; the cells have the rest but for a margin. */
const titleHeight = 20;
const inset = 8;

/** With more subtasks than this a box tells how many are in which state. */
const mostCells = 72;

const grids = [
  { upTo: 6, columns: 6, rows: 1 },
  { upTo: 24, columns: 12, rows: 2 },
  { upTo: mostCells, columns: 18, rows: 4 },
];

/** The part of a box under its name. */
export function cellArea({ left, top, width, height }: OperatorBox): Cell {
  return {
    left: left + inset,
    top: top + titleHeight,
    width: width - 2 * inset,
    height: height - titleHeight - 6,
  };
}

/** One cell a subtask; undefined where there are too many for one each. */
export function cellsOf(box: OperatorBox, parallelism: number): readonly Cell[] | undefined {
  const grid = grids.find(({ upTo }) => parallelism <= upTo);
  if (!grid) return undefined;
  const area = cellArea(box);
  const columns = Math.min(grid.columns, Math.max(4, parallelism));
  const [pitchX, pitchY] = [area.width / columns, area.height / grid.rows];
  const gap = grid.rows > 2 ? 1 : 2;
  return Array.from({ length: parallelism }, (_, subtask) => ({
    left: Math.round(area.left + (subtask % columns) * pitchX),
    top: Math.round(area.top + Math.floor(subtask / columns) * pitchY),
    width: Math.floor(pitchX) - gap,
    height: Math.floor(pitchY) - gap,
  }));
}

/** Where the channels of a subtask leave its operator's box, or enter it: spread over the side. */
export function portY({ top, height }: OperatorBox, subtask: SubtaskIndex, parallelism: number): number {
  return top + 6 + ((subtask + 0.5) / parallelism) * (height - 12);
}
