import { phases, type Phase } from '../../src/trace/model.js';
import { timeFormats } from '../clock/clock.js';
import { narrowest, type TimeRange } from '../chart/geometry.js';
import { isRecord, listOf, oneOf, readFlag, readText, type Reader } from './readKept.js';
import { rowReaders } from '../rows/keptRows.js';
import type { RowSettings } from '../rows/rowSettings.js';
import { bodyNames, freshState, type Selection, type ViewState } from '../viewState.js';

/** What is kept while the page is hidden, and how each part is read again. Undefined is what no version of the page has written. */
const readers: { readonly [Name in keyof ViewState]?: Reader<ViewState[Name]> } = {
  checkpoint: readPosition,
  several: readSeveral,
  range: readRange,
  measured: readRange,
  selection: readSelection,
  otherRow: readText,
  hidden: listOf(oneOf(phases)),
  ...rowReaders,
  body: oneOf(bodyNames),
  overlaid: readSelection,
  timeFormat: oneOf(timeFormats),
  idleCollapsed: readFlag,
  path: readFlag,
  lens: readFlag,
  replay: readFlag,
  follow: readFlag,
};

/** The part of a state that VS Code keeps for the page, as plain data. */
export function keepState(file: string, state: ViewState): unknown {
  return { file, state: Object.fromEntries(Object.entries(state).filter(([name]) => name in readers)) };
}

/**
 * The state kept for this file, or a fresh one. Whatever in it is damaged, or of another version, is as in a fresh one.
 *
 * @param rows how the rows of the job were arranged last, for a file of which nothing is kept
 */
export function restoreState(
  file: string,
  kept: unknown,
  rows: Partial<RowSettings> = {},
): { state: ViewState; fresh: boolean } {
  const of = isRecord(kept) && kept['file'] === file ? kept['state'] : undefined;
  if (!isRecord(of)) return { state: { ...freshState, ...rows }, fresh: true };
  const read = Object.entries(readers).map(([name, reader]) => [name, reader(of[name])]);
  const known = Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Partial<ViewState>;
  return { state: { ...freshState, ...known }, fresh: false };
}

/** A position in a list of the trace; whether the trace still has it is for {@link fitState} to say. */
function readPosition(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** Two or more positions, ascending. */
function readSeveral(value: unknown): number[] | undefined {
  const list = listOf(readPosition)(value) ?? [];
  return list.length > 1 && list.every((one, n) => n === 0 || one > list[n - 1]!) ? list : undefined;
}

const readPhase = oneOf<Phase>(phases);

function readRange(value: unknown): TimeRange | undefined {
  if (!isRecord(value)) return undefined;
  const { from, to } = value;
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  return Number.isFinite(to) && to - from >= narrowest ? { from, to } : undefined;
}

function readSelection(value: unknown): Selection | undefined {
  if (!isRecord(value)) return undefined;
  const operator = readPosition(value['operator']);
  const subtask = readPosition(value['subtask']);
  if (operator === undefined) return undefined;
  if (subtask === undefined) return { operator };
  const bar = isRecord(value['bar']) ? value['bar'] : {};
  const checkpoint = readPosition(bar['checkpoint']);
  const phase = readPhase(bar['phase']);
  if (checkpoint === undefined || phase === undefined) return { operator, subtask };
  return { operator, subtask, bar: { checkpoint, phase } };
}
