import * as l10n from '@vscode/l10n';
import { coarsestResolution, type ComparedRow, type Comparison } from '../analysis/comparison/comparison.js';
import { comparisonVerdict } from '../analysis/comparison/comparisonVerdict.js';
import { changeText, differenceText } from '../analysis/comparison/differenceText.js';
import { fromName, kindName } from '../analysis/comparison/kindName.js';
import { medianText } from '../analysis/comparison/medianText.js';
import { noiseText } from '../analysis/comparison/noiseText.js';
import { pairName } from '../analysis/comparison/pairName.js';
import type { Side } from '../analysis/comparison/side.js';
import { oneAfterTheOther, textOf } from '../analysis/phrases.js';
import { formatCount } from '../analysis/quantities.js';
import { markdownTable, markdownText } from './markdownText.js';

/** A report names what grew most and what fell most; the page has all. */
const mostRows = 30;

/** What is compared, by the names that people gave the two. */
export interface ComparedNames {
  readonly before: string;
  readonly after: string;
}

/** A comparison as Markdown for a report: the sentence, what was compared, and the differences with what is to be thought of them. */
export function comparisonSummary(comparison: Comparison, names: ComparedNames): string {
  const { headline, meanwhile, evidence } = comparisonVerdict(comparison);
  const title = l10n.t('{after} compared with {before}', {
    before: markdownText(names.before),
    after: markdownText(names.after),
  });
  const said = [headline, meanwhile, evidence].map((phrases) => markdownText(textOf(phrases)));
  const [first, ...others] = said.filter((text) => text !== '');
  const parts = [
    `## ${title}`,
    oneAfterTheOther([`**${first!}**`, ...others]),
    [
      `- ${sideWords(l10n.t('Before'), names.before, comparison.before)}`,
      `- ${sideWords(l10n.t('After'), names.after, comparison.after)}`,
    ].join('\n'),
    differences(comparison),
    l10n.t(
      'Before and after are medians over checkpoints, of the longest subtask in each. Beyond noise: with 95 % confidence not one of these rows is chance.',
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function sideWords(name: string, label: string, { trace, checkpoints }: Side): string {
  const ids = checkpoints.map((one) => trace.checkpoints[one]!.id);
  const said = { name, label: markdownText(label), count: formatCount(ids.length) };
  if (ids.length === 0) return l10n.t('{name}: {label}, no completed checkpoint', said);
  if (ids.length === 1) return l10n.t('{name}: {label}, checkpoint {id}', { ...said, id: ids[0]! });
  const ends = { first: ids[0]!, last: ids.at(-1)! };
  return l10n.t('{name}: {label}, {count} checkpoints, {first} to {last}', { ...said, ...ends });
}

/** Those beyond noise first, the largest difference first. */
function differences(comparison: Comparison): string {
  const isBeyond = ({ noise }: ComparedRow): number => (noise === 'beyond' ? 0 : 1);
  const size = ({ difference }: ComparedRow): number => Math.abs(difference ?? 0);
  const rows = [...comparison.rows]
    .sort((a, b) => isBeyond(a) - isBeyond(b) || size(b) - size(a))
    .slice(0, mostRows);
  if (rows.length === 0) return '';
  const head = [
    l10n.t('operator'),
    l10n.t('phase'),
    l10n.t('before'),
    l10n.t('after'),
    l10n.t('difference'),
    l10n.t('change'),
    l10n.t('noise'),
  ];
  return markdownTable(
    head,
    rows.map((row) => cellsOf(comparison, row)),
  );
}

function cellsOf(comparison: Comparison, row: ComparedRow): readonly string[] {
  return [
    markdownText(pairName(comparison, row.pair)),
    markdownText(kindName(row.kind, fromName(comparison, row))),
    medianText(comparison, row, 'before'),
    medianText(comparison, row, 'after'),
    differenceText(row.difference, coarsestResolution(comparison)),
    changeText(row.change),
    noiseText(row.noise),
  ];
}
