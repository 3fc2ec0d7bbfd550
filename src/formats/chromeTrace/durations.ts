import * as l10n from '@vscode/l10n';
import { msLimit, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import type { TraceEvent } from './traceEvents.js';

/** An event that lasts, in µs. */
export interface Duration {
  readonly name: string;
  readonly from: number;
  /** Absent where it began and did not end. */
  readonly length?: number;
  readonly pid: string;
  readonly thread: string;
  readonly args: Fields;
  readonly path: JsonPath;
}

/** No event lies beyond the last date there is. */
const microsecondsLimit = msLimit * 1000;

/**
 * Complete events (X), and pairs of events that begin (B) and end (E) on one thread, nested; those that `isWanted` by
 * name. What a wanted one lacks is reported.
 */
export function* durationsIn(
  events: Iterable<TraceEvent>,
  isWanted: (name: string) => boolean,
  findings: Findings,
): Generator<Duration, void, undefined> {
  const open = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (event.phase === 'B') {
      const begun = open.get(event.thread);
      if (begun === undefined) open.set(event.thread, [event]);
      else begun.push(event);
    } else if (event.phase === 'E') {
      const begin = open.get(event.thread)?.pop();
      if (begin === undefined || !isWanted(begin.name)) continue;
      const args = Object.fromEntries([...Object.entries(begin.args), ...Object.entries(event.args)]);
      const dur = event.ts === undefined || begin.ts === undefined ? undefined : event.ts - begin.ts;
      const ended = complete({ ...begin, args, dur }, findings);
      if (ended !== undefined) yield ended;
    } else if (event.phase === 'X' && isWanted(event.name)) {
      const whole = complete(event, findings);
      if (whole !== undefined) yield whole;
    }
  }
  for (const event of [...open.values()].flat()) {
    if (isWanted(event.name) && event.ts !== undefined) yield duration(event, event.ts);
  }
}

function complete(event: TraceEvent, findings: Findings): Duration | undefined {
  const { ts, dur, path } = event;
  if (ts === undefined || Math.abs(ts) > microsecondsLimit) {
    findings.add([...path, 'ts'], l10n.t('must be a number of microseconds'));
    return undefined;
  }
  if (dur === undefined || dur < 0 || ts + dur > microsecondsLimit) {
    findings.add([...path, 'dur'], l10n.t('must be a number of microseconds, not negative'));
    return undefined;
  }
  return { ...duration(event, ts), length: dur };
}

function duration({ name, pid, thread, args, path }: TraceEvent, from: number): Duration {
  return { name, from, pid, thread, args, path };
}
