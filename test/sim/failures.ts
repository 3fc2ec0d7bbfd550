import { shrunken } from './schedule.js';

/** What failed, whatever its numbers: the first line, with one `n` for each list of them. */
export function kindOf(failure: string): string {
  return failure
    .split('\n', 1)[0]!
    .replace(/\d+(\.\d+)?/g, 'n')
    .replace(/(\S*n\S*)([ ,]+\1)+/g, '$1');
}

/**
 * A shorter schedule that fails as `failure` does, not in another way.
 *
 * @param failureOf what is wrong with the run by a schedule, if anything
 */
export function shortestFor(
  failure: string,
  numbers: readonly number[],
  failureOf: (numbers: readonly number[]) => Promise<string | undefined>,
): Promise<readonly number[]> {
  const kind = kindOf(failure);
  return shrunken(numbers, async (shorter) => {
    const other = await failureOf(shorter);
    return other !== undefined && kindOf(other) === kind;
  });
}
