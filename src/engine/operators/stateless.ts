import type { Emit, StreamOperator } from './operator.js';

/** An operator that keeps nothing: map, filter, flatMap, and the sink that takes and forgets. */
export function statelessOperator(process: (record: unknown) => void): StreamOperator {
  return { kind: 'operator', process, snapshot: () => ({}) };
}

export function mapOperator(map: (record: unknown) => unknown, emit: Emit): StreamOperator {
  return statelessOperator((record) => emit(map(record)));
}

export function filterOperator(keep: (record: unknown) => boolean, emit: Emit): StreamOperator {
  return statelessOperator((record) => {
    if (keep(record)) emit(record);
  });
}

export function flatMapOperator(flatMap: (record: unknown, emit: Emit) => void, emit: Emit): StreamOperator {
  return statelessOperator((record) => flatMap(record, emit));
}

export function coMapOperator(maps: readonly ((record: unknown) => unknown)[], emit: Emit): StreamOperator {
  return { kind: 'operator', process: (record, side) => emit(maps[side]!(record)), snapshot: () => ({}) };
}

export function coFlatMapOperator(
  flatMaps: readonly ((record: unknown, emit: Emit) => void)[],
  emit: Emit,
): StreamOperator {
  return { kind: 'operator', process: (record, side) => flatMaps[side]!(record, emit), snapshot: () => ({}) };
}
