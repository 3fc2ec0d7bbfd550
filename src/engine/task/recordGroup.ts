import type { StreamOperator } from '../operators/operator.js';
import type { InputChannel } from './inputGate.js';
import type { Outputs } from './outputs.js';

/** Enough that a processor has all the reads under way that it can have. */
const recordsMax = 32;

/**
 * Takes records in groups for an operator that waits for memory more than it works: what all of a group need is asked for
 * before the first is processed, so that the waits overlap (group prefetching: Chen et al., Improving Hash Join Performance
 * through Prefetching, 2004).
 */
export class RecordGroup {
  private readonly records: unknown[] = [];
  /** Where the reader stood after each. */
  private readonly positions = new Int32Array(recordsMax);

  /**
   * Takes and processes records while there are any, `most` at most; one at least is next. Says how many: where the outputs
   * get blocked, those that follow are left in the channel.
   */
  process(
    { reader, codec, side }: InputChannel,
    operator: StreamOperator,
    outputs: Outputs,
    most: number,
  ): number {
    const { records, positions } = this;
    let count = 0;
    do {
      records[count] = reader.takeRecord(codec);
      positions[count] = reader.position;
      count++;
    } while (count < most && count < recordsMax && reader.peek() === 'record');
    operator.prefetch!(records, count, side);
    let done = 0;
    do operator.process(records[done++], side);
    while (done < count && !outputs.isBlocked);
    if (done < count) reader.rewind(positions[done - 1]!);
    return done;
  }
}
