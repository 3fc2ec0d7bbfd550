/** Of an even number of values the mean of the middle two; undefined for none. Reorders the values; linear where sorting is not. */
export function median(values: Float64Array): number | undefined {
  const { length } = values;
  if (length === 0) return undefined;
  const middle = length >>> 1;
  const upper = select(values, middle);
  if (length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < middle; i += 1) if (values[i]! > lower) lower = values[i]!;
  return (lower + upper) / 2;
}

/** The value that sorting would put at `rank`, from 0; reorders the values: those before it are then no larger, those after it no smaller (Hoare's quickselect). */
export function select(values: Float64Array, rank: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = middleOf(values[from]!, values[(from + to) >>> 1]!, values[to]!);
    let left = from;
    let right = to;
    while (left <= right) {
      while (values[left]! < pivot) left += 1;
      while (values[right]! > pivot) right -= 1;
      if (left > right) break;
      const value = values[left]!;
      values[left] = values[right]!;
      values[right] = value;
      left += 1;
      right -= 1;
    }
    if (rank <= right) to = right;
    else if (rank >= left) from = left;
    else break;
  }
  return values[rank]!;
}

/** Of three values, so that a sorted column is halved too. */
function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
