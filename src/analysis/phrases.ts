import type { Phase } from '../trace/model.js';
import type { CheckpointIndex, OperatorIndex, SubtaskIndex } from '../trace/units.js';

/** One phase of one subtask in one checkpoint, as a place in the picture. */
export interface SpanTarget {
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly phase: Phase;
}

/** A piece of a sentence; one with a target is a link to that bar. */
export interface Phrase {
  readonly text: string;
  readonly target?: SpanTarget;
}

/** Phrases to be joined as they are, with a full stop at the end. */
export type Sentence = readonly Phrase[];

/** Who was blocked, and for how long. Each part is whole sentences, its phrases to be joined as they are. */
export interface Verdict {
  /** One number and one name. */
  readonly headline: readonly Phrase[];
  /** What went on at the same time. */
  readonly meanwhile: readonly Phrase[];
  /** Why, as far as it is known. */
  readonly evidence: readonly Phrase[];
}

/** Longest reason that is repeated in a sentence; stack traces do not belong there. */
const reasonLength = 200;

export function plain(text: string): Sentence {
  return [{ text }];
}

/** Sentences one after the other, those that are absent left out. */
export function paragraph(sentences: readonly (Sentence | undefined)[]): readonly Phrase[] {
  return sentences
    .filter((sentence) => sentence !== undefined)
    .flatMap((sentence, index) => (index === 0 ? sentence : [{ text: ' ' }, ...sentence]));
}

/** The first line of what a program gave as its reason, with a full stop. */
export function reasonSentence(reason: string): string {
  const line = reason
    .trim()
    .split(/[\r\n]/, 1)[0]!
    .trim();
  const short = line.length > reasonLength ? `${line.slice(0, reasonLength)}…` : line;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
