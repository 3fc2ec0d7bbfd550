import type { Ms } from '../../trace/units.js';
import type { UnixMs } from '../evidence/model.js';
import type { Timestamp } from './timestamp.js';

/** A run of lines of one file whose times are equally far from UTC. */
export interface ClockSegment {
  /** How far they are ahead, ms; without dates also the days. Absent while nothing has told. */
  offset?: Ms;
  readonly first: number;
  last: number;
}

/** A moment of a log line before its distance from UTC is known. */
export interface LogMoment {
  /** The line's time, ms, in its own zone. */
  readonly local: number;
  readonly segment: ClockSegment;
}

/** All zones are whole quarters of an hour from UTC. */
const zoneStep = 900_000;
const day = 86_400_000;

/** Lines further apart may have a change to or from daylight saving time between them. */
const jump = 600_000;

/** A hostile log can jump at every line; no clock does that. */
const segmentsMax = 10_000;

/**
 * The clock of one file's lines. Local times do not say their zone: it follows from lines that also carry ms since 1970 in
 * their text. Daylight saving time may begin or end in between, so that each run of lines gets a distance of its own.
 */
export class LogClock {
  readonly segments: ClockSegment[] = [];
  private readonly utc: ClockSegment = { offset: 0, first: 0, last: 0 };
  private days = 0;
  private lastOfDay: number | undefined;
  /** Whether some time had no date. */
  lacksDates = false;

  place(time: Timestamp, takenDown: Timestamp | undefined): LogMoment {
    if (time.offset !== undefined) return { local: time.digits - time.offset, segment: this.utc };
    const local = time.dated ? time.digits : this.countDays(time.digits);
    const moment = { local, segment: this.segmentAt(local) };
    if (takenDown?.offset === undefined || !takenDown.dated) return moment;
    return this.observe(moment, takenDown.digits - takenDown.offset);
  }

  /** Learns from a line that says `utc` in its text; gives the moment with what was learnt. */
  observe(moment: LogMoment, utc: UnixMs): LogMoment {
    const { local, segment } = moment;
    if (segment === this.utc) return moment;
    const offset = Math.round((local - utc) / zoneStep) * zoneStep;
    segment.offset ??= offset;
    if (segment.offset === offset || this.segments.length >= segmentsMax) return moment;
    return { local, segment: this.addSegment(local, offset) };
  }

  /** Gives the runs that nothing told the distance of their neighbours, or `otherwise` where there is none. */
  settle(otherwise: Ms | undefined): void {
    let next: Ms | undefined;
    const after = this.segments.map(() => otherwise);
    for (let index = this.segments.length - 1; index >= 0; index--) {
      after[index] = next;
      next = this.segments[index]!.offset ?? next;
    }
    for (const [index, segment] of this.segments.entries()) {
      const offset =
        segment.offset ?? neighbourOffset(segment, this.segments[index - 1], after[index]) ?? otherwise;
      if (offset !== undefined) segment.offset = offset;
    }
  }

  /** Whether all its times still lack their distance from UTC. */
  get isUnknown(): boolean {
    return this.segments.length > 0 && this.segments.every(({ offset }) => offset === undefined);
  }

  private segmentAt(local: number): ClockSegment {
    const current = this.segments.at(-1);
    const isNear = current !== undefined && Math.abs(local - current.last) <= jump;
    if (current === undefined || (!isNear && this.segments.length < segmentsMax)) {
      return this.addSegment(local);
    }
    current.last = local;
    return current;
  }

  private addSegment(local: number, offset?: Ms): ClockSegment {
    const segment: ClockSegment = { first: local, last: local, ...(offset === undefined ? {} : { offset }) };
    this.segments.push(segment);
    return segment;
  }

  /** Times without a date go on at midnight; lines of several threads may stand in another order around it. */
  private countDays(ofDay: number): number {
    this.lacksDates = true;
    const last = this.lastOfDay ?? ofDay;
    if (ofDay < last - day / 2) this.days += 1;
    else if (ofDay > last + day / 2 && this.days > 0) this.days -= 1;
    this.lastOfDay = ofDay;
    return this.days * day + ofDay;
  }
}

/** Of a moment whose segment is settled. */
export function unixMsOf({ local, segment }: LogMoment): UnixMs | undefined {
  return segment.offset === undefined ? undefined : local - segment.offset;
}

/** Of lines between two that tell different distances: a change came before or after them. */
function neighbourOffset(
  segment: ClockSegment,
  before: ClockSegment | undefined,
  later: Ms | undefined,
): Ms | undefined {
  const earlier = before?.offset;
  if (before === undefined || earlier === undefined || later === undefined) return earlier ?? later;
  // Time goes on: a distance that puts the lines before the ones above them is the wrong one.
  const isSetBack = segment.first < before.last - jump;
  // Clocks are put forward before three at night.
  const isPutForward = later > earlier && before.last % day < putForward && segment.first % day >= putForward;
  return isSetBack || isPutForward ? later : earlier;
}

const putForward = 3 * 3_600_000;
