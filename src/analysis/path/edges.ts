import type { Trace } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { OperatorIndex, SubtaskIndex } from '../../trace/units.js';

/** Exchanges in which a subtask talks to some subtasks of the other operator only. */
const pointwise: ReadonlySet<string> = new Set(['FORWARD', 'RESCALE']);

/**
 * Whether an operator has no input. Where a trace knows no exchange at all, as logs and trace spans do not tell any, or only
 * one operator of a job, Flink's way to name a source says so.
 */
export function isSource({ operators }: Trace, operator: OperatorIndex): boolean {
  const { inputs, name } = operators[operator]!;
  const isTold = operators.length > 1 && knowsEdges(operators);
  return isTold ? inputs.length === 0 : name.startsWith('Source: ');
}

function knowsEdges(operators: Trace['operators']): boolean {
  return operators.length < 2 || operators.some(({ inputs }) => inputs.length > 0);
}

/** One exchange between two operators. */
export interface Edge {
  readonly from: OperatorIndex;
  readonly to: OperatorIndex;
  /** Whether a subtask sends to some of the other operator's subtasks only. */
  readonly isPointwise: boolean;
}

/** Which subtasks send to which, by the plan of the job. */
export class Edges {
  private readonly into: readonly (readonly Edge[])[];
  private readonly outOf: readonly (readonly Edge[])[];

  /** Whether the trace says who sends to whom. */
  readonly areKnown: boolean;

  constructor(private readonly trace: Trace) {
    this.areKnown = knowsEdges(trace.operators);
    const indexOf = new Map(trace.operators.map(({ id }, index) => [id, index]));
    const edges = trace.operators.flatMap(({ inputs }, to) =>
      inputs.flatMap(({ from, ship }): Edge[] => {
        const index = indexOf.get(from);
        const isPointwise = pointwise.has(ship.toUpperCase());
        return index === undefined || index === to ? [] : [{ from: index, to, isPointwise }];
      }),
    );
    this.into = trace.operators.map((_, operator) => edges.filter(({ to }) => to === operator));
    this.outOf = trace.operators.map((_, operator) => edges.filter(({ from }) => from === operator));
  }

  /** The subtasks that a subtask gets its barriers from. */
  upstream({ operator, subtask }: Row): readonly Row[] {
    return this.into[operator]!.flatMap(({ from, isPointwise }) => {
      const senders = this.parallelism(from);
      return rows(from, isPointwise ? sendersOf(subtask, senders, this.parallelism(operator)) : [0, senders]);
    });
  }

  /** The exchanges that an operator sends its barriers into. */
  leaving(operator: OperatorIndex): readonly Edge[] {
    return this.outOf[operator]!;
  }

  /** The exchanges that an operator gets its barriers from. */
  arriving(operator: OperatorIndex): readonly Edge[] {
    return this.into[operator]!;
  }

  /** The subtasks that one subtask sends its barriers to in a pointwise exchange. */
  receivers({ from, to }: Edge, subtask: SubtaskIndex): readonly Row[] {
    return rows(to, receiversOf(subtask, this.parallelism(from), this.parallelism(to)));
  }

  private parallelism(operator: OperatorIndex): number {
    return this.trace.operators[operator]!.parallelism;
  }
}

/** From first to before last. */
type SubtaskRange = readonly [number, number];

/** Whom a receiver reads from in a pointwise exchange, as Flink deals them out: its own index where the numbers are equal. */
function sendersOf(receiver: number, senders: number, receivers: number): SubtaskRange {
  const first = Math.floor((receiver * senders) / receivers);
  const last = Math.floor(((receiver + 1) * senders) / receivers);
  return [first, Math.max(first + 1, last)];
}

/** Whom a sender writes to in a pointwise exchange: all that {@link sendersOf} gives it. */
function receiversOf(sender: number, senders: number, receivers: number): SubtaskRange {
  if (senders >= receivers) {
    const receiver = Math.ceil(((sender + 1) * receivers) / senders) - 1;
    return [receiver, receiver + 1];
  }
  return [Math.ceil((sender * receivers) / senders), Math.ceil(((sender + 1) * receivers) / senders)];
}

function rows(operator: OperatorIndex, [first, last]: SubtaskRange): readonly Row[] {
  return Array.from({ length: last - first }, (_, n) => ({ operator, subtask: first + n }));
}

const known = new WeakMap<Trace, Edges>();

/** The exchanges of a trace's job. Asked again for the same trace, it gives the same. */
export function edgesOf(trace: Trace): Edges {
  const edges = known.get(trace) ?? new Edges(trace);
  known.set(trace, edges);
  return edges;
}
