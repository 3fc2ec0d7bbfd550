/**
 * What to call each of several files or folders: their paths below the innermost folder that has them all, so that two of one
 * name can be told apart. Paths are absolute, with `/` between folders.
 */
export function inputNames(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) => path.split('/').filter((part) => part !== ''));
  const shortest = Math.min(...parts.map(({ length }) => length - 1));
  let common = 0;
  while (common < shortest && parts.every((part) => part[common] === parts[0]?.[common])) common++;
  return parts.map((part) => part.slice(common).join('/'));
}
