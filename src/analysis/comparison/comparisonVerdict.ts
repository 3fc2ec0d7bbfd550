import * as l10n from '@vscode/l10n';
import { clauses, paragraph, plain, sentence, type Phrase, type Sentence, type Verdict } from '../phrases.js';
import { isTold, longer, shorter, type ToldKind } from './differenceClauses.js';
import { isBlockingKind } from './comparedKind.js';
import { formatCount, formatDuration } from '../quantities.js';
import { coarsestResolution, type ComparedRow, type Comparison } from './comparison.js';
import { pairName } from './pairName.js';
import { remarks } from './remarks.js';
import { typical } from './typical.js';

/** Which of the two a phrase leads to; its target is in that trace. */
export interface SidedPhrase extends Phrase {
  readonly side?: 'before' | 'after';
}

/** So many differences are put into words; the table has all of them. */
const toldMax = 3;

/** What became longer or shorter: one number and one name, and never more than lies beyond the noise. */
export function comparisonVerdict(comparison: Comparison): Verdict {
  const { before, after, rows } = comparison;
  const [n, m] = [before.checkpoints.length, after.checkpoints.length];
  const evidence = paragraph(remarks(comparison).map(plain));
  const saying = (headline: Sentence, ...meanwhile: readonly (Sentence | undefined)[]): Verdict => ({
    headline,
    meanwhile: paragraph(meanwhile),
    evidence,
  });
  if (n === 0 || m === 0) return saying(plain(nothingToCompare(n, m)));
  if (rows.every(({ noise }) => noise === 'oneSided')) {
    return saying(plain(l10n.t('The two have no operator and phase in common.')));
  }
  if (n === 1 && m === 1) return onTwoCheckpoints(comparison, saying);
  const beyond = inOrderOfWeight(rows.filter(({ noise }) => noise === 'beyond'));
  const [first, ...others] = beyond;
  if (first !== undefined) {
    return saying(
      differs(comparison, first),
      instead(comparison, first),
      ...others.slice(0, toldMax - 1).map((row) => differsInFull(comparison, row)),
      plain(
        l10n.t(
          'Medians over {before} and {after} checkpoints, of the longest subtask in each; beyond the noise between checkpoints.',
          counts(n, m),
        ),
      ),
    );
  }
  if (rows.some(({ noise }) => noise === 'within')) {
    return saying(
      plain(l10n.t('Nothing differs by more than the noise between checkpoints.')),
      plain(
        l10n.t(
          'Medians over {before} and {after} checkpoints, of the longest subtask in each.',
          counts(n, m),
        ),
      ),
    );
  }
  return saying(
    plain(l10n.t('Too few checkpoints to tell: {before} before, {after} after.', counts(n, m))),
    largest(comparison),
  );
}

function nothingToCompare(before: number, after: number): string {
  if (before + after === 0) {
    return l10n.t('There is nothing to compare: neither side has a completed checkpoint.');
  }
  return before === 0
    ? l10n.t('There is nothing to compare: no checkpoint was completed before.')
    : l10n.t('There is nothing to compare: no checkpoint was completed after.');
}

function counts(before: number, after: number): Readonly<Record<'before' | 'after', string>> {
  return { before: formatCount(before), after: formatCount(after) };
}

/** Single checkpoints say what was, without a claim about others. */
function onTwoCheckpoints(
  comparison: Comparison,
  saying: (headline: Sentence, ...meanwhile: readonly (Sentence | undefined)[]) => Verdict,
): Verdict {
  const { before, after, rows } = comparison;
  const id = ({ trace, checkpoints }: Comparison['before']) => `#${trace.checkpoints[checkpoints[0]!]!.id}`;
  const told = inOrderOfWeight(rows.filter(isMore));
  const note = plain(
    l10n.t('{after} compared with {before}: one checkpoint each, so nobody can tell what of it is noise.', {
      after: id(after),
      before: id(before),
    }),
  );
  const [first, ...others] = told;
  if (first === undefined) return saying(plain(l10n.t('The two checkpoints do not differ.')), note);
  return saying(
    differs(comparison, first),
    instead(comparison, first),
    ...others.slice(0, toldMax - 1).map((row) => differsInFull(comparison, row)),
    note,
  );
}

/** Whether a difference is more than the numbers are known to. */
function isMore({ difference = 0, tolerance }: ComparedRow): boolean {
  return Math.abs(difference) > tolerance;
}

type ToldRow = ComparedRow & { readonly kind: ToldKind };

/** What stands still first, then what holds back inputs; the largest difference first. */
function inOrderOfWeight(rows: readonly ComparedRow[]): readonly ToldRow[] {
  const weight = ({ kind }: ToldRow) => (isBlockingKind(kind) ? 0 : kind === 'alignment' ? 1 : 2);
  return rows
    .filter(isTold)
    .sort((a, b) => weight(a) - weight(b) || Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0));
}

function differs(comparison: Comparison, row: ToldRow): Sentence {
  return clauses(difference(comparison, row));
}

function difference(comparison: Comparison, row: ToldRow): Sentence {
  const { difference: ms = 0, kind } = row;
  const target = targetOf(comparison, row, 'after');
  return sentence(ms < 0 ? shorter(kind) : longer(kind), {
    operator: { text: pairName(comparison, row.pair), ...target },
    difference: { text: formatDuration(Math.abs(ms), coarsestResolution(comparison)), ...target },
  });
}

/** `368 ms instead of 15 ms, about 25 times as long.` */
function instead(comparison: Comparison, row: ToldRow): Sentence {
  const times = Math.round(Number(((row.change ?? 0) + 1).toPrecision(2)));
  return sentence(
    times >= 2
      ? l10n.t('{after} instead of {before}, about {times} times as long.')
      : l10n.t('{after} instead of {before}.'),
    { ...medians(comparison, row), times: formatCount(times) },
  );
}

function differsInFull(comparison: Comparison, row: ToldRow): Sentence {
  return sentence(l10n.t('{difference} ({after} instead of {before}).'), {
    difference: difference(comparison, row),
    ...medians(comparison, row),
  });
}

function medians(
  comparison: Comparison,
  row: ComparedRow,
): Readonly<Record<'before' | 'after', SidedPhrase>> {
  const of = (side: 'before' | 'after'): SidedPhrase => ({
    text: formatDuration(row[side]?.median ?? 0, comparison[side].trace.source.resolution),
    ...targetOf(comparison, row, side),
  });
  return { before: of('before'), after: of('after') };
}

function targetOf(
  { pairs }: Comparison,
  row: ComparedRow,
  side: 'before' | 'after',
): Pick<SidedPhrase, 'side' | 'target'> {
  const target = pairs.includes(row.pair) ? typical(row, side) : undefined;
  return target === undefined ? {} : { side, target };
}

function largest(comparison: Comparison): Sentence | undefined {
  const [first] = inOrderOfWeight(comparison.rows.filter(isMore));
  return first && differsInFull(comparison, first);
}
