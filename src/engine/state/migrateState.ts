import { RunError } from '../errors.js';
import type { Key } from '../pipeline/functions.js';
import { describeRecordType, type FieldKind, type Fields } from '../pipeline/recordTypes.js';
import type {
  ListState,
  MapState,
  StateDescriptor,
  StateDescriptors,
  StateType,
  ValueState,
} from '../pipeline/state.js';
import type { KeyedState, StateHandle } from './keyedState.js';

type Convert = (value: unknown) => unknown;

/**
 * Takes over the state of a definition that has changed: states and fields may have been added, and numbers may have
 * become wider.
 *
 * @throws RunError that names both declarations for any other change.
 */
export function migrateState(former: KeyedState, state: KeyedState, operator: string): void {
  const conversions = Object.entries(former.descriptors).map(([name, descriptor]) => {
    const convert = conversion(descriptor, state.descriptors[name]);
    if (convert) return { from: former.handles[name]!, to: state.handles[name]!, convert };
    throw new RunError(
      `The checkpoint holds other states for “${operator}” (${describeStates(former.descriptors)}) than the ` +
        `definition declares (${describeStates(state.descriptors)}): states and fields may be added and numbers made ` +
        `wider, but “${name}” cannot be taken over. Declare it as it was, or start without --restore.`,
    );
  });
  for (const key of former.keys()) {
    former.seek(key);
    state.seek(key);
    for (const { from, to, convert } of conversions) copyState(from, to, convert);
  }
}

function copyState(from: StateHandle, to: StateHandle, convert: Convert): void {
  if ('entries' in from) {
    for (const [key, value] of from.entries()) (to as MapState<Key, unknown>).put(key, convert(value));
  } else if ('get' in from) {
    for (const value of from.get()) (to as ListState<unknown>).add(convert(value));
  } else {
    const value = from.value();
    if (value !== undefined) (to as ValueState<unknown>).update(convert(value));
  }
}

/** How a value of the one state becomes one of the other; none where it cannot. */
function conversion(from: StateDescriptor, to: StateDescriptor | undefined): Convert | undefined {
  if (from.kind !== to?.kind) return undefined;
  if (from.kind === 'map' && to.kind === 'map' && !isSameOrWider(from.keyType.kind, to.keyType.kind)) {
    return undefined;
  }
  return typeConversion(from.type, to.type);
}

function typeConversion(from: StateType, to: StateType): Convert | undefined {
  if ('fields' in from) return 'fields' in to ? structConversion(from.fields, to.fields) : undefined;
  return !('fields' in to) && isSameOrWider(from.kind, to.kind) ? (value) => value : undefined;
}

function structConversion(from: Fields, to: Fields): Convert | undefined {
  const isKept = ([name, { kind }]: [string, { readonly kind: FieldKind }]): boolean =>
    Object.hasOwn(to, name) && isSameOrWider(kind, to[name]!.kind);
  if (!Object.entries(from).every(isKept)) return undefined;
  const added = Object.entries(to)
    .filter(([name]) => !Object.hasOwn(from, name))
    .map(([name, { kind }]) => [name, beginnings[kind]]);
  const beginning = Object.fromEntries(added) as object;
  return (value) => ({ ...beginning, ...(value as object) });
}

/** What a field that was added begins with. */
const beginnings: Readonly<Record<FieldKind, unknown>> = {
  int32: 0,
  int64: 0,
  float64: 0,
  boolean: false,
  string: '',
  bytes: new Uint8Array(0),
  json: null,
};

const widerNumbers: Readonly<Partial<Record<FieldKind, readonly FieldKind[]>>> = {
  int32: ['int64', 'float64'],
  int64: ['float64'],
};

function isSameOrWider(from: FieldKind, to: FieldKind): boolean {
  return from === to || widerNumbers[from]?.includes(to) === true;
}

/** States as people declare them, as in `count: int64, seen: list of { at: float64 }`. */
export function describeStates(states: StateDescriptors): string {
  return Object.entries(states)
    .map(([name, state]) => `${name}: ${describeState(state)}`)
    .join(', ');
}

function describeState(state: StateDescriptor): string {
  const type = describeType(state.type);
  if (state.kind === 'list') return `list of ${type}`;
  return state.kind === 'map' ? `map of ${state.keyType.kind} to ${type}` : type;
}

function describeType(type: StateType): string {
  return 'fields' in type ? describeRecordType(type) : type.kind;
}
