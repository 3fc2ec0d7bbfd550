import type { Operator } from '../../trace/model.js';
import type { OperatorIndex } from '../../trace/units.js';

/** How two operators were found to be the same; `id` is the uid where a definition gives one. */
export type PairedBy = 'id' | 'name' | 'position';

/** An operator of one job and what it is in another; one of the two is absent where the other job has none of it. */
export interface OperatorPair {
  readonly before?: OperatorIndex;
  readonly after?: OperatorIndex;
  /** Absent where one of the two is. */
  readonly by?: PairedBy;
}

/**
 * Finds each operator of one job in another: by id; else by a name that is left once on each side; else by its place in the graph,
 * where one operator on each side is left with the same neighbours. The pairs come in the order of `after`, then what only `before`
 * has.
 */
export function pairOperators(
  before: readonly Operator[],
  after: readonly Operator[],
): readonly OperatorPair[] {
  const pairs = new Pairs(before, after);
  pairs.match('id', ({ id }) => id);
  pairs.match('name', ({ name }) => name);
  while (pairs.match('position', (operator, side) => pairs.neighbours(operator, side)));
  return pairs.list();
}

type Side = 'before' | 'after';

class Pairs {
  private readonly sides: Readonly<Record<Side, readonly Operator[]>>;
  private readonly found: { before: OperatorIndex; after: OperatorIndex; by: PairedBy }[] = [];
  /** Which pair each id belongs to. */
  private readonly pairOf: Readonly<Record<Side, Map<string, number>>> = {
    before: new Map(),
    after: new Map(),
  };

  constructor(before: readonly Operator[], after: readonly Operator[]) {
    this.sides = { before, after };
  }

  /** Pairs what is left and has a key that nothing else on its side has; whether there was any. */
  match(by: PairedBy, keyOf: (operator: Operator, side: Side) => string | undefined): boolean {
    const [left, right] = [this.single('before', keyOf), this.single('after', keyOf)];
    let any = false;
    for (const [key, before] of left) {
      const after = right.get(key);
      if (before === undefined || after === undefined) continue;
      this.pairOf.before.set(this.sides.before[before]!.id, this.found.length);
      this.pairOf.after.set(this.sides.after[after]!.id, this.found.length);
      this.found.push({ before, after, by });
      any = true;
    }
    return any;
  }

  /** What an operator reads from and what reads from it, as far as those are paired; undefined where none is known. */
  neighbours({ id, inputs }: Operator, side: Side): string | undefined {
    const place = (other: string) => String(this.pairOf[side].get(other) ?? '?');
    const from = inputs.map((input) => place(input.from)).sort();
    const to = this.sides[side].filter((reader) => reader.inputs.some((input) => input.from === id));
    if (from.length === 0 && to.length === 0) return undefined;
    return `${from.join()} > ${to
      .map((reader) => place(reader.id))
      .sort()
      .join()}`;
  }

  list(): readonly OperatorPair[] {
    const { before, after } = this.sides;
    const ofAfter = new Map(this.found.map((pair) => [pair.after, pair]));
    const taken = new Set(this.found.map((pair) => pair.before));
    return [
      ...after.map((_, index): OperatorPair => ofAfter.get(index) ?? { after: index }),
      ...before.flatMap((_, index): OperatorPair[] => (taken.has(index) ? [] : [{ before: index }])),
    ];
  }

  /** What is left on a side by its key; undefined where several have it. */
  private single(
    side: Side,
    keyOf: (operator: Operator, side: Side) => string | undefined,
  ): Map<string, OperatorIndex | undefined> {
    const byKey = new Map<string, OperatorIndex | undefined>();
    this.sides[side].forEach((operator, index) => {
      const key = this.pairOf[side].has(operator.id) ? undefined : keyOf(operator, side);
      if (key !== undefined) byKey.set(key, byKey.has(key) ? undefined : index);
    });
    return byKey;
  }
}
