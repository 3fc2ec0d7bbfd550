import type { ExecutionEvent, TaskEvent, TaskStep } from './logEvent.js';
import { findMessageHead } from './messageHead.js';
import { readAttemptId, readTaskLabel, readTaskLabelWithin, type TaskLabel } from './taskLabel.js';

/** A message about a task: `marker` is a text in it, `read` is told where that stands. */
export interface TaskMessage {
  readonly marker: string;
  read(text: string, markerAt: number, afterTime: number): TaskEvent | ExecutionEvent | undefined;
}

const coordinatorLogger = ['SubtaskCheckpointCoordinatorImpl'];
const asyncLogger = ['AsyncCheckpointRunnable'];
const barrierLoggers = [
  'SingleCheckpointBarrierHandler',
  'CheckpointBarrierTracker',
  'BarrierHandler',
  'BarrierAligner',
];
const executionLoggers = ['ExecutionGraph', 'taskmanager.Task', 'Task', 'Execution'];

/** The messages of Flink's tasks, 1.13 to 2.3, and those of both sides that say which execution a task is. */
export const taskMessages: readonly TaskMessage[] = [
  {
    marker: ': Received barrier from channel ',
    read: (text, at, afterTime) => {
      const checkpoint = /.* @ (\d{1,19})\.?\s*$/.exec(text.slice(at, at + 300))?.[1];
      const task = taskBefore(text, at, afterTime, barrierLoggers);
      if (checkpoint === undefined || task === undefined) return undefined;
      return { kind: 'task', step: 'barrier', checkpoint: Number(checkpoint), ...task };
    },
  },
  {
    marker: 'Trigger checkpoint ',
    read: (text, at) => {
      const match = matchAt(
        /(\d{1,19})@(\d{1,16}) for ([0-9a-f_]{32,90})/y,
        text,
        at + 'Trigger checkpoint '.length,
      );
      if (match === null) return undefined;
      const [, checkpoint, trigger, attemptId] = match;
      return {
        kind: 'task',
        step: 'triggerReceived',
        checkpoint: Number(checkpoint),
        trigger: Number(trigger),
        attemptId: attemptId!,
      };
    },
  },
  {
    marker: 'Starting checkpoint ',
    read: (text, at) => {
      const id = matchAt(/(\d{1,19}) /y, text, at + 'Starting checkpoint '.length);
      const name = text.indexOf(' on task ', at);
      const label = name === -1 ? undefined : readTaskLabel(text.slice(name + ' on task '.length).trimEnd());
      if (id === null || label === undefined) return undefined;
      return { kind: 'task', step: 'started', checkpoint: Number(id[1]), label, isLabelSure: true };
    },
  },
  {
    marker: ' broadcastEvent at ',
    read: (text, at, afterTime) => {
      const match = matchAt(/(\d{1,16}), triggerTime (\d{1,16})/y, text, at + ' broadcastEvent at '.length);
      const label = labelBefore(text, at, afterTime, coordinatorLogger, 'Task ');
      if (match === null || label === undefined) return undefined;
      return { kind: 'task', step: 'barrierSent', at: Number(match[1]), trigger: Number(match[2]), label };
    },
  },
  {
    marker: ' - finished synchronous part of checkpoint ',
    read: (text, at, afterTime) => {
      const match = matchAt(
        / - finished synchronous part of checkpoint (\d{1,19})\. Alignment duration: (-?\d{1,15}) ms, snapshot duration (-?\d{1,15}) ms(?:, is unaligned checkpoint ?: ?(true|false))?/y,
        text,
        at,
      );
      const label = labelBefore(text, at, afterTime, coordinatorLogger);
      if (match === null || label === undefined) return undefined;
      return {
        kind: 'task',
        step: 'syncEnd',
        checkpoint: Number(match[1]),
        label,
        alignment: Number(match[2]),
        ms: Number(match[3]),
        ...(match[4] === undefined ? {} : { unaligned: match[4] === 'true' }),
      };
    },
  },
  asyncMessage(
    ' - started executing asynchronous part of checkpoint ',
    'asyncStart',
    /(\d{1,19})\. Asynchronous start delay: (-?\d{1,15}) ms/y,
  ),
  asyncMessage(
    ' - finished asynchronous part of checkpoint ',
    'asyncEnd',
    /(\d{1,19})\. Asynchronous duration: (-?\d{1,15}) ms/y,
  ),
  asyncMessage(' - asynchronous part of checkpoint ', 'asyncFailed', /(\d{1,19}) could not be completed()/y),
  {
    marker: ' switched from ',
    read: (text, at, afterTime) => {
      const match = matchAt(
        / switched from ([A-Z]{1,30}) to ([A-Z]{1,30})(?: on (.{1,500}?)\.?$)?/y,
        text,
        at,
      );
      const task = match === null ? undefined : taskBefore(text, at, afterTime, executionLoggers);
      if (match === null || task?.attemptId === undefined) return undefined;
      return {
        kind: 'execution',
        ...task,
        attemptId: task.attemptId,
        ...(match[1] === 'CREATED' ? { begins: true } : {}),
        ...(endStates.has(match[2]!) ? { ends: true } : {}),
        ...(match[3] === undefined ? {} : { location: match[3] }),
      };
    },
  },
  {
    marker: 'Received task ',
    read: (text, at) => {
      const end = text.indexOf(', deploy into slot with allocation id ', at);
      const task = end === -1 ? undefined : taskOf(text.slice(at + 'Received task '.length, end));
      const slot = /^, deploy into slot with allocation id ([0-9a-f]{32})/.exec(
        text.slice(end, end + 80),
      )?.[1];
      if (task?.attemptId === undefined || slot === undefined) return undefined;
      return { kind: 'execution', ...task, attemptId: task.attemptId, isLabelSure: true, begins: true, slot };
    },
  },
  {
    marker: 'Deploying ',
    read: (text, at) => {
      const end = text.indexOf(' (attempt #', at);
      const match = end === -1 ? null : matchAt(deployment, text, end);
      const label =
        match === null
          ? undefined
          : readTaskLabel(text.slice(at + 'Deploying '.length, end), Number(match[1]));
      if (match === null || label === undefined) return undefined;
      const [, , attemptId, vertex, location, slot] = match;
      return {
        kind: 'execution',
        attemptId: attemptId!,
        label,
        isLabelSure: true,
        begins: true,
        ...(vertex === undefined ? {} : { vertex }),
        ...(location === undefined ? {} : { location }),
        ...(slot === undefined ? {} : { slot }),
      };
    },
  },
];

