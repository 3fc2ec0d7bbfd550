export type Severity = 'error' | 'warning';

/** One thing that is wrong with an input: what, where, and what to do about it. */
export interface Diagnostic {
  readonly severity: Severity;
  /** What is wrong, one sentence. */
  readonly message: string;
  readonly at?: Place;
  /** What a person can do about it, one sentence. */
  readonly remedy?: string;
}

/** A place in a text file. `line` and `column` count from 1, `offset` is in UTF-16 code units from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  /** The value's path, as in `spans.duration[12]`. */
  readonly path?: string;
}

/** A trace of which nothing can be read. */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => d.message).join('\n'));
  }
}
