import * as l10n from '@vscode/l10n';
import { coarsestResolution, type Comparison } from '../../src/analysis/comparison/comparison.js';
import { changeText, differenceText, signedBytes } from '../../src/analysis/comparison/differenceText.js';
import type { Measure } from '../../src/analysis/comparison/measure.js';
import { noiseText } from '../../src/analysis/comparison/noiseText.js';
import { formatBytes, formatDuration } from '../../src/analysis/quantities.js';
import { element } from '../element.js';
import type { DifferenceColumn } from './differenceColumns.js';
import { phaseCell } from './phaseCell.js';
import type { SideName } from './compared.js';

/** The checkpoints as a whole, under the operators: how long from trigger to end, how many bytes they stored, and how many were copied for them. */
export function wholeRows(
  comparison: Comparison,
  columns: readonly DifferenceColumn[],
): readonly HTMLElement[] {
  const { duration, bytes, copied } = comparison;
  const resolution = coarsestResolution(comparison);
  const ms = (side: SideName) => (value: number) =>
    formatDuration(value, comparison[side].trace.source.resolution);
  const size = () => formatBytes;
  return [
    rowOf(l10n.t('trigger to end'), duration, ms, differenceText(duration.difference, resolution), columns),
    rowOf(l10n.t('bytes'), bytes, size, signedBytes(bytes.difference), columns),
    ...(copied ? [rowOf(l10n.t('bytes copied'), copied, size, signedBytes(copied.difference), columns)] : []),
  ];
}

function rowOf(
  what: string,
  measure: Measure,
  formatOf: (side: SideName) => (value: number) => string,
  difference: string,
  columns: readonly DifferenceColumn[],
): HTMLElement {
  const median = (side: SideName) => {
    const spread = measure[side];
    return spread ? formatOf(side)(spread.median) : '–';
  };
  const texts: Readonly<Record<string, string>> = {
    before: median('before'),
    after: median('after'),
    difference,
    change: changeText(measure.change),
    noise: noiseText(measure.noise),
  };
  const cells = columns.map(({ id, isNumber }, n) =>
    n === 0
      ? phaseCell(what, l10n.t('whole checkpoint'))
      : element('td', { className: isNumber ? 'number' : '', text: texts[id] ?? '' }),
  );
  return element('tr', { className: `whole ${measure.noise}` }, ...cells);
}