const deployment =
  / \(attempt #(\d{1,6})\) with attempt id ([0-9a-f_]{32,90})(?: and vertex id ([0-9a-f]{32})_\d{1,6})? to (.{1,500}?)(?: with allocation id ([0-9a-f]{32}))?\s*$/y;

const endStates = new Set(['FINISHED', 'CANCELED', 'FAILED']);

function asyncMessage(marker: string, step: TaskStep, rest: RegExp): TaskMessage {
  return {
    marker,
    read: (text, at, afterTime) => {
      const match = matchAt(rest, text, at + marker.length);
      const label = match === null ? undefined : labelBefore(text, at, afterTime, asyncLogger);
      if (match === null || label === undefined) return undefined;
      const ms = match[2] === '' ? {} : { ms: Number(match[2]) };
      return { kind: 'task', step, checkpoint: Number(match[1]), label, ...ms };
    },
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** `first` is the word that the message begins with, before the task. */
function labelBefore(
  text: string,
  at: number,
  afterTime: number,
  loggers: readonly string[],
  first = '',
): TaskLabel | undefined {
  const head = findMessageHead(text, afterTime, at, loggers);
  const start = head.text.startsWith(first, head.start) ? head.start + first.length : head.start;
  return readTaskLabelWithin(head.text, start);
}

interface Task {
  readonly attemptId?: string;
  readonly label?: TaskLabel;
}

/** `LABEL (attempt id)` right before `at`. */
function taskBefore(
  text: string,
  at: number,
  afterTime: number,
  loggers: readonly string[],
): Task | undefined {
  const head = findMessageHead(text, afterTime, at, loggers);
  return taskOf(head.text, head.start);
}

/** Reads `LABEL (attempt id)`; `start` is given where only the layout tells where the label begins. */
function taskOf(text: string, start?: number): Task | undefined {
  const idAt = text.lastIndexOf(' (');
  const attemptId = /^ \(([0-9a-f_]{32,90})\)$/.exec(text.slice(idAt, idAt + 100))?.[1];
  const hasId = attemptId !== undefined && idAt >= 1;
  // Before Flink 1.14 barrier lines have no id.
  const labelPart = hasId ? text.slice(0, idAt) : text;
  const attempt = hasId ? readAttemptId(attemptId)?.attempt : undefined;
  const label =
    start === undefined ? readTaskLabel(labelPart, attempt) : readTaskLabelWithin(labelPart, start, attempt);
  if (!hasId && label === undefined) return undefined;
  return { ...(hasId ? { attemptId } : {}), ...(label === undefined ? {} : { label }) };
}
