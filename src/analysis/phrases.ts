import * as l10n from '@vscode/l10n';
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

/** What stands for a placeholder: a text, or phrases with their links. */
export type Part = string | Phrase | readonly Phrase[];

/** Longest reason that is repeated in a sentence; stack traces do not belong there. */
const reasonLength = 200;

export function plain(text: string): Sentence {
  return [{ text }];
}

/**
 * A sentence with links, in the word order of any language: its template has a `{name}` where the part of that name goes. The template
 * is what `l10n.t` gives without arguments, which leaves the placeholders as they are. What a part says is never read as a template.
 * A name without a part stays as it is.
 */
export function sentence(template: string, parts: Readonly<Record<string, Part>>): Sentence {
  const phrases: Phrase[] = [];
  const add = (phrase: Phrase): void => {
    const last = phrases.at(-1);
    if (phrase.target !== undefined || last === undefined || last.target !== undefined) phrases.push(phrase);
    else phrases[phrases.length - 1] = { text: last.text + phrase.text };
  };
  for (const [, text = '', name] of template.matchAll(/([^{]+|\{(\w+)\}|\{)/g)) {
    const part = name !== undefined && Object.hasOwn(parts, name) ? parts[name]! : text;
    if (typeof part === 'string') add({ text: part });
    else if ('text' in part) add(part);
    else part.forEach(add);
  }
  return phrases.filter(({ text }) => text !== '');
}

/** A whole clause, and after a colon what it consists of or why, with a full stop. */
export function clauses(clause: Part, detail?: Part): Sentence {
  return detail === undefined
    ? sentence(l10n.t('{clause}.'), { clause })
    : sentence(l10n.t('{clause}: {detail}.'), { clause, detail });
}

/** Sentences one after the other, those that are absent left out. */
export function paragraph(sentences: readonly (Sentence | undefined)[]): readonly Phrase[] {
  return sentences
    .filter((one) => one !== undefined)
    .filter((one) => one.length > 0)
    .reduce<Sentence>(
      (first, next) => (first.length === 0 ? next : sentence(l10n.t('{first} {next}'), { first, next })),
      [],
    );
}

/** The same of sentences without links. */
export function oneAfterTheOther(sentences: readonly string[]): string {
  return textOf(paragraph(sentences.filter((text) => text !== '').map(plain)));
}

/** Names in a row, without an `and`. */
export function listed(texts: readonly string[]): string {
  return texts.length === 0 ? '' : texts.reduce((first, next) => l10n.t('{first}, {next}', { first, next }));
}

/** Clauses in a row, which Chinese parts by another comma than names. */
export function listedClauses(clauses: readonly string[]): string {
  return clauses.length === 0
    ? ''
    : clauses.reduce((clause, next) => l10n.t('{clause}, {next}', { clause, next }));
}

export function textOf(phrases: readonly Phrase[]): string {
  return phrases.map(({ text }) => text).join('');
}

/** The first line of what a program gave as its reason, with a full stop. */
export function reasonSentence(reason: string): string {
  const line = reason
    .trim()
    .split(/[\r\n]/, 1)[0]!
    .trim();
  const short = line.length > reasonLength ? `${line.slice(0, reasonLength)}…` : line;
  if (/[!?…。！？]$|\.\.$/.test(short)) return short;
  return l10n.t('{reason}.', { reason: short.replace(/\.$/, '') });
}
