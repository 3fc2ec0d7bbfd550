import * as l10n from '@vscode/l10n';
import { isFields, isMoment, isWhole, mustBe, oneOf, wholeWords, type Fields } from './json/fields.js';
import type { Findings } from './json/findings.js';
import type { JsonPath } from './json/path.js';

/** Reads one column at a row. NaN where the value is wrong, which has been reported then. */
export type Cell = (row: number) => number;

/**
 * Spans, batches or observations, as a file gives them: an object of columns of equal length, or a list of row objects.
 * Both read as columns here; a value's path leads to where it stands in the file.
 */
export class Table {
  private constructor(
    private readonly name: string,
    readonly length: number,
    private readonly columns: ReadonlyMap<string, readonly unknown[]>,
    private readonly pathOf: (column: string, row: number) => JsonPath,
    private readonly findings: Findings,
  ) {}

  static read(name: string, value: unknown, required: readonly string[], findings: Findings): Table {
    if (Array.isArray(value)) return Table.fromRows(name, value, findings);
    if (isFields(value)) return Table.fromColumns(name, value, required, findings);
    if (value !== undefined) findings.add([name], mustBe(l10n.t('columns or a list of rows'), value));
    return new Table(name, 0, new Map(), () => [name], findings);
  }

  private static fromRows(name: string, rows: readonly unknown[], findings: Findings): Table {
    const positions: number[] = [];
    const columns = new Map<string, unknown[]>();
    rows.forEach((row, position) => {
      if (!isFields(row)) {
        findings.add([name, position], mustBe(l10n.t('an object'), row));
        return;
      }
      for (const [column, value] of Object.entries(row)) {
        const values = columns.get(column) ?? [];
        values[positions.length] = value;
        columns.set(column, values);
      }
      positions.push(position);
    });
    return new Table(
      name,
      positions.length,
      columns,
      (column, row) => [name, positions[row]!, column],
      findings,
    );
  }

  private static fromColumns(
    name: string,
    fields: Fields,
    required: readonly string[],
    findings: Findings,
  ): Table {
    const columns = new Map<string, readonly unknown[]>();
    for (const [column, values] of Object.entries(fields)) {
      if (Array.isArray(values)) columns.set(column, values);
      else if (values !== undefined) findings.add([name, column], mustBe(l10n.t('a list'), values));
    }
    const missing = required.filter((column) => !columns.has(column));
    for (const column of missing) findings.add([name], l10n.t('has no column "{0}"', column));
    const byLength = [...columns].sort(([, one], [, other]) => one.length - other.length);
    const [shortest, values] = missing.length > 0 ? [] : (byLength[0] ?? []);
    const length = values?.length ?? 0;
    const longest = byLength.at(-1)?.[1].length ?? 0;
    if (shortest !== undefined && length < longest) {
      findings.add(
        [name, shortest],
        l10n.t('has length {length}, another column {longest}; the rows beyond are left out', {
          length,
          longest,
        }),
      );
    }
    return new Table(name, length, columns, (column, row) => [name, column, row], findings);
  }

  /** Whole numbers from 0 to below `count`; an absent one reads as `absent`, where that is given. */
  index(column: string, count: number, absent?: number): Cell {
    const what = wholeWords(0, count - 1);
    return this.cell(column, what, absent, (value) => (isWhole(value, 0, count - 1) ? value : NaN));
  }

  moment(column: string): Cell {
    return this.cell(column, l10n.t('a number of milliseconds'), undefined, (value) =>
      isMoment(value) ? value : NaN,
    );
  }

  /** Numbers that are not negative; an absent column reads as `absent`, where that is given. */
  amount(column: string, what: string, absent?: number): Cell {
    const convert = (value: unknown) => (isMoment(value) && value >= 0 ? value : NaN);
    return this.cell(column, l10n.t('{0}, not negative', what), absent, convert);
  }

  /** Positions of words in a list. */
  word(column: string, words: readonly string[], absent?: number): Cell {
    const codes = new Map<unknown, number>(words.map((word, code) => [word, code]));
    return this.cell(column, oneOf(words), absent, (value) => codes.get(value) ?? NaN);
  }

  /** Columns that are not named here, with the rows in the order given; absent values are null. */
  rest(known: readonly string[], order: Int32Array): Readonly<Record<string, readonly unknown[]>> {
    const names = new Set(known);
    const kept = [...this.columns].filter(([column]) => !names.has(column));
    return Object.fromEntries(
      kept.map(([column, values]) => [column, Array.from(order, (row) => values[row] ?? null)]),
    );
  }

  report(column: string, row: number, problem: string): void {
    this.findings.add(this.pathOf(column, row), problem);
  }

  reportOrphans(count: number): void {
    if (count === 0) return;
    this.findings.add(
      [this.name],
      count === 1
        ? l10n.t('has a row of operators or checkpoints that could not be read, left out here')
        : l10n.t('has {0} rows of operators or checkpoints that could not be read, left out here', count),
    );
  }

  private cell(
    column: string,
    what: string,
    absent: number | undefined,
    convert: (value: unknown) => number,
  ): Cell {
    const values = this.columns.get(column);
    return (row) => {
      const value = values?.[row];
      if (value === undefined && absent !== undefined) return absent;
      const converted = convert(value);
      if (Number.isNaN(converted)) this.report(column, row, mustBe(what, value));
      return converted;
    };
  }
}
