import type { SourceText } from './sourceText.js';

/** A stream or table, by the operators that it comes from. */
export interface Stream {
  readonly stream: readonly number[];
  /** Came back from a method that is not known, which may have made operators: what it is called is not theirs. */
  readonly isPassed?: boolean;
}

/** What a name stands for, as far as it matters. */
export type Value = Stream | SourceText | { readonly list: readonly Value[] };

export type Scope = Map<string, Value>;

export function assign(scope: Scope, name: string, value: Value | undefined): void {
  if (value) scope.set(name, value);
  else scope.delete(name);
}

/** Takes over what another branch left. */
export function mergeInto(scope: Scope, branch: Scope): void {
  for (const [name, value] of branch) assign(scope, name, merged(scope.get(name), value));
}

/** Streams flow together; of two texts, say, the first counts. */
export function merged(one: Value | undefined, another: Value | undefined): Value | undefined {
  if (one === another || !one || !another || !('stream' in one) || !('stream' in another)) {
    return one ?? another;
  }
  return { stream: [...new Set([...one.stream, ...another.stream])] };
}

/** What a loop goes over; once over something where that is not known. */
export function itemsOf(value: Value | undefined): readonly (Value | undefined)[] {
  return value && 'list' in value ? value.list : [undefined];
}

export function isText(value: Value | undefined): value is SourceText {
  return value !== undefined && 'text' in value;
}

export function asText(value: Value | undefined): SourceText | undefined {
  return isText(value) ? value : undefined;
}
