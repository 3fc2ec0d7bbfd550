import type { MessagePattern } from './coordinatorMessages.js';
import type { JobEvent, LogEvent } from './logEvent.js';

const job = '([0-9a-f]{32})';

/** The messages that name a job, tie something to it, or say which Flink wrote the log. */
export const jobMessages: readonly MessagePattern<LogEvent>[] = [
  {
    marker: "Initializing job '",
    pattern: new RegExp(String.raw`(.{0,1000})' \(${job}\)\.?$`, 'y'),
    event: (match) => ({ kind: 'jobName', job: match[2]!, name: match[1]! }),
  },
  {
    marker: "Starting execution of job '",
    pattern: new RegExp(String.raw`(.{0,1000})' \(${job}\) under `, 'y'),
    event: (match) => ({ kind: 'jobName', job: match[2]!, name: match[1]! }),
  },
  {
    marker: 'Created execution graph ',
    pattern: new RegExp(String.raw`${job} for job ${job}`, 'y'),
    event: (match) => ({ kind: 'executionGraph', id: match[1]!, job: match[2]! }),
  },
  {
    marker: 'Receive slot request ',
    pattern: new RegExp(String.raw`${job} for job ${job}`, 'y'),
    event: (match) => ({ kind: 'slot', id: match[1]!, job: match[2]! }),
  },
  {
    marker: 'Starting ',
    pattern: /[\w. ()-]{1,80} \(Version: ([^,)\s]{1,60})/y,
    event: (match) => ({ kind: 'version', version: match[1]! }),
  },
];

const stateMarker = ') switched from state ';
const stateLine = /\(([0-9a-f]{32})\) switched from state [A-Z]{1,30} to ([A-Z]{1,30})/y;
const jobIdLength = 33;

/** `Job NAME (id) switched from state A to B.`; applications have the same line with another first word, and sometimes the same id. */
export function readJobState(text: string, afterTime: number): JobEvent | undefined {
  const markerAt = text.indexOf(stateMarker, afterTime);
  stateLine.lastIndex = markerAt - jobIdLength;
  const match = stateLine.lastIndex < 0 || markerAt === -1 ? null : stateLine.exec(text);
  if (match === null) return undefined;
  const first = /(?<![\w.$])(Job|Application) /.exec(text.slice(afterTime, markerAt));
  if (first?.[1] !== 'Job') return undefined;
  return { kind: 'jobState', job: match[1]!, state: match[2]! };
}
