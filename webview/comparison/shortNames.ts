/** Of each label what tells it from the others: without the words that all begin or end with. */
export function shortNames(labels: readonly string[]): readonly string[] {
  const words = labels.map((label) => label.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? []);
  const shortest = Math.min(...words.map(({ length }) => length));
  const [first = []] = words;
  const isCommon = (at: (of: readonly string[]) => string | undefined): boolean =>
    words.every((of) => at(of) === at(first));
  let [start, end] = [0, 0];
  while (start < shortest - 1 && isCommon((of) => of[start])) start += 1;
  while (end < shortest - 1 - start && isCommon((of) => of.at(-1 - end))) end += 1;
  return words.map((of, n) => {
    const own = of
      .slice(start, of.length - end)
      .join('')
      .trim();
    return own === '' ? labels[n]! : own;
  });
}
