import type { Graph, Ship } from '../pipeline/graph.js';

/** One subtask of a run; `index` counts over all operators. */
export interface PlannedSubtask {
  readonly index: number;
  readonly operator: number;
  readonly subtask: number;
  /** Channels that it reads. */
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly PlannedEdge[];
}

/** A channel with the operator at its other end, as part of one of the reader's two inputs, or of its only one. */
export interface PlannedInput {
  readonly channel: number;
  readonly fromOperator: number;
  readonly side: 0 | 1;
  /** Which of its own operator's inputs it is. */
  readonly input: number;
}

/** An edge from one subtask to an operator downstream: the `input`-th input of operator `to`. */
export interface PlannedEdge {
  readonly to: number;
  readonly input: number;
  readonly ship: Ship;
  readonly channels: readonly number[];
}

export interface PlannedChannel {
  readonly fromSubtask: number;
  readonly toSubtask: number;
}

/** Which subtasks there are and which channels join them. The same in every thread, since the graph is. */
export interface Plan {
  readonly subtasks: readonly PlannedSubtask[];
  readonly channels: readonly PlannedChannel[];
}

/** What people call a subtask, as in `count (1/2)`. */
export function subtaskName({ operators }: Graph, { operator, subtask }: PlannedSubtask): string {
  const { name, parallelism } = operators[operator]!;
  return `${name} (${subtask + 1}/${parallelism})`;
}

export function planOf(graph: Graph): Plan {
  const firstSubtask: number[] = [];
  let count = 0;
  for (const { parallelism } of graph.operators) {
    firstSubtask.push(count);
    count += parallelism;
  }
  const inputs: PlannedInput[][] = Array.from({ length: count }, () => []);
  const outputs: PlannedEdge[][] = Array.from({ length: count }, () => []);
  const channels: PlannedChannel[] = [];
  graph.operators.forEach((target, to) => {
    target.inputs.forEach(({ from, ship, side }, input) => {
      for (let sender = 0; sender < graph.operators[from]!.parallelism; sender++) {
        const fromSubtask = firstSubtask[from]! + sender;
        const receivers = ship === 'forward' ? [sender] : [...Array(target.parallelism).keys()];
        const edge = receivers.map((receiver) => {
          const toSubtask = firstSubtask[to]! + receiver;
          const channel = channels.push({ fromSubtask, toSubtask }) - 1;
          inputs[toSubtask]!.push({ channel, fromOperator: from, input, side });
          return channel;
        });
        outputs[fromSubtask]!.push({ to, input, ship, channels: edge });
      }
    });
  });
  const subtasks = graph.operators.flatMap(({ parallelism }, operator) =>
    Array.from({ length: parallelism }, (_, subtask) => {
      const index = firstSubtask[operator]! + subtask;
      return { index, operator, subtask, inputs: inputs[index]!, outputs: outputs[index]! };
    }),
  );
  return { subtasks, channels };
}
