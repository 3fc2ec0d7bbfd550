import type { GeneratorSource } from '../pipeline/connectors.js';
import { IndexedRandom } from '../pipeline/random.js';
import type { Emit, OperatorSnapshot, OperatorState, SourceOperator } from './operator.js';
import { earliest, sharedOut, splitsIn, type SourceSplit } from './sourceSplits.js';

export interface ReplayableParts {
  readonly subtask: number;
  readonly parallelism: number;
  /** Records per second over all subtasks. */
  readonly rate: number;
  readonly emit: Emit;
  /** The state of each subtask that took the checkpoint to start from. */
  readonly restored: readonly (OperatorState | undefined)[] | undefined;
}

/**
 * A source whose records have an index, shared out to the subtasks in turn: subtask 1 of 3 makes 1, 4, 7 and so on.
 * Its state is the splits that it has still to make, see {@link SourceSplit}.
 */
export class ReplayableSource implements SourceOperator {
  readonly kind = 'source';
  private readonly splits: SourceSplit[];
  private made = 0;
  private startedAt: number | undefined;
  private readonly msPerRecord: number;

  constructor(
    private readonly parts: ReplayableParts,
    private readonly count: number,
    private readonly recordAt: (index: number) => unknown,
  ) {
    const { subtask, parallelism, restored } = parts;
    this.splits = restored
      ? sharedOut(restored.map(splitsIn), count, subtask, parallelism)
      : [{ next: subtask, stride: parallelism }];
    this.msPerRecord = (1000 * parallelism) / parts.rate;
  }

  get nextAt(): number {
    return this.startedAt === undefined ? 0 : this.startedAt + this.made * this.msPerRecord;
  }

  produce(now: number): 'produced' | 'waiting' | 'exhausted' {
    this.startedAt ??= now;
    const split = earliest(this.splits);
    if (split === undefined || split.next >= this.count) return 'exhausted';
    if (this.nextAt > now) return 'waiting';
    this.parts.emit(this.recordAt(split.next));
    split.next += split.stride;
    this.made++;
    return 'produced';
  }

  snapshot(): OperatorSnapshot {
    return { state: { splits: this.splits.map(({ next, stride }) => [next, stride]) } };
  }
}

export function generatorSource(source: GeneratorSource<unknown>, parts: ReplayableParts): SourceOperator {
  const random = new IndexedRandom(source.seed);
  return new ReplayableSource(parts, source.count, (index) => {
    random.restart(index);
    return source.make(index, random);
  });
}
