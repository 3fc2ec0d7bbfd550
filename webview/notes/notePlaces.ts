import { noteMoment, type NotePlace } from '../../src/trace/notes/note.js';
import type { Ms } from '../../src/trace/units.js';
import { pickedMoment } from './moment.js';
import type { Shown } from '../keys/navigation.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { Selection, ViewState } from '../viewState.js';

/**
 * What a note is made on: the picked moment, that of the replay, the measured range, the selected bar or row, or without any of them the
 * checkpoint that is shown. Undefined for the entire run, of which nothing is chosen.
 */
export function placeToNote(
  { state, index }: Pick<Shown, 'state' | 'index'>,
  cursor: Ms | undefined,
): NotePlace | undefined {
  const { epoch } = index.trace;
  const { measured, selection } = state;
  const moment = pickedMoment({ state, index }) ?? cursor;
  if (moment !== undefined) return { from: noteMoment(epoch + moment) };
  if (measured) {
    const [from, to] = [noteMoment(epoch + measured.from), noteMoment(epoch + measured.to)];
    return to > from ? { from, to } : { from };
  }
  if (selection) return partOf(index, selection, state);
  const checkpoint = idOf(index, state.checkpoint);
  return checkpoint === undefined ? undefined : { checkpoint };
}

function partOf(index: TraceIndex, { operator, subtask, bar }: Selection, state: ViewState): NotePlace {
  const checkpoint = idOf(index, bar?.checkpoint ?? state.checkpoint);
  return {
    ...(checkpoint !== undefined && { checkpoint }),
    operator: index.trace.operators[operator]!.id,
    ...(subtask !== undefined && { subtask }),
    ...(bar && { phase: bar.phase }),
  };
}

function idOf({ trace }: TraceIndex, checkpoint: number | undefined): number | undefined {
  return checkpoint === undefined ? undefined : trace.checkpoints[checkpoint]?.id;
}
