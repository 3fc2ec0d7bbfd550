import type { ProcessContext } from '../pipeline/functions.js';
import type { AnyRecord, WindowFunction } from '../pipeline/graph.js';
import { int32, int64, string } from '../pipeline/recordTypes.js';
import { mapState, type MapState, type StateDescriptors } from '../pipeline/state.js';
import type { TimeWindow } from '../pipeline/windows.js';

type Context = ProcessContext<AnyRecord, AnyRecord>;

/** What the windows of the current key hold, by the windows' starts. */
export interface WindowContents {
  readonly states: StateDescriptors;
  has(start: number, context: Context): boolean;
  /** Says whether the window is new. */
  add(start: number, record: AnyRecord, context: Context): boolean;
  /** Emits what the window gives. */
  fire(window: TimeWindow, context: Context): void;
  remove(start: number, context: Context): void;
}

export function windowContents(definition: WindowFunction): WindowContents {
  return definition.kind === 'aggregate' ? aggregated(definition) : collected(definition);
}

/** One accumulator a window. */
function aggregated({
  type,
  first,
  add,
  result,
}: Extract<WindowFunction, { kind: 'aggregate' }>): WindowContents {
  const windows = ({ state }: Context): MapState<number, AnyRecord> =>
    (state as { readonly accumulators: MapState<number, AnyRecord> }).accumulators;
  return {
    states: { accumulators: mapState(int64, type) },
    has: (start, context) => windows(context).has(start),
    add(start, record, context) {
      const before: unknown = windows(context).get(start);
      windows(context).put(start, before === undefined ? first(record) : add(before, record));
      return before === undefined;
    },
    fire(window, context) {
      context.emit(result(windows(context).get(window.start), window, context.key));
    },
    remove: (start, context) => windows(context).remove(start),
  };
}

interface Collected {
  /** How many records each window has. */
  readonly counts: MapState<number, number>;
  /** The records by their window and their number in it. */
  readonly records: MapState<string, AnyRecord>;
}

/** All records of a window, each an entry of its own, so that adding one costs the same however many there are. */
function collected({ type, process }: Extract<WindowFunction, { kind: 'process' }>): WindowContents {
  const stateOf = ({ state }: Context): Collected => state as unknown as Collected;
  const place = (start: number, index: number): string => `${start}/${index}`;
  function* recordsOf(start: number, { counts, records }: Collected): Iterable<AnyRecord> {
    const count = counts.get(start) ?? 0;
    for (let index = 0; index < count; index++) yield records.get(place(start, index));
  }
  return {
    states: { counts: mapState(int64, int32), records: mapState(string, type) },
    has: (start, context) => stateOf(context).counts.has(start),
    add(start, record, context) {
      const { counts, records } = stateOf(context);
      const count = counts.get(start) ?? 0;
      records.put(place(start, count), record);
      counts.put(start, count + 1);
      return count === 0;
    },
    fire(window, context) {
      const { key, emit } = context;
      process(recordsOf(window.start, stateOf(context)), { key, window, emit });
    },
    remove(start, context) {
      const { counts, records } = stateOf(context);
      const count = counts.get(start) ?? 0;
      for (let index = 0; index < count; index++) records.remove(place(start, index));
      counts.remove(start);
    },
  };
}
