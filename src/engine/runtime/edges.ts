import type { Graph } from '../pipeline/graph.js';
import type { EdgeName } from '../task/channelState.js';

/** The name of the edge that is the `input`-th input of operator `to`. */
export function edgeName({ operators }: Graph, to: number, input: number): EdgeName {
  const { id, inputs } = operators[to]!;
  const { from } = inputs[input]!;
  const nth = inputs.slice(0, input).filter((earlier) => earlier.from === from).length;
  const { id: upstream, output, hasTimestamps } = operators[from]!;
  const fields = Object.entries(output!.fields).map(([name, { kind }]) => [name, kind] as const);
  return { from: upstream, to: id, nth, fields, hasTimestamps };
}

/** Whether both join the same operators in the same place; their record types may differ. */
export function isSameEdge(a: EdgeName, b: EdgeName): boolean {
  return a.from === b.from && a.to === b.to && a.nth === b.nth;
}
