import { phases } from '../../src/trace/model.js';
import { oncePerTrace } from '../oncePerTrace.js';
import type { Row, TraceIndex } from './traceIndex.js';

/** Where the uploads of a row lie that go on beside one another, because their checkpoints do. */
export interface UploadLanes {
  /** So many lanes at most share the row's height. */
  readonly count: number;
  /** The lane of each upload, from 0; of those that go on alone too, so that one above the other has no gap in it. */
  readonly laneOf: ReadonlyMap<number, number>;
}

/** More would be too thin to be told apart: the rest lies in the last. */
const lanesMax = 4;
const upload = phases.indexOf('async');
const alone: UploadLanes = { count: 1, laneOf: new Map() };

/** Gives each upload the first lane in which none goes on any more. */
export const uploadLanes: (index: TraceIndex, row: Row) => UploadLanes = oncePerTrace(
  ({ trace: { spans }, end }, { first, last, checkpoint }) => {
    // A row of one checkpoint has one upload.
    if (checkpoint !== undefined) return alone;
    const ends: number[] = [];
    const laneOf = new Map<number, number>();
    for (let i = first; i < last; i++) {
      if (spans.phase[i] !== upload) continue;
      const free = ends.findIndex((until) => until <= spans.start[i]!);
      const lane = free < 0 ? Math.min(ends.length, lanesMax - 1) : free;
      ends[lane] = Math.max(ends[lane] ?? 0, end[i]!);
      laneOf.set(i, lane);
    }
    return ends.length < 2 ? alone : { count: ends.length, laneOf };
  },
);
