/** More numbers than a link can be meant to name: a link comes from anyone. */
const mostNumbers = 10_000;

/** Numbers of checkpoints as a link has them: `3-6,9`. */
export function numbersText(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && number === run.last + 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}

/** The numbers that a text names; undefined where it is no such text, or names less than two. */
export function readNumbers(text: string): readonly number[] | undefined {
  if (!/^\d{1,15}(-\d{1,15})?(,\d{1,15}(-\d{1,15})?)*$/.test(text)) return undefined;
  const numbers = new Set<number>();
  for (const run of text.split(',')) {
    const [first, last = first] = run.split('-').map(Number);
    if (last! - first! >= mostNumbers - numbers.size) return undefined;
    for (let number = first!; number <= last!; number += 1) numbers.add(number);
  }
  return numbers.size > 1 ? [...numbers] : undefined;
}
