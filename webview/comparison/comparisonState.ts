import { narrowest, type TimeRange } from '../chart/geometry.js';
import { isRecord, listOf, readFlag, readText } from '../kept/readKept.js';

/** What a person has chosen; VS Code keeps it with the editor. Sides go by their position among the inputs, checkpoints by their number. */
export interface ComparisonState {
  readonly before: number;
  readonly after: number;
  /** The checkpoint of a side that is drawn; absent for the typical one. */
  readonly drawn: Readonly<Record<number, number>>;
  /** The checkpoints of a side that are compared; absent for all of the run, or the one that the input names. */
  readonly chosen: Readonly<Record<number, readonly number[]>>;
  /** The stretch of the common axis that the bars show, ms after the trigger; absent for all of it. */
  readonly range?: TimeRange | undefined;
  /** The column of the table that sorts it, by its id; absent for what grew most. */
  readonly sort?: { readonly column: string; readonly descending: boolean } | undefined;
  /** Words that operator and phase must have; as typed. */
  readonly filter: string;
  /** Whether the table has all numbers, and all of the page. */
  readonly allNumbers: boolean;
}

export function freshComparisonState(sides: number): ComparisonState {
  return { before: 0, after: sides - 1, drawn: {}, chosen: {}, filter: '', allNumbers: false };
}

/** What was kept, as far as it still fits. */
export function restoredState(kept: unknown, sides: number): ComparisonState {
  const fresh = freshComparisonState(sides);
  if (!isRecord(kept)) return fresh;
  const { before, after, drawn, chosen, filter, allNumbers } = kept;
  const isSide = (one: unknown): one is number =>
    Number.isInteger(one) && Number(one) >= 0 && Number(one) < sides;
  if (!isSide(before) || !isSide(after) || before === after) return fresh;
  return {
    ...{ before, after, drawn: bySide(drawn, readNumber), chosen: bySide(chosen, listOf(readNumber)) },
    ...{ filter: readText(filter) ?? '', allNumbers: readFlag(allNumbers) ?? false },
    ...{ range: readRange(kept['range']), sort: readSort(kept['sort']) },
  };
}

/** Makes a side what is before or after. Where it was the other already, the two change places. */
export function withSide(state: ComparisonState, name: 'before' | 'after', place: number): ComparisonState {
  const other = name === 'before' ? 'after' : 'before';
  return { ...state, [name]: place, ...(state[other] === place && { [other]: state[name] }) };
}

/** The other way round. */
export function swapped(state: ComparisonState): ComparisonState {
  return { ...state, before: state.after, after: state.before };
}

/** Draws a checkpoint of a side; with several, only these are compared, and the last that was drawn stays if it is one of them. */
export function withChosen(state: ComparisonState, place: number, ids: readonly number[]): ComparisonState {
  const chosen = state.chosen[place] === undefined ? state.chosen : without(state.chosen, place);
  if (ids.length === 0) return { ...state, chosen };
  if (ids.length === 1) return { ...state, chosen, drawn: { ...state.drawn, [place]: ids[0]! } };
  const now = state.drawn[place];
  const drawn = now !== undefined && ids.includes(now) ? now : ids.at(-1)!;
  return { ...state, chosen: { ...chosen, [place]: ids }, drawn: { ...state.drawn, [place]: drawn } };
}

function without(chosen: ComparisonState['chosen'], place: number): ComparisonState['chosen'] {
  return Object.fromEntries(Object.entries(chosen).filter(([other]) => Number(other) !== place));
}

function bySide<T>(kept: unknown, read: (value: unknown) => T | undefined): Record<number, T> {
  if (!isRecord(kept)) return {};
  const entries = Object.entries(kept).map(([place, value]) => [Number(place), read(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<number, T>;
}

function readNumber(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function readRange(value: unknown): TimeRange | undefined {
  if (!isRecord(value)) return undefined;
  const { from, to } = value;
  if (typeof from !== 'number' || typeof to !== 'number' || !(to - from >= narrowest)) return undefined;
  return { from, to };
}

function readSort(value: unknown): ComparisonState['sort'] {
  if (!isRecord(value)) return undefined;
  const { column, descending } = value;
  return typeof column === 'string' ? { column, descending: descending === true } : undefined;
}
