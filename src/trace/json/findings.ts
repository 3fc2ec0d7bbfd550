import * as l10n from '@vscode/l10n';
import type { Diagnostic, Severity } from '../diagnostics.js';
import { pathText, type JsonPath } from './path.js';
import { findPlaces } from './places.js';

/** More findings than a person reads; the rest is counted. */
const findingsMax = 100;

interface Finding {
  readonly severity: Severity;
  readonly path: JsonPath;
  readonly problem: string;
  readonly remedy: string | undefined;
}

/** Collects what is wrong with values of a JSON text, and looks up their places at the end, all in one walk. */
export class Findings {
  private readonly found: Finding[] = [];
  private notKept = 0;

  /** `problem` goes on where the path ends: `spans.start[3]` + ` must be a number, not "x"`. */
  add(
    path: JsonPath,
    problem: string,
    { severity = 'error', remedy }: { severity?: Severity; remedy?: string } = {},
  ): void {
    if (this.found.length < findingsMax) this.found.push({ severity, path: [...path], problem, remedy });
    else this.notKept += 1;
  }

  get isEmpty(): boolean {
    return this.found.length === 0;
  }

  /** The findings with their places in `text`, which need not be sound JSON; `whole` is what a person calls the text. */
  in(text: string, whole = l10n.t('The file')): readonly Diagnostic[] {
    if (this.found.length === 0) return [];
    const places = findPlaces(
      text,
      this.found.map(({ path }) => path),
    );
    const diagnostics = this.found.map(({ severity, path, problem, remedy }): Diagnostic => {
      const at = places.get(path);
      return {
        severity,
        message: l10n.t('{place} {problem}.', {
          place: path.length === 0 ? whole : pathText(path),
          problem,
        }),
        ...(at === undefined ? {} : { at }),
        ...(remedy === undefined ? {} : { remedy }),
      };
    });
    if (this.notKept === 0) return diagnostics;
    return [...diagnostics, { severity: 'error', message: moreOfTheKind(this.notKept) }];
  }
}

export function moreOfTheKind(count: number): string {
  return count === 1 ? l10n.t('And 1 more of the kind.') : l10n.t('And {0} more of the kind.', count);
}

/** A value as a message shows it: short, in one line, objects and lists by their kind. */
export function shown(value: unknown): string {
  if (value === undefined) return l10n.t('absent');
  if (Array.isArray(value)) return l10n.t('a list');
  if (typeof value === 'object' && value !== null) return l10n.t('an object');
  if (typeof value === 'string' && value.length > 40) return `${JSON.stringify(value.slice(0, 40))}…`;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
