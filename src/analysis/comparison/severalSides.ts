import type { SpanTarget } from '../phrases.js';
import type { ComparedKind } from './comparedKind.js';
import { compare, errorOfAll, type ComparedRow, type Comparison } from './comparison.js';
import { fromName } from './kindName.js';
import { medianShare } from './medianText.js';
import type { Measure } from './measure.js';
import type { Side } from './side.js';
import { typical } from './typical.js';

/** What one run has of a row: its median, and how it differs from the first run's. */
export interface SeveralCell {
  /** Absent where the run has no such phase at such an operator. */
  readonly median?: number;
  /** Of a part of something, the part of 1 that it is. */
  readonly share?: number;
  /** Against the first run; absent for that one itself. */
  readonly against?: Pick<Measure, 'difference' | 'noise'>;
  /** The span that is nearest to the median. */
  readonly target?: SpanTarget;
}

/** One phase at one operator in several runs, or what checkpoints cost it beyond its phases. */
export interface SeveralRow {
  readonly operator: string;
  readonly kind: ComparedKind;
  /** Of held inputs: the operator that they come from, where that is known. */
  readonly from?: string;
  /** One a run, in the order of the runs. */
  readonly cells: readonly SeveralCell[];
}

/**
 * Several runs beside each other, each held against the first: what differs most in any of them first. All comparisons together
 * keep to the error of one (Bonferroni). Operators and phases that the first run has not are left out.
 */
export function severalSides([first, ...others]: readonly [Side, ...Side[]]): readonly SeveralRow[] {
  const comparisons = others.map((other) => compare(first, other, errorOfAll / others.length));
  const rows = new Map<string, Omit<SeveralRow, 'cells'> & { found: (ComparedRow | undefined)[] }>();
  comparisons.forEach((comparison, n) => {
    for (const row of comparison.rows) {
      if (row.before === undefined) continue;
      const key = `${row.pair.before!}/${row.kind}/${row.from?.before ?? ''}`;
      const from = fromName(comparison, row);
      const of = rows.get(key) ?? {
        operator: nameIn(comparison, row),
        kind: row.kind,
        ...(from !== undefined && { from }),
        found: others.map(() => undefined),
      };
      of.found[n] = row;
      rows.set(key, of);
    }
  });
  return [...rows.values()]
    .sort((a, b) => most(b.found) - most(a.found))
    .map(({ found, ...row }) => ({ ...row, cells: cellsOf(found, comparisons) }));
}

function cellsOf(
  found: readonly (ComparedRow | undefined)[],
  comparisons: readonly Comparison[],
): readonly SeveralCell[] {
  const place = found.findIndex((row) => row !== undefined);
  const known = found[place]!;
  const share = medianShare(comparisons[place]!, known, 'before');
  const target = typical(known, 'before');
  return [
    { median: known.before!.median, ...(share !== undefined && { share }), ...(target && { target }) },
    ...found.map((row, n): SeveralCell => {
      if (row?.after === undefined) return {};
      const nearest = typical(row, 'after');
      const { difference, noise } = row;
      const part = medianShare(comparisons[n]!, row, 'after');
      return {
        median: row.after.median,
        ...(part !== undefined && { share: part }),
        against: { noise, ...(difference !== undefined && { difference }) },
        ...(nearest && { target: nearest }),
      };
    }),
  ];
}

function most(found: readonly (ComparedRow | undefined)[]): number {
  return found.reduce((largest, row) => Math.max(largest, Math.abs(row?.difference ?? 0)), 0);
}

function nameIn({ before }: Comparison, { pair }: ComparedRow): string {
  return before.trace.operators[pair.before!]!.name;
}
