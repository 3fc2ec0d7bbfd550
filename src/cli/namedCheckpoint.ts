import { InvalidArgumentError } from 'commander';
import { UsageError } from '../engine/errors.js';
import type { Trace } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';
import { printable } from './failure.js';

/** The number of a checkpoint, `7` or `#7`. @throws InvalidArgumentError */
export function parseCheckpoint(text: string): number {
  const [, digits] = /^#?(\d{1,15})$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('Give the number of a checkpoint, as in 7.');
  return Number(digits);
}

/** Where in a trace of `inputs` the checkpoint of a number is. @throws UsageError which says what there is instead */
export function checkpointNumbered(trace: Trace, id: number, inputs: readonly string[]): CheckpointIndex {
  const index = trace.checkpoints.findIndex((checkpoint) => checkpoint.id === id);
  if (index < 0) throw noSuchCheckpoint(trace, id, inputs);
  return index;
}

export function noSuchCheckpoint({ checkpoints }: Trace, id: number, inputs: readonly string[]): UsageError {
  const ids = checkpoints.map((checkpoint) => checkpoint.id);
  const file = printable(inputs.join(' '));
  if (ids.length === 0) return new UsageError(`${file}: has no checkpoint #${id}, nor any other.`);
  const [first, last] = [Math.min(...ids), Math.max(...ids)];
  return new UsageError(`${file}: has no checkpoint #${id}. It has #${first} to #${last}.`);
}
