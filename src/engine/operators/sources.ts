import { messageOf, RunError } from '../errors.js';
import type { GeneratorSource } from '../pipeline/connectors.js';
import { IndexedRandom } from '../pipeline/random.js';
import type { Emit, OperatorSnapshot, OperatorState, SourceOperator } from './operator.js';

export interface ReplayableParts {
  readonly subtask: number;
  readonly parallelism: number;
  /** Records per second over all subtasks. */
  readonly rate: number;
  readonly emit: Emit;
  readonly restored: OperatorState | undefined;
}

/**
 * A source whose records have an index, shared out to the subtasks in turn: subtask 1 of 3 makes 1, 4, 7 and so on.
 * Its state is how many it has made.
 */
export class ReplayableSource implements SourceOperator {
  readonly kind = 'source';
  private made: number;
  private readonly madeBefore: number;
  private startedAt: number | undefined;
  private readonly msPerRecord: number;

  constructor(
    private readonly parts: ReplayableParts,
    private readonly count: number,
    private readonly recordAt: (index: number) => unknown,
  ) {
    this.made = this.madeBefore = Number(parts.restored?.['made'] ?? 0);
    this.msPerRecord = (1000 * parts.parallelism) / parts.rate;
  }

  get nextAt(): number {
    return this.startedAt === undefined
      ? 0
      : this.startedAt + (this.made - this.madeBefore) * this.msPerRecord;
  }

  produce(now: number): 'produced' | 'waiting' | 'exhausted' {
    this.startedAt ??= now;
    const index = this.parts.subtask + this.made * this.parts.parallelism;
    if (index >= this.count) return 'exhausted';
    if (this.nextAt > now) return 'waiting';
    this.parts.emit(this.recordAt(index));
    this.made++;
    return 'produced';
  }

  snapshot(): OperatorSnapshot {
    return { state: { made: this.made } };
  }
}

export function generatorSource(source: GeneratorSource<unknown>, parts: ReplayableParts): SourceOperator {
  const random = new IndexedRandom(source.seed);
  return new ReplayableSource(parts, source.count, (index) => {
    random.restart(index);
    return source.make(index, random);
  });
}

/**
 * A source of the objects in a JSON array.
 *
 * @throws RunError when the file is not a JSON array of objects; later, for an object that lacks a field.
 */
export function jsonFileSource(path: string, text: string, parts: ReplayableParts): SourceOperator {
  const records = parseRecords(path, text);
  const { emit } = parts;
  let index = 0;
  const emitNamed: Emit = (record) => {
    try {
      emit(record);
    } catch (error) {
      throw new RunError(`${path}: object ${index + 1} does not fit the record type: ${messageOf(error)}.`);
    }
  };
  return new ReplayableSource({ ...parts, emit: emitNamed }, records.length, (at) => records[(index = at)]);
}

function parseRecords(path: string, text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RunError(`${path} is not JSON: ${messageOf(error)}.`);
  }
  if (!Array.isArray(value)) throw new RunError(`${path} does not hold a JSON array of objects.`);
  const wrong = value.findIndex((item) => typeof item !== 'object' || item === null);
  if (wrong >= 0) throw new RunError(`${path}: element ${wrong + 1} is not an object.`);
  return value;
}
