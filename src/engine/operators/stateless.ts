import type { Emit, OneInputOperator } from './operator.js';

/** An operator that keeps nothing: map, filter, flatMap, and the sink that takes and forgets. */
export function statelessOperator(process: (record: unknown) => void): OneInputOperator {
  return { kind: 'operator', process, snapshot: () => ({}) };
}

export function mapOperator(map: (record: unknown) => unknown, emit: Emit): OneInputOperator {
  return statelessOperator((record) => emit(map(record)));
}

export function filterOperator(keep: (record: unknown) => boolean, emit: Emit): OneInputOperator {
  return statelessOperator((record) => {
    if (keep(record)) emit(record);
  });
}

export function flatMapOperator(
  flatMap: (record: unknown, emit: Emit) => void,
  emit: Emit,
): OneInputOperator {
  return statelessOperator((record) => flatMap(record, emit));
}

export function coMapOperator(maps: readonly ((record: unknown) => unknown)[], emit: Emit): OneInputOperator {
  return { kind: 'operator', process: (record, side) => emit(maps[side]!(record)), snapshot: () => ({}) };
}

export function coFlatMapOperator(
  flatMaps: readonly ((record: unknown, emit: Emit) => void)[],
  emit: Emit,
): OneInputOperator {
  return { kind: 'operator', process: (record, side) => flatMaps[side]!(record, emit), snapshot: () => ({}) };
}
