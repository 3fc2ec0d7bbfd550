import type { InputFile } from '../input.js';
import { linesOf, type Line } from '../lines.js';
import { readSimpleSpan } from '../flinkSpans/simpleSpan.js';
import type { FlinkSpan } from '../flinkSpans/span.js';
import { coordinatorMessages, type MessagePattern } from './coordinatorMessages.js';
import { jobMessages, readJobState } from './jobMessages.js';
import { CauseReader, messageOf } from './causeReader.js';
import { EventTexts } from './eventTexts.js';
import { LogClock, type LogMoment } from './logClock.js';
import type { LogEvent, TaskEvent } from './logEvent.js';
import { readLogLine, type LogLine } from './logLine.js';
import { ownText } from './ownText.js';
import { labelText } from './taskLabel.js';
import { taskMessages } from './taskMessages.js';
import type { Timestamp } from './timestamp.js';
import type { UnixMs } from '../evidence/model.js';

/** An event and when its line was written. */
export interface LoggedEvent {
  readonly event: LogEvent;
  readonly moment: LogMoment;
}

/** What one file holds of interest. */
export interface LogScan {
  readonly file: string;
  readonly clock: LogClock;
  readonly events: readonly LoggedEvent[];
  readonly spans: readonly FlinkSpan[];
  /** Whether a line is about checkpoints, not only about jobs and tasks. */
  readonly hasCheckpoints: boolean;
  /** Whether tasks ran while it was written. */
  readonly hasTasks: boolean;
  /** Lines that say something of a checkpoint and carry no time. */
  readonly untimed: number;
  /** The first line whose event was left out because there are too many. */
  readonly stoppedAt?: Line;
}

