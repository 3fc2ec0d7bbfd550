import * as l10n from '@vscode/l10n';
import { shown, type Findings } from './findings.js';
import type { JsonPath } from './path.js';

/** Fields of a JSON object, unknown until checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** No time is further from the epoch than a JavaScript date can be. */
export const msLimit = 8.64e15;

/** Unknown fields nested deeper than this are dropped: they are carried along by code that recurses. */
const depthMax = 100;

/** What a value must be; put together only where it is not, because files have a million values. */
type Words = () => string;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the fields of one object; what is wrong becomes a finding, and the field reads as absent. `isUnset` tells the
 * values by which a format says that it has none.
 */
export class FieldReader {
  constructor(
    private readonly fields: Fields,
    private readonly path: JsonPath,
    private readonly findings: Findings,
    private readonly isUnset: (value: unknown) => boolean = (value) => value === undefined,
  ) {}

  text(name: string): string | undefined {
    return this.optional(
      name,
      () => l10n.t('a text'),
      (value) => typeof value === 'string',
    );
  }

  /** Reports an absent field, too. */
  requiredText(name: string): string | undefined {
    return this.required(
      name,
      () => l10n.t('a text'),
      (value) => typeof value === 'string',
    );
  }

  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    return this.optional(
      name,
      () => oneOf(words),
      (value) => isWord(value, words),
    );
  }

  requiredWord<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    return this.required(
      name,
      () => oneOf(words),
      (value) => isWord(value, words),
    );
  }

  /** Milliseconds since the epoch. */
  moment(name: string): number | undefined {
    return this.optional(name, () => l10n.t('a number of milliseconds'), isMoment);
  }

  requiredMoment(name: string): number | undefined {
    return this.required(name, () => l10n.t('a number of milliseconds'), isMoment);
  }

  /** A whole number within bounds, both included. */
  whole(name: string, min: number, max = Number.MAX_SAFE_INTEGER): number | undefined {
    return this.optional(
      name,
      () => wholeWords(min, max),
      (value) => isWhole(value, min, max),
    );
  }

  requiredWhole(name: string, min: number, max = Number.MAX_SAFE_INTEGER): number | undefined {
    return this.required(
      name,
      () => wholeWords(min, max),
      (value) => isWhole(value, min, max),
    );
  }

  flag(name: string): boolean | undefined {
    return this.optional(
      name,
      () => l10n.t('true or false'),
      (value) => typeof value === 'boolean',
    );
  }

  object(name: string): Fields | undefined {
    return this.optional(name, () => l10n.t('an object'), isFields);
  }

  list(name: string): readonly unknown[] | undefined {
    return this.optional(
      name,
      () => l10n.t('a list'),
      (value) => Array.isArray(value),
    );
  }

  requiredList(name: string): readonly unknown[] | undefined {
    return this.required(
      name,
      () => l10n.t('a list'),
      (value) => Array.isArray(value),
    );
  }

  report(name: string, problem: string): void {
    this.findings.add([...this.path, name], problem);
  }

  /** The fields that are not named here, kept as they are. */
  rest(known: readonly string[]): Fields {
    const names = new Set(known);
    const kept = Object.entries(this.fields).filter(([name, value]) => {
      if (names.has(name)) return false;
      if (!isDeeper(value, depthMax)) return true;
      this.report(name, l10n.t('is nested more than {0} levels deep and is left out', depthMax));
      return false;
    });
    return Object.fromEntries(kept);
  }

  private required<Value>(
    name: string,
    what: Words,
    is: (value: unknown) => value is Value,
  ): Value | undefined {
    const value = this.own(name);
    if (is(value)) return value;
    this.report(name, mustBe(what(), value));
    return undefined;
  }

  private optional<Value>(
    name: string,
    what: Words,
    is: (value: unknown) => value is Value,
  ): Value | undefined {
    const value = this.own(name);
    if (value === undefined || is(value)) return value;
    this.report(name, mustBe(what(), value));
    return undefined;
  }

  private own(name: string): unknown {
    const value = Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
    return this.isUnset(value) ? undefined : value;
  }
}

/** What is wrong with a value, to go on after its path. */
export function mustBe(what: string, value: unknown): string {
  if (value === undefined) return l10n.t('is missing; it must be {0}', what);
  return l10n.t('is {value}; it must be {what}', { value: shown(value), what });
}

export function oneOf(words: readonly string[]): string {
  return l10n.t('one of {0}', words.map((word) => `"${word}"`).join(', '));
}

export function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= msLimit;
}

export function isWhole(value: unknown, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}

export function wholeWords(min: number, max: number): string {
  if (max < min) return l10n.t('an index, and the list that it points into is empty');
  if (max === Number.MAX_SAFE_INTEGER) return l10n.t('a whole number from {0}', min);
  return l10n.t('a whole number from {min} to {max}', { min, max });
}

function isWord<Word extends string>(value: unknown, words: readonly Word[]): value is Word {
  return typeof value === 'string' && (words as readonly string[]).includes(value);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
