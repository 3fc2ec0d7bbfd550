import type { FieldType, JsonType, RecordType } from './recordTypes.js';

/** What a state can hold: a field's type or a struct of fields. */
export type StateType<Value = unknown> = FieldType<Value> | RecordType<Value>;

/** Declares a value kept for each key. `Absent` is what it reads as while none is set. */
export interface ValueStateDescriptor<Value, Absent = never> {
  readonly kind: 'value';
  readonly type: StateType<Value>;
  /** Only there for the compiler. */
  readonly absent?: Absent;
}

/** Declares a list kept for each key. */
export interface ListStateDescriptor<Value> {
  readonly kind: 'list';
  readonly type: StateType<Value>;
}

/** Declares a map kept for each key. */
export interface MapStateDescriptor<MapKey extends number | string, Value> {
  readonly kind: 'map';
  readonly keyType: FieldType<MapKey>;
  readonly type: StateType<Value>;
}

/** Types whose values have no natural beginning: such a state reads as `undefined` until it is set. */
type WithoutDefault<Value> = JsonType<Value> | RecordType<Value>;

/**
 * Declares a value that a keyed process function keeps for each key. It begins as 0, `false` or empty text;
 * bytes, structs and JSON begin as `undefined`.
 */
export function valueState<Value>(type: WithoutDefault<Value>): ValueStateDescriptor<Value, undefined>;
export function valueState(type: FieldType<Uint8Array>): ValueStateDescriptor<Uint8Array, undefined>;
export function valueState<Value extends number | boolean | string>(
  type: FieldType<Value>,
): ValueStateDescriptor<Value>;
export function valueState(type: StateType): ValueStateDescriptor<unknown, undefined> {
  return { kind: 'value', type };
}

/** Declares a list that a keyed process function keeps for each key. */
export function listState<Value>(type: StateType<Value>): ListStateDescriptor<Value> {
  return { kind: 'list', type };
}

/** Declares a map that a keyed process function keeps for each key; its own keys are numbers or text. */
export function mapState<MapKey extends number | string, Value>(
  keyType: FieldType<MapKey>,
  type: StateType<Value>,
): MapStateDescriptor<MapKey, Value> {
  const { kind } = keyType;
  if (kind === 'boolean' || kind === 'bytes' || kind === 'json') {
    throw new Error(`the keys of a map state are numbers or text, not ${kind}`);
  }
  return { kind: 'map', keyType, type };
}

/** One value of the current key, as the process function sees it. */
export interface ValueState<Value, Absent = never> {
  /** The value of the current key; 0, `false`, empty text or `undefined` if none was set. */
  value(): Value | Absent;
  update(value: Value): void;
  clear(): void;
}

/** The list of the current key. */
export interface ListState<Value> {
  /** The elements in the order in which they were added. */
  get(): Iterable<Value>;
  add(value: Value): void;
  /** Puts these in place of all elements. */
  update(values: Iterable<Value>): void;
  clear(): void;
}

/** The map of the current key. */
export interface MapState<MapKey extends number | string, Value> {
  get(key: MapKey): Value | undefined;
  has(key: MapKey): boolean;
  put(key: MapKey, value: Value): void;
  remove(key: MapKey): void;
  /** In no given order. Entries removed or added meanwhile may or may not come. */
  keys(): Iterable<MapKey>;
  /** In no given order. */
  entries(): Iterable<readonly [MapKey, Value]>;
  readonly isEmpty: boolean;
  clear(): void;
}

export type StateDescriptor =
  | ValueStateDescriptor<unknown, unknown>
  | ListStateDescriptor<unknown>
  | MapStateDescriptor<number | string, unknown>;

/** The states of a function by their names. */
export type StateDescriptors = Readonly<Record<string, AnyDescriptor>>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- descriptors of any value type are kept side by side
type AnyDescriptor = ValueStateDescriptor<any, any> | ListStateDescriptor<any> | MapStateDescriptor<any, any>;

/** What the function works with, for each state that it declares. */
export type StatesOf<D extends StateDescriptors> = {
  readonly [Name in keyof D]: D[Name] extends ValueStateDescriptor<infer Value, infer Absent>
    ? ValueState<Value, Absent>
    : D[Name] extends MapStateDescriptor<infer MapKey, infer Value>
      ? MapState<MapKey, Value>
      : D[Name] extends ListStateDescriptor<infer Value>
        ? ListState<Value>
        : never;
};
