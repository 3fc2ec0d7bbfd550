import * as l10n from '@vscode/l10n';
import { phases, type Phase } from '../../src/trace/model.js';
import type { Ms, SubtaskIndex } from '../../src/trace/units.js';
import { phaseOfWord } from '../phaseWords.js';
import type { Report } from './rankedRows.js';

/** What a term measures: a phase by its longest span, or one of these. */
export type Quantity = Phase | 'blocked' | 'barrier' | 'endToEnd';
export type Comparison = '>' | '>=' | '<' | '<=';

export type Condition =
  /** Part of an operator's name or id, in lower case. */
  | { readonly kind: 'name'; readonly part: string }
  /** Part of where the subtask ran, in lower case. */
  | { readonly kind: 'host'; readonly part: string }
  /** Part of a note on the row or on one of its bars, in lower case. */
  | { readonly kind: 'note'; readonly part: string }
  | { readonly kind: 'subtask'; readonly subtask: SubtaskIndex }
  /** `acknowledged`: in time, always. */
  | { readonly kind: 'status'; readonly reports: readonly Report[] | 'acknowledged' }
  | {
      readonly kind: 'number';
      readonly quantity: Quantity;
      readonly comparison: Comparison;
      readonly than: Ms;
    };

export type Term = Condition & { readonly not: boolean };

/** What the filter box says, read: every term must hold for a row to be shown. */
export interface RowFilter {
  readonly terms: readonly Term[];
  /** Sentences on what was not understood; those terms are left out. */
  readonly problems: readonly string[];
}

/** What can stand after `status:`. `failed` is all that kept the subtask's part from counting. */
export const statuses: Readonly<Record<string, readonly Report[] | 'acknowledged'>> = {
  failed: ['pending', 'declined', 'aborted'],
  pending: ['pending', 'waiting'],
  late: ['aborted'],
  declined: ['declined'],
  finished: ['finished'],
  acknowledged: 'acknowledged',
};

const units: Readonly<Record<string, Ms>> = { µs: 0.001, μs: 0.001, us: 0.001, ms: 1, s: 1000, min: 60_000 };

const otherQuantities: ReadonlyMap<string, Quantity> = new Map([
  ['blocked', 'blocked'],
  ['barrier', 'barrier'],
  ['end-to-end', 'endToEnd'],
  ['e2e', 'endToEnd'],
]);

/** Words that measure, as they are suggested. */
export const quantityWords = [
  'sync',
  'upload',
  'blocked',
  'alignment',
  'flush',
  'barrier',
  'end-to-end',
] as const;

/**
 * Reads a filter such as `count sync>5ms -op:sink`. A word that is no such term
 * is part of an operator's name. Any text can be read: what is not understood is in `problems`.
 */
export function parseFilter(text: string): RowFilter {
  const terms: Term[] = [];
  const problems: string[] = [];
  for (const word of wordsOf(text.toLowerCase())) {
    const not = /^-[^>]/.test(word);
    const read = readCondition(not ? word.slice(1) : word);
    if (typeof read === 'string') problems.push(read);
    else terms.push({ ...read, not });
  }
  return { terms, problems };
}

/** The words of a text. Spaces between double quotes belong to a word; a quote that is not closed reaches to the end. */
export function wordsOf(text: string): string[] {
  return text.match(/(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? [];
}

/** A condition, or the sentence that says what is wrong with the word. */
function readCondition(word: string): Condition | string {
  if (word.startsWith('"')) return { kind: 'name', part: unquoted(word) };
  // A name of Flink's may have an arrow, `source -> map`: only a word before the sign makes it a comparison.
  const number = /^([\p{L}\d-]*[\p{L}\d])([<>]=?)(.*)$/u.exec(word);
  if (number) return readNumber(number[1]!, number[2] as Comparison, number[3]!);
  const colon = word.indexOf(':');
  const value = unquoted(word.slice(colon + 1));
  switch (colon < 0 ? '' : word.slice(0, colon)) {
    case 'op':
      return value === '' ? l10n.t('Add a name: op:count.') : { kind: 'name', part: value };
    case 'host':
      return value === '' ? l10n.t('Add a part of a host: host:tm-2.') : { kind: 'host', part: value };
    case 'note':
      return { kind: 'note', part: value };
    case 'subtask':
      return /^[1-9]\d{0,5}$/.test(value)
        ? { kind: 'subtask', subtask: Number(value) - 1 }
        : l10n.t('Add a number from 1: subtask:2.');
    case 'status':
      return Object.hasOwn(statuses, value)
        ? { kind: 'status', reports: statuses[value]! }
        : l10n.t('“{0}” is no status: try failed, pending, late.', value);
    default:
      return { kind: 'name', part: unquoted(word) };
  }
}

function readNumber(name: string, comparison: Comparison, text: string): Condition | string {
  const quantity = phaseOfWord(name) ?? otherQuantities.get(name);
  if (!quantity) return l10n.t('“{0}” has no duration: try sync, upload, blocked.', name);
  const duration = /^(\d+(?:\.\d+)?|\.\d+)(µs|μs|us|ms|s|min)?$/.exec(text);
  if (!duration) {
    return l10n.t('Add a duration: {0}.', `${name}${comparison}500ms`);
  }
  return { kind: 'number', quantity, comparison, than: Number(duration[1]) * units[duration[2] ?? 'ms']! };
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}

/** The column of {@link RankedRow.longest} that a phase has. */
export function phaseColumn(quantity: Quantity): number | undefined {
  const column = phases.findIndex((phase) => phase === quantity);
  return column < 0 ? undefined : column;
}
