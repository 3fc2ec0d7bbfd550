import type { FieldType } from './recordTypes.js';

/** Declares a value kept for each key; it starts as 0 or `false`. */
export interface ValueStateDescriptor<Value> {
  readonly type: FieldType<Value>;
}

/**
 * Declares a value that a keyed process function keeps for each key. Text is not held yet: use a number or a boolean.
 *
 * @throws Error for a `string` type.
 */
export function valueState<Value extends number | boolean>(
  type: FieldType<Value>,
): ValueStateDescriptor<Value> {
  if (type.kind === 'string') {
    throw new Error('valueState(string) is not supported: keep a number or a boolean.');
  }
  return { type };
}

/** One value of the current key, as the process function sees it. */
export interface ValueState<Value> {
  /** The value of the current key; 0 or `false` if none was set. */
  value(): Value;
  update(value: Value): void;
}

export type StateDescriptors = Readonly<
  Record<string, ValueStateDescriptor<number> | ValueStateDescriptor<boolean>>
>;

export type StatesOf<D extends StateDescriptors> = {
  readonly [Name in keyof D]: D[Name] extends ValueStateDescriptor<infer Value> ? ValueState<Value> : never;
};
