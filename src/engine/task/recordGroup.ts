import type { StreamOperator } from '../operators/operator.js';
import { prefetchMax } from '../state/keyPrefetch.js';
import type { InputChannel } from './inputGate.js';
import type { Outputs } from './outputs.js';

/**
 * Takes records in groups for an operator that waits for memory more than it works: what all of a group need is asked for
 * before the first is processed, so that the waits overlap.
 */
export class RecordGroup {
  /** Where the reader stood after each. */
  private readonly positions = new Int32Array(prefetchMax);

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
    const { positions } = this;
    // A new one each time: to put new objects into one that has lived long costs more.
    const records = new Array<unknown>(prefetchMax);
    let count = 0;
    do {
      records[count] = reader.takeRecord(codec);
      positions[count] = reader.position;
      count++;
    } while (count < most && count < prefetchMax && reader.peek() === 'record');
    operator.prefetch!(records, count, side);
    let done = 0;
    do operator.processPrefetched!(done, records[done], side);
    while (++done < count && !outputs.isBlocked);
    if (done < count) reader.rewind(positions[done - 1]!);
    return done;
  }
}
