import type { ListState, MapState, ValueState } from '../../src/engine/pipeline/state.js';
import type { LifetimeStates } from './lifetimes.js';

class PlainValue<Value, Absent> implements ValueState<Value, Absent> {
  private current: Value | Absent;

  constructor(private readonly absent: Absent) {
    this.current = absent;
  }

  value(): Value | Absent {
    return this.current;
  }

  update(value: Value): void {
    this.current = value;
  }

  clear(): void {
    this.current = this.absent;
  }
}

class PlainList<Value> implements ListState<Value> {
  private all: Value[] = [];

  get(): readonly Value[] {
    return this.all;
  }

  add(value: Value): void {
    this.all.push(value);
  }

  update(values: Iterable<Value>): void {
    this.all = [...values];
  }

  clear(): void {
    this.all = [];
  }
}

class PlainMap<Key extends number | string, Value> implements MapState<Key, Value> {
  private readonly all = new Map<Key, Value>();

  get(key: Key): Value | undefined {
    return this.all.get(key);
  }

  has(key: Key): boolean {
    return this.all.has(key);
  }

  put(key: Key, value: Value): void {
    this.all.set(key, value);
  }

  remove(key: Key): void {
    this.all.delete(key);
  }

  keys(): Iterable<Key> {
    return this.all.keys();
  }

  entries(): Iterable<readonly [Key, Value]> {
    return this.all.entries();
  }

  get isEmpty(): boolean {
    return this.all.size === 0;
  }

  clear(): void {
    this.all.clear();
  }
}

/** The states of one key in plain JavaScript, to compare the engine's with. */
export function plainStates(): LifetimeStates {
  return {
    count: new PlainValue(0),
    name: new PlainValue(''),
    raw: new PlainValue<Uint8Array, undefined>(undefined),
    tags: new PlainValue<readonly number[], undefined>(undefined),
    seen: new PlainList<string>(),
    totals: new PlainMap<number, string>(),
  };
}
