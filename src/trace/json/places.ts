import { visit } from 'jsonc-parser';
import type { Place } from '../diagnostics.js';
import { tooDeepAt } from './depth.js';
import { pathText, type JsonPath } from './path.js';

/** The walk recurses; no trace is nested like this. */
const depthMax = 500;

/** Wanted paths as a tree, so that a walk over a million values compares one key a value. */
interface Wanted {
  readonly next: Map<string | number, Wanted>;
  readonly paths: JsonPath[];
}

/**
 * Where values begin in a JSON text. A path that the text has not gets the place of the innermost of its parents that
 * the text has; of doubled keys the last counts, as in `JSON.parse`. A text nested beyond reason gets no places.
 */
export function findPlaces(text: string, paths: readonly JsonPath[]): ReadonlyMap<JsonPath, Place> {
  if (tooDeepAt(text, depthMax) !== undefined) return new Map();
  const root = wantedTree(paths);
  const places = new Map<JsonPath, Place>();
  // One entry a container that the walk is in: what is wanted below it, and where in it the walk stands.
  const open: { readonly wanted: Wanted | undefined; key: string | number }[] = [];

  const arrive = (offset: number, line: number, character: number): Wanted | undefined => {
    const parent = open.at(-1);
    const wanted = parent === undefined ? root : parent.wanted?.next.get(parent.key);
    if (wanted === undefined) return undefined;
    for (const path of below(wanted)) {
      places.set(path, { line: line + 1, column: character + 1, offset, path: pathText(path) });
    }
    return wanted;
  };

  visit(text, {
    onObjectBegin: (offset, _length, line, character) => {
      open.push({ wanted: arrive(offset, line, character), key: '' });
    },
    onArrayBegin: (offset, _length, line, character) => {
      open.push({ wanted: arrive(offset, line, character), key: 0 });
    },
    onObjectProperty: (name) => {
      open.at(-1)!.key = name;
    },
    onLiteralValue: (_value, offset, _length, line, character) => {
      arrive(offset, line, character);
    },
    onSeparator: (character) => {
      const container = open.at(-1);
      if (character === ',' && typeof container?.key === 'number') container.key += 1;
    },
    onObjectEnd: () => void open.pop(),
    onArrayEnd: () => void open.pop(),
  });
  return places;
}

function wantedTree(paths: readonly JsonPath[]): Wanted {
  const root: Wanted = { next: new Map(), paths: [] };
  for (const path of paths) {
    let wanted = root;
    for (const key of path) {
      const next = wanted.next.get(key) ?? { next: new Map(), paths: [] };
      wanted.next.set(key, next);
      wanted = next;
    }
    wanted.paths.push(path);
  }
  return root;
}

function below(wanted: Wanted): readonly JsonPath[] {
  return [...wanted.paths, ...[...wanted.next.values()].flatMap(below)];
}
