import type { Fields } from './json/fields.js';

/** What a `*.ckpt.json` calls itself, and the newest version of it that is read and written here. */
export const ckptFormat = 'checkpoint-trace';
export const ckptVersion = 1;

/** Columns that this version does not know, in the order of the rows. */
export type UnknownColumns = Readonly<Record<string, readonly unknown[]>>;

/**
 * Fields and columns of a file that this version does not know, kept so that a rewrite loses nothing. Lists and columns
 * run parallel to those of the trace; the source keeps its own unknown fields.
 */
export interface UnknownFields {
  readonly top: Fields;
  readonly producer: Fields;
  readonly operators: readonly Fields[];
  readonly checkpoints: readonly Fields[];
  readonly counters: readonly Fields[];
  readonly restarts: readonly Fields[];
  readonly spans: UnknownColumns;
  readonly batches: UnknownColumns;
}

export const nothingUnknown: UnknownFields = {
  top: {},
  producer: {},
  operators: [],
  checkpoints: [],
  counters: [],
  restarts: [],
  spans: {},
  batches: {},
};
