import type { Operator, Trace } from '../../trace/model.js';
import type { OperatorIndex, SubtaskIndex } from '../../trace/units.js';

/** A trace event as it is written. */
export type WrittenEvent = Readonly<Record<string, unknown>>;

/** The member beside `traceEvents` that has what events do not say: a `*.ckpt.json` without spans and counter values. */
export const headMember = 'checkpointTrace';

/** The process that stands for the checkpoint coordinator. */
export const coordinatorPid = 1;

const firstOperatorPid = coordinatorPid + 1;

export function operatorPid(operator: OperatorIndex): number {
  return firstOperatorPid + operator;
}

/** The operator that a process of ours stands for; not checked against the operators there are. */
export function operatorOfPid(pid: number): OperatorIndex {
  return pid - firstOperatorPid;
}

/** As people read it: subtasks count from 1. */
export function subtaskName({ name, parallelism }: Operator, subtask: SubtaskIndex): string {
  return `${name} (${subtask + 1}/${parallelism})`;
}

/** The name of each counter's events: a counter belongs to a process, here an operator, whose names must differ. */
export function counterEventNames({ counters, operators }: Trace): readonly string[] {
  const uses = new Map<string, number>();
  return counters.map(({ name, operator, subtask }) => {
    const plain = `${name} (${subtask + 1}/${operators[operator]!.parallelism})`;
    const key = `${operator} ${plain}`;
    const use = (uses.get(key) ?? 0) + 1;
    uses.set(key, use);
    return use === 1 ? plain : `${plain} #${use}`;
  });
}

export function metadataEvent(
  name: string,
  pid: number,
  args: Readonly<Record<string, unknown>>,
  tid?: number,
): WrittenEvent {
  return { name, ph: 'M', pid, tid, args };
}
