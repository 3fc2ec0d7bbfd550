import type { Restorable } from '../checkpoint/history.js';
import type { OperatorMetadata } from '../checkpoint/metadata.js';
import { RunError } from '../errors.js';
import type { Graph, GraphOperator } from '../pipeline/graph.js';

/**
 * Holds the operators of a checkpoint against those of a pipeline. State goes back by the operator's id, so one that was
 * renamed without a `.uid(…)` is another. What keeps no state may come and go.
 *
 * @returns what is not as it was, in sentences, where that is allowed.
 * @throws RunError where it is not.
 */
export function checkFit({ metadata }: Restorable, graph: Graph, allowNonRestoredState: boolean): string[] {
  const lost = metadata.operators.filter(
    (stored) => holdsState(stored) && !graph.operators.some(({ id }) => id === stored.id),
  );
  const added = graph.operators.filter(
    (operator) => keepsState(operator) && !metadata.operators.some(({ id }) => id === operator.id),
  );
  if (allowNonRestoredState) {
    return [
      ...lost.map((each) => `The state of ${nameOf(each)} is left out: the pipeline has no such operator.`),
      ...added.map((each) => `${nameOf(each)} starts without state.`),
    ];
  }
  if (lost.length === 0 && added.length === 0) return [];
  throw new RunError(misfit(metadata, lost, added));
}

function misfit(
  { kind = 'checkpoint', checkpoint, job }: Restorable['metadata'],
  [lost]: readonly OperatorMetadata[],
  [added]: readonly Pick<GraphOperator, 'id' | 'name'>[],
): string {
  const leave = '--allow-non-restored-state';
  if (!lost) {
    return (
      `The ${kind} #${checkpoint} of “${job}” holds nothing for ${nameOf(added!)}: give the operator the .uid(…) that it ` +
      `had, or let it start without state with ${leave}.`
    );
  }
  if (!added) {
    return (
      `The ${kind} #${checkpoint} of “${job}” holds state of ${nameOf(lost)}, which the pipeline does not have: put the ` +
      `operator back, or leave its state out with ${leave}.`
    );
  }
  return (
    `The ${kind} #${checkpoint} of “${job}” holds state of ${nameOf(lost)}, which the pipeline does not have, and nothing ` +
    `for ${nameOf(added)}, which it has. If they are the same operator, give it .uid('${lost.id}'); else leave the state ` +
    `out with ${leave}.`
  );
}

function nameOf({ id, name }: { readonly id: string; readonly name: string }): string {
  return `“${name}” (id ${id})`;
}

function holdsState({ subtasks }: OperatorMetadata): boolean {
  return subtasks.some((parts) => Object.values(parts).some((part) => part !== undefined));
}

function keepsState({ operator }: GraphOperator): boolean {
  if (operator.kind === 'source') return operator.source.kind !== 'socket';
  if (operator.kind === 'sink') return operator.sink.kind === 'file';
  return operator.kind === 'window' || 'functions' in operator;
}
