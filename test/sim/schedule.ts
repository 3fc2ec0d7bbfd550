import { Choices } from '../fixtures/choices.js';

/**
 * Where a simulation takes all its chances from: a list of numbers. A run can be repeated from its seed, and made shorter by
 * leaving numbers out; where the list ends, everything takes its turn and nothing fails.
 */
export class Schedule {
  private turn = 0;
  private count = 0;

  private constructor(
    private readonly next: () => number | undefined,
    private readonly again: () => () => number,
  ) {}

  static ofSeed(seed: number, length: number): Schedule {
    const numbers = (): (() => number) => {
      const choices = new Choices(seed);
      return () => choices.below(2 ** 32);
    };
    const number = numbers();
    let left = length;
    return new Schedule(() => (left-- > 0 ? number() : undefined), numbers);
  }

  static of(numbers: readonly number[]): Schedule {
    const inTurn = (): (() => number) => {
      let at = 0;
      return () => numbers[at++]!;
    };
    return new Schedule(inTurn(), inTurn);
  }

  /** The numbers that were drawn: made again, since few ask for them. */
  get drawn(): number[] {
    return Array.from({ length: this.count }, this.again());
  }

  /** One of `count` things that may happen next. */
  oneOf(count: number): number {
    const number = this.draw();
    return number === undefined ? this.turn++ % count : number % count;
  }

  /** Whether something that happens once in so many times happens now. */
  onceIn(times: number): boolean {
    const number = this.draw();
    return number !== undefined && (number >>> 8) % times === 0;
  }

  private draw(): number | undefined {
    const number = this.next();
    if (number !== undefined) this.count++;
    return number;
  }
}

/**
 * A shorter list that still fails, found by leaving out parts, the larger ones first.
 *
 * @param fails whether a run by this list fails
 */
export async function shrunken(
  numbers: readonly number[],
  fails: (numbers: readonly number[]) => Promise<boolean>,
  attempts = 150,
): Promise<readonly number[]> {
  let best = numbers;
  let left = attempts;
  for (let part = Math.ceil(best.length / 2); part >= 1 && left > 0; part = Math.floor(part / 2)) {
    for (let from = 0; from < best.length && left > 0; left--) {
      const shorter = [...best.slice(0, from), ...best.slice(from + part)];
      if (await fails(shorter)) best = shorter;
      else from += part;
    }
  }
  return best;
}
