import type { PlacedNote } from './notesView.js';
import { isTime, type Note, type NotedPart, type NotedTime } from '../../src/trace/notes/note.js';
import type { Ms } from '../../src/trace/units.js';
import type { TimeFormat } from '../clock/clock.js';
import { selectedSpan } from '../keys/navigation.js';
import { keyOfRow } from '../rows/rowKeys.js';
import { rowAt, type TraceIndex } from '../rows/traceIndex.js';
import type { Selection } from '../viewState.js';
import { partWords, timeWords, unknownWords } from './noteWords.js';

/** Finds the places of notes in a trace. Those about a time come first, in its order. */
export function placeNotes(
  index: TraceIndex,
  notes: readonly Note[],
  format: TimeFormat,
): readonly PlacedNote[] {
  const placed = notes.map((note): PlacedNote => ({
    note,
    ...(isTime(note.place) ? placedTime(index, note.place, format) : placedPart(index, note.place)),
  }));
  const moment = ({ time }: PlacedNote): Ms => time?.from ?? Infinity;
  return placed.sort((a, b) => (moment(a) === moment(b) ? a.note.made - b.note.made : moment(a) - moment(b)));
}

type Placed = Omit<PlacedNote, 'note'>;

function placedTime(index: TraceIndex, { from, to = from }: NotedTime, format: TimeFormat): Placed {
  const { epoch } = index.trace;
  const time = { from: from - epoch, to: to - epoch };
  return { where: timeWords(index, time, format), time };
}

function placedPart(index: TraceIndex, part: NotedPart): Placed {
  const { operators, checkpoints } = index.trace;
  const checkpoint = checkpoints.findIndex(({ id }) => id === part.checkpoint);
  const operator = operators.findIndex(({ id }) => id === part.operator);
  const { subtask, phase } = part;
  const isMissing =
    (part.checkpoint !== undefined && checkpoint < 0) ||
    (part.operator !== undefined && operator < 0) ||
    (subtask !== undefined && !rowAt(index, operator, subtask));
  if (isMissing) return { where: unknownWords(part), isMissing };
  const trigger = checkpoint < 0 ? undefined : checkpoints[checkpoint]!.trigger;
  const ofCheckpoint = {
    ...(checkpoint >= 0 && { checkpoint }),
    ...(trigger !== undefined && { time: { from: trigger, to: trigger } }),
  };
  if (operator < 0) return { where: partWords(index, { checkpoint }), ...ofCheckpoint };
  const bar = checkpoint >= 0 && phase !== undefined ? { checkpoint, phase } : undefined;
  const selection: Selection = { operator, ...(subtask !== undefined && { subtask }), ...(bar && { bar }) };
  const span = selectedSpan(index, selection);
  const start = span === undefined ? trigger : index.trace.spans.start[span]!;
  return {
    ...ofCheckpoint,
    where: partWords(index, { checkpoint, selection, span }),
    ...(start !== undefined && { time: { from: start, to: start } }),
    selection,
    row: keyOfRow(operators, selection),
  };
}
