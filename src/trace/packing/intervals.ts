import type { Checkpoint } from '../model.js';
import type { ByteReader } from './byteReader.js';
import type { ByteWriter } from './byteWriter.js';
import { readMisses, writeMisses } from './columns.js';
import { fromTicks, mayMiss, mostTicks, scales, ticksOf, wholeTicks, type Ticks } from './ticks.js';

/** Where each interval belongs, which both sides know before its times. */
interface Places {
  readonly length: number;
  readonly checkpoint: Int32Array;
  readonly operator: Int32Array;
  readonly subtask: Int32Array;
}

export interface Times {
  readonly start: Float64Array<ArrayBuffer>;
  readonly end: Float64Array<ArrayBuffer>;
}

/**
 * What gives an end exactly: the start and a length, added as numbers, which is how a file is read; or both in ticks, where the
 * end was known as a moment.
 */
const ways = { asTheyAre: 0, lengthOnStart: 1, lengthInTicks: 2 } as const;
type Way = (typeof ways)['lengthOnStart' | 'lengthInTicks'];

/** Writes intervals: a part in a checkpoint begins near the trigger, and its next phase where the one before it ends. */
export function writeTimes(
  writer: ByteWriter,
  { start, end, ...places }: Places & Times,
  checkpoints: readonly Checkpoint[],
): void {
  const found = intervalsInTicks(start, end);
  writer.integer(found?.way ?? ways.asTheyAre);
  if (!found) {
    writer.doubles(start);
    writer.doubles(end);
    return;
  }
  const { starts, lengths } = found;
  writer.integer(starts.scale);
  const bases = triggerTicks(checkpoints, starts.scale);
  for (let i = places.length - 1; i >= 0; i -= 1) {
    const follows = i > 0 && isSamePart(places, i);
    starts.ticks[i]! -= follows
      ? starts.ticks[i - 1]! + lengths.ticks[i - 1]!
      : bases[places.checkpoint[i]!]!;
  }
  writer.integers(starts.ticks);
  writer.integers(lengths.ticks);
  writeMisses(writer, start, starts.misses);
  writeMisses(writer, end, lengths.misses);
}

/** The inverse of {@link writeTimes}. */
export function readTimes(reader: ByteReader, places: Places, checkpoints: readonly Checkpoint[]): Times {
  const { length } = places;
  const way = reader.integer();
  if (way === ways.asTheyAre) return { start: reader.doubles(length), end: reader.doubles(length) };
  const scale = reader.integer();
  const bases = triggerTicks(checkpoints, scale);
  const starts = reader.integers(length);
  const lengths = reader.integers(length);
  let ended = 0;
  for (let i = 0; i < length; i += 1) {
    const begins = starts[i]! + (i > 0 && isSamePart(places, i) ? ended : bases[places.checkpoint[i]!]!);
    starts[i] = begins;
    ended = begins + lengths[i]!;
    if (way === ways.lengthInTicks) lengths[i] = ended;
  }
  const start = fromTicks(scale, starts);
  readMisses(reader, start);
  const end = fromTicks(scale, lengths);
  if (way === ways.lengthOnStart) for (let i = 0; i < length; i += 1) end[i]! += start[i]!;
  readMisses(reader, end);
  return { start, end };
}

function isSamePart({ checkpoint, operator, subtask }: Places, i: number): boolean {
  return (
    checkpoint[i] === checkpoint[i - 1] && subtask[i] === subtask[i - 1] && operator[i] === operator[i - 1]
  );
}

function triggerTicks(checkpoints: readonly Checkpoint[], scale: number): Float64Array {
  return Float64Array.from(checkpoints, ({ trigger }) => {
    const ticks = wholeTicks(trigger * scale);
    return Math.abs(ticks) < mostTicks ? ticks : 0;
  });
}

function intervalsInTicks(
  start: Float64Array,
  end: Float64Array,
): { readonly way: Way; readonly starts: Ticks; readonly lengths: Ticks } | undefined {
  for (const scale of scales) {
    const starts = ticksOf(scale, start);
    if (!starts) continue;
    for (const way of [ways.lengthOnStart, ways.lengthInTicks]) {
      const lengths = lengthsOf(way, start, end, starts);
      if (lengths) return { way, starts, lengths };
    }
  }
  return undefined;
}

function lengthsOf(
  way: Way,
  start: Float64Array,
  end: Float64Array,
  { scale, ticks: starts }: Ticks,
): Ticks | undefined {
  const ticks = new Float64Array(start.length);
  const misses: number[] = [];
  for (let i = 0; i < start.length; i += 1) {
    const tick = wholeTicks((end[i]! - start[i]!) * scale);
    const made = way === ways.lengthOnStart ? start[i]! + tick / scale : (starts[i]! + tick) / scale;
    if (Object.is(made, end[i]) && Math.abs(tick) < mostTicks) ticks[i] = tick;
    else if (!mayMiss(misses.push(i), start.length)) return undefined;
  }
  return { scale, ticks, misses };
}