/** What all messages of interest hold, to pass over the others at once. */
const gate =
  /heckpoint (?:[\df]|attempt )|tistics \(for|switched from | barrier from channel|broadcastEvent at |Received task |slot request |xecution graph |Reported span|\(Version: |Deploying |estoring job |nitializing job |xecution of job /;

/** More than a hundred hours of DEBUG log of a large job; each event costs memory. */
const eventsMax = 4_000_000;

const spanMarker = 'Reported span: ';
const jobKinds = new Set<LogEvent['kind']>([
  'jobName',
  'jobState',
  'executionGraph',
  'slot',
  'execution',
  'version',
]);

/** Reads one file from begin to end. */
export function scanLog(file: InputFile): LogScan {
  const scan = new FileScan();
  for (const line of linesOf(file.bytes)) scan.take(line);
  return scan.result(file.name);
}

class FileScan {
  private readonly clock = new LogClock();
  private readonly events: LoggedEvent[] = [];
  private readonly spans: FlinkSpan[] = [];
  private readonly texts = new EventTexts();
  /** Positions of the first and the last barrier of each subtask and checkpoint: of hundreds of channels only these count. */
  private readonly barriers = new Map<string, { readonly first: number; last?: number }>();
  private hasCheckpoints = false;
  private hasTasks = false;
  private untimed = 0;
  private stoppedAt: Line | undefined;
  /** The event that says that something failed, while the lines that say why go on. */
  private readonly cause = new CauseReader();

  take(line: Line): void {
    const cause = this.cause.isOpen ? this.cause.next(line.text) : undefined;
    if (cause !== undefined) this.setFailure(cause.position, cause.text);
    if (!gate.test(line.text)) return;
    const logLine = readLogLine(line.text);
    const span = spanIn(logLine.text);
    if (span !== undefined) this.spans.push(span);
    const event = span === undefined ? eventOf(logLine) : undefined;
    if (event === undefined) return;
    if (logLine.time === undefined) this.untimed += isOfCheckpoints(event) ? 1 : 0;
    else if (this.events.length >= eventsMax) this.stoppedAt ??= { ...line, text: '' };
    else this.add(withJob(event, line.text), logLine, logLine.time);
  }

  result(file: string): LogScan {
    const { clock, events, spans, hasCheckpoints, hasTasks, untimed, stoppedAt } = this;
    const found = { file, clock, events, spans, hasCheckpoints, hasTasks, untimed };
    return stoppedAt === undefined ? found : { ...found, stoppedAt };
  }

  private add(event: LogEvent, line: LogLine, time: Timestamp): void {
    const placed = this.clock.place(time, line.takenDown);
    const told = momentIn(event);
    const moment = told === undefined ? placed : this.clock.observe(placed, told);
    const logged = { event: this.texts.own(event), moment };
    this.hasCheckpoints ||= isOfCheckpoints(event);
    this.hasTasks ||= event.kind === 'execution';
    if (event.kind === 'task' && event.step === 'barrier') {
      this.addBarrier(event, logged);
      return;
    }
    this.events.push(logged);
    if (event.kind !== 'failed' && event.kind !== 'jobState') return;
    const position = this.events.length - 1;
    if (line.cause !== undefined) this.setFailure(position, messageOf(line.cause));
    else this.cause.open(position, event.kind === 'jobState');
  }

  private addBarrier(event: TaskEvent, logged: LoggedEvent): void {
    const task = event.attemptId ?? (event.label === undefined ? '' : labelText(event.label));
    const key = `${event.checkpoint ?? ''} ${task}`;
    const known = this.barriers.get(key);
    const lastKnown = known === undefined ? undefined : this.events[known.last ?? known.first];
    const isSameRun = lastKnown?.moment.segment === logged.moment.segment;
    if (known === undefined || !isSameRun) {
      this.barriers.set(key, { first: this.events.push(logged) - 1 });
    } else if (known.last === undefined) {
      known.last = this.events.push(logged) - 1;
    } else {
      this.events[known.last] = logged;
    }
  }

  private setFailure(position: number, failure: string): void {
    const { event, moment } = this.events[position]!;
    if (event.kind !== 'failed' && event.kind !== 'jobState') return;
    this.events[position] = { event: this.texts.own({ ...event, failure }), moment };
  }
}

function spanIn(text: string): FlinkSpan | undefined {
  const at = text.indexOf(spanMarker);
  return at === -1 ? undefined : readSimpleSpan(ownText(text.slice(at + spanMarker.length)));
}

/** What a log line says; undefined where that is of no interest. */
export function eventOf({ text, afterTime }: LogLine): LogEvent | undefined {
  for (const messages of [coordinatorMessages, jobMessages]) {
    for (const message of messages) {
      const at = text.indexOf(message.marker, afterTime);
      const event = at === -1 ? undefined : patternEvent(message, text, at + message.marker.length);
      if (event !== undefined) return event;
    }
  }
  for (const message of taskMessages) {
    const at = text.indexOf(message.marker, afterTime);
    const event = at === -1 ? undefined : message.read(text, at, afterTime);
    if (event !== undefined) return event;
  }
  return readJobState(text, afterTime);
}

function patternEvent<Event>(message: MessagePattern<Event>, text: string, at: number): Event | undefined {
  message.pattern.lastIndex = at;
  const match = message.pattern.exec(text);
  return match === null ? undefined : message.event(match, text);
}

/** Flink 1.18 and newer give layouts the job's id, as `{flink-job-id=…}` or as a field. */
const jobInLayout = /flink-job-id"?\s{0,4}[=:]\s{0,4}"?([0-9a-f]{32})/;

function withJob(event: LogEvent, line: string): LogEvent {
  if (event.kind !== 'task' || !line.includes('flink-job-id')) return event;
  const job = jobInLayout.exec(line)?.[1];
  return job === undefined ? event : { ...event, job };
}

/** The moment of the line, as its message has it, by the same machine's clock. */
function momentIn(event: LogEvent): UnixMs | undefined {
  if (event.kind === 'triggered') return event.trigger;
  if (event.kind !== 'task') return undefined;
  if (event.step === 'triggerReceived') return event.trigger;
  return event.step === 'barrierSent' ? event.at : undefined;
}

function isOfCheckpoints({ kind }: LogEvent): boolean {
  return !jobKinds.has(kind);
}
