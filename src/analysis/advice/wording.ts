import type { Phase } from '../../trace/model.js';
import { subtaskName } from '../names.js';
import type { Sentence, SpanTarget } from '../phrases.js';
import type { Share, Shares } from '../shares.js';

/** A sentence with links, written as a template: strings are links to the bar before them is `at`. */
export function linked(text: TemplateStringsArray, ...links: readonly Link[]): Sentence {
  return text.flatMap((piece, n) => {
    const link = links[n];
    const words = piece === '' ? [] : [{ text: piece }];
    return link === undefined ? words : [...words, link];
  });
}

/** A number or a name, with the bar that it is of. */
export interface Link {
  readonly text: string;
  readonly target?: SpanTarget;
}

export function barOf({ checkpoint, operator, subtask }: Share, phase: Phase): SpanTarget {
  return { checkpoint, operator, subtask, phase };
}

export function named({ trace }: Shares, share: Share, phase: Phase): Link {
  return { text: subtaskName(trace, share), target: barOf(share, phase) };
}
