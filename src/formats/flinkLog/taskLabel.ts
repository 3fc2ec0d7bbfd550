import type { SubtaskIndex } from '../../trace/units.js';

/** A task as its own lines call it: `Source: orders -> parse (1/2)#0`. */
export interface TaskLabel {
  /** Anything: names may hold parentheses, arrows, colons. */
  readonly name: string;
  readonly subtask: SubtaskIndex;
  readonly parallelism: number;
  /** From 0; later ones after a failover. */
  readonly attempt: number;
}

/** Flink's id of one execution of one subtask. */
export interface AttemptId {
  readonly executionGraph: string;
  readonly vertex: string;
  readonly subtask: SubtaskIndex;
  readonly attempt: number;
}

/** SQL makes names of thousands of characters; longer ones are no names. */
const labelLength = 20_000;

const labelEnd = /^ \((\d{1,6})\/(\d{1,6})\)(?:#(\d{1,6}))?$/;

/** Reads a label that is the whole of a text. A JobManager writes it without `#attempt`, which its id then tells. */
export function readTaskLabel(text: string, attempt = 0): TaskLabel | undefined {
  if (text.length > labelLength) return undefined;
  const nameEnd = text.lastIndexOf(' (');
  const match = nameEnd < 1 ? null : labelEnd.exec(text.slice(nameEnd));
  if (match === null) return undefined;
  const subtask = Number(match[1]) - 1;
  const parallelism = Number(match[2]);
  if (subtask < 0 || subtask >= parallelism) return undefined;
  return {
    name: text.slice(0, nameEnd),
    subtask,
    parallelism,
    attempt: match[3] === undefined ? attempt : Number(match[3]),
  };
}

export function labelText({ name, subtask, parallelism, attempt }: TaskLabel): string {
  return `${name} (${subtask + 1}/${parallelism})#${attempt}`;
}

const attemptIdParts = /^([0-9a-f]{32})_([0-9a-f]{32})_(\d{1,6})_(\d{1,6})$/;

/** Undefined for the ids of Flink before 1.16, which are 32 hex digits and tell nothing. */
export function readAttemptId(id: string): AttemptId | undefined {
  const match = attemptIdParts.exec(id);
  if (match === null) return undefined;
  return {
    executionGraph: match[1]!,
    vertex: match[2]!,
    subtask: Number(match[3]),
    attempt: Number(match[4]),
  };
}
