import { splitOutside } from './splitOutside.js';

/**
 * PyFlink makes one operator of several Python functions that follow one another, and joins their names by `, `
 * (`PythonOperatorChainingOptimizer`). Whether a name is one of several cannot be seen from it: it is where none of the names
 * that the source gives is all of it, and one is a part.
 */
export function functionNames(name: string, given: ReadonlySet<string>): readonly string[] {
  if (given.has(name)) return [name];
  const parts = splitOutside(name, ', ');
  const names: string[] = [];
  let isFused = false;
  for (let from = 0; from < parts.length;) {
    let to = parts.length;
    while (to > from + 1 && !given.has(parts.slice(from, to).join(', '))) to--;
    const part = parts.slice(from, to).join(', ');
    isFused ||= given.has(part);
    names.push(part);
    from = to;
  }
  return isFused ? names : [name];
}
