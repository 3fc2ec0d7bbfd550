import { epochText, parseEpoch } from '../epochText.js';
import type { Phase } from '../model.js';
import type { EpochMs, SubtaskIndex } from '../units.js';

/** A moment, or with an end a stretch. */
export interface NotedTime {
  readonly from: EpochMs;
  /** After `from`. */
  readonly to?: EpochMs;
}

/** A part of the picture, by names that the next reading of the trace has too: each that is absent means all. */
export interface NotedPart {
  /** Flink's number of the checkpoint. */
  readonly checkpoint?: number;
  /** Id of the operator. */
  readonly operator?: string;
  readonly subtask?: SubtaskIndex;
  readonly phase?: Phase;
}

export type NotePlace = NotedTime | NotedPart;

/** What a person wrote about a place in a trace. It is kept beside the trace, never in it. */
export interface Note {
  readonly id: string;
  /** Plain text of one or more lines. */
  readonly text: string;
  readonly place: NotePlace;
  /** Id of the job, where the input is about several. */
  readonly job?: string;
  readonly made: EpochMs;
  readonly changed?: EpochMs;
}

/** What a person does to notes: a note is new, or stands where one of its id was; or it is removed. */
export type NoteChange = { readonly put: Note } | { readonly remove: string };

/** In UTF-16 code units. */
export const longestNote = 4000;

/** More notes than this are not shown. */
export const mostNotes = 1000;

export function isTime(place: NotePlace): place is NotedTime {
  return 'from' in place;
}

/** Whether two places are the same, so that a second note there would be the first one changed. */
export function isSamePlace(one: NotePlace, other: NotePlace): boolean {
  if (isTime(one) || isTime(other)) {
    return isTime(one) && isTime(other) && one.from === other.from && one.to === other.to;
  }
  return (
    one.checkpoint === other.checkpoint &&
    one.operator === other.operator &&
    one.subtask === other.subtask &&
    one.phase === other.phase
  );
}

/** A moment as exactly as a file of notes has it: to the microsecond. */
export function noteMoment(time: EpochMs): EpochMs {
  return parseEpoch(epochText(time)) ?? time;
}
