import type { Phrase, Sentence } from '../phrases.js';

/** A sentence from a whole template: `{name}` is where the phrase of that name goes. */
export function filled(template: string, parts: Readonly<Record<string, Phrase>>): Sentence {
  return template
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => parts[piece.slice(1, -1)] ?? { text: piece });
}
