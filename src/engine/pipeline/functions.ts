import type { StateDescriptors, StatesOf } from './state.js';

export type Key = number | string;

/** What a keyed process function gets beside the record. */
export interface ProcessContext<Out, D extends StateDescriptors> {
  readonly state: StatesOf<D>;
  readonly emit: (record: Out) => void;
}

/** What keyed functions of one and of two inputs have in common. */
interface KeyedFunction<D extends StateDescriptors> {
  readonly state: D;
  /** How many keys to make room for at the start, over all subtasks; more are taken too, with pauses to grow. */
  readonly expectedKeys?: number;
}

/** A process function on a keyed stream: called for each record, with the state of the record's key. */
export interface KeyedProcess<In, Out, D extends StateDescriptors> extends KeyedFunction<D> {
  readonly process: (record: In, context: ProcessContext<Out, D>) => void;
}

/** A process function on two keyed streams, which share the state of a key. */
export interface KeyedCoProcess<In1, In2, Out, D extends StateDescriptors> extends KeyedFunction<D> {
  readonly process1: (record: In1, context: ProcessContext<Out, D>) => void;
  readonly process2: (record: In2, context: ProcessContext<Out, D>) => void;
}
